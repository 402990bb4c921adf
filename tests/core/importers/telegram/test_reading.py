"""This file is where reading is tested as a whole: lazy, in constant memory, and unharmed by damage anywhere."""

import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport, ChatTroveError
from core.export import Export
from core.importers import telegram
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.reading import entries_of, read_with

EXPORTS = Path(__file__).parents[3] / "exports" / "telegram"


def record(number: int, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2024-05-01T12:40:00",
        "date_unixtime": str(1714560000 + number),
        "from": "王小明",
        "from_id": "user102",
        "text": text,
        "text_entities": [{"type": "plain", "text": text}],
    }


def chat(count: int, name: str = "Big", number: int = 1) -> dict[str, Any]:
    messages = [record(place, f"message {place} 消息 “{{[") for place in range(count)]
    return {"name": name, "type": "private_supergroup", "id": number, "messages": messages}


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def items(path: Path) -> list[Any]:
    with Export(path) as export:
        read = [item for conversation in read_with(telegram, export) for item in conversation.messages]
        return read + export.problems


@pytest.mark.parametrize(
    ("kind", "old", "now"),
    [
        ("private_supergroup", (2 << 32) + 77, 77),
        ("public_channel", (2 << 32) + 77, 77),
        ("private_group", (2 << 32) + 77, 77),
        ("personal_chat", (1 << 32) + 77, 77),
        ("personal_chat", 77, 77),
        ("private_group", 4_700_000_000, 4_700_000_000),
    ],
)
def test_ids_of_exports_before_2021_are_those_of_today(kind: str, old: int, now: int, tmp_path: Path) -> None:
    for place, sender in enumerate((102, (1 << 32) + 102, "user102")):
        said = {"id": 1, "type": "message", "date": "2019-05-01T12:40:00", "from": "Bo", "from_id": sender, "text": "x"}
        chat = {"name": "A", "type": kind, "id": old if place < 2 else now, "messages": [said]}
        with Export(write(tmp_path / f"{place}.json", chat)) as export:
            found = [
                (each.key, [getattr(item, "sender_key", None) for item in each.messages])
                for each in read_with(telegram, export)
            ]
        assert [(key.partition(":")[2], senders) for key, senders in found] == [(str(now), ["user102"])]


def test_a_large_id_of_today_is_no_old_one(tmp_path: Path) -> None:
    chat = {"name": "A", "type": "personal_chat", "id": 7_500_000_000, "messages": [record(1, "x")]}
    with Export(write(tmp_path / "result.json", chat)) as export:
        assert [each.key for each in read_with(telegram, export)] == ["user:7500000000"]


def test_a_text_that_is_one_part_is_a_text(tmp_path: Path) -> None:
    said = record(1, "") | {"text": {"type": "bold", "text": "loud"}}
    found = items(write(tmp_path / "result.json", chat(0) | {"messages": [said]}))
    assert [item.text for item in found] == ["loud"]


def test_messages_are_read_one_by_one_and_the_file_is_closed_when_left(tmp_path: Path) -> None:
    with Export(write(tmp_path / "result.json", chat(50_000))) as export:
        conversations = iter(read_with(telegram, export))
        messages = iter(next(conversations).messages)
        assert isinstance(next(messages), ExportedMessage)
        assert export.bytes_read < 4 << 20


def test_what_is_left_of_one_chat_does_not_run_into_the_next(tmp_path: Path) -> None:
    account = {"chats": {"about": "", "list": [chat(300, "A", 1), chat(300, "B", 2), chat(0, "C", 3), chat(3, "D", 4)]}}
    with Export(write(tmp_path / "result.json", account)) as export:
        taken = []
        for conversation in read_with(telegram, export):
            first = next(iter(conversation.messages), None)
            taken.append((conversation.title, getattr(first, "key", None)))
    assert taken == [("A", "0"), ("B", "0"), ("C", None), ("D", "0")]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 60_000):
        path = write(tmp_path / f"{count}.json", chat(count))
        tracemalloc.start()
        with Export(path) as export:
            total = sum(1 for conversation in read_with(telegram, export) for _ in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count
    assert peaks[1] < peaks[0] * 1.3
    assert peaks[1] < 24 << 20


def test_a_huge_part_without_chats_is_passed_over(tmp_path: Path) -> None:
    account = {
        "about": "x",
        "profile_pictures": [{"photo": "[{" * 40} for _ in range(60_000)],
        "note": '\\"[' * 900_000,
    }
    path = write(
        tmp_path / "result.json", account | {"personal_information": {"user_id": 5}, "chats": {"list": [chat(2)]}}
    )
    with Export(path) as export:
        read = [(each.owner, len(list(each.messages))) for each in read_with(telegram, export)]
    assert read == [("user5", 2)]


@pytest.mark.parametrize("step", [7])
def test_a_file_cut_off_anywhere_gives_every_whole_message_and_tells_the_place(step: int, tmp_path: Path) -> None:
    whole = json.dumps(chat(12), ensure_ascii=False, indent=1).encode()
    begins = whole.index(b'"messages": [') + len(b'"messages": [')
    ends = [place for place in range(len(whole)) if whole.startswith(b"\n  }", place)]
    for cut in range(begins, len(whole), step):
        path = tmp_path / "result.json"
        path.write_bytes(whole[:cut])
        read = items(path)
        complete = sum(1 for end in ends if end + len(b"\n  }") <= cut)
        assert [item.key for item in read if isinstance(item, ExportedMessage)] == [str(n) for n in range(complete)]
        problems = [item for item in read if isinstance(item, Problem)]
        assert len(problems) == 1
        assert "byte" in problems[0].where
        assert "line" in problems[0].where


def test_a_break_between_two_chats_is_told_with_the_first(tmp_path: Path) -> None:
    whole = json.dumps({"chats": {"list": [chat(2, "A", 1), chat(2, "B", 2)]}}, indent=1)
    (tmp_path / "result.json").write_text(whole[: whole.index('"B"')], encoding="utf-8")
    read = items(tmp_path / "result.json")
    assert [type(item) for item in read] == [ExportedMessage, ExportedMessage, Problem]


def test_a_file_that_breaks_before_its_first_chat_is_broken_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text('{"personal_information": {"user_id": 1}, "chats": {"li', encoding="utf-8")
    with Export(tmp_path) as export:
        assert entries_of(telegram, export)
        with pytest.raises(BrokenExport):
            list(read_with(telegram, export))
        assert len(export.problems) == 1


def test_a_zip_damaged_in_the_middle_gives_what_lies_before(tmp_path: Path) -> None:
    text = json.dumps(chat(20_000), ensure_ascii=False).encode()
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("result.json", text)
    raw = (tmp_path / "e.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(raw[: len(raw) // 2])
    read = items(tmp_path / "cut.zip")
    messages = [item for item in read if isinstance(item, ExportedMessage)]
    assert [item.key for item in messages] == [str(number) for number in range(len(messages))]
    assert 9_000 < len(messages) < 11_000
    assert any("cut off" in item.reason for item in read if isinstance(item, Problem))


def test_a_record_of_seventeen_million_bytes_costs_only_itself(tmp_path: Path) -> None:
    value = chat(3)
    text = json.dumps(value, ensure_ascii=False, indent=1).replace('"message 1', '"unclosed" "' + "x" * (17 << 20), 1)
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    keys = [item.key for item in items(tmp_path / "result.json") if isinstance(item, ExportedMessage)]
    assert keys == ["0", "2"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, max_size=20), minified=st.booleans(), is_ascii=st.booleans())
def test_every_text_comes_back_as_written(texts: list[str], minified: bool, is_ascii: bool, tmp_path: Path) -> None:
    value = chat(0) | {"messages": [record(number, text) for number, text in enumerate(texts)]}
    form: dict[str, Any] = {"separators": (",", ":")} if minified else {"indent": 1}
    (tmp_path / "result.json").write_text(json.dumps(value, ensure_ascii=is_ascii, **form), encoding="utf-8")
    assert [item.text for item in items(tmp_path / "result.json")] == texts


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(max_codepoint=0x7F), max_size=40), min_size=1, max_size=6))
def test_control_characters_written_as_telegram_does_come_back(texts: list[str], tmp_path: Path) -> None:
    written = ",".join(
        json.dumps(record(number, "@")).replace('"@"', f'"{telegram_escaped(text)}"')
        for number, text in enumerate(texts)
    )
    head = '{"name": "x", "type": "personal_chat", "id": 1, "messages": ['
    (tmp_path / "result.json").write_text(f"{head}{written}]}}", encoding="utf-8", newline="")
    read = items(tmp_path / "result.json")
    assert [item.text for item in read if isinstance(item, ExportedMessage)] == texts
    repaired = sum(1 for text in texts if any(char < " " and char not in "\n\r\t" for char in text))
    assert sum(1 for item in read if isinstance(item, Repair)) == repaired


def telegram_escaped(text: str) -> str:
    legal = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    return "".join(legal.get(char) or (f"\\x{ord(char):02X}" if char < " " else char) for char in text)


def originals() -> Iterator[bytes]:
    for file in sorted(EXPORTS.glob("*/export/result.json")):
        yield file.read_bytes()


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    original=st.sampled_from(list(originals())),
    edits=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 60), st.binary(max_size=12)), max_size=6),
)
def test_a_damaged_file_raises_nothing_but_errors_for_people(
    original: bytes, edits: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    raw = original
    for anywhere, length, new in edits:
        place = anywhere % (len(raw) + 1)
        raw = raw[:place] + new + raw[place + length :]
    (tmp_path / "result.json").write_bytes(raw)
    with suppress(ChatTroveError), Export(tmp_path / "result.json") as export:
        entries_of(telegram, export)
        for conversation in read_with(telegram, export):
            for item in conversation.messages:
                assert isinstance(item, ExportedMessage | Problem | Repair)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
FIELDS = """id type date date_unixtime edited edited_unixtime from from_id actor actor_id action members title period
photo file media_type mime_type file_name contact_information location_information poll todo_list text text_entities
reactions reply_to_message_id forwarded_from saved_from contact_vcard invoice_information duration_seconds place_name
"""


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.dictionaries(st.sampled_from(FIELDS.split()), JSON),
    kind=st.sampled_from(["message", "service", "unsupported"]),
)
def test_fields_of_any_shape_make_a_message_with_fields_of_the_right_shape(
    raw: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    write(tmp_path / "result.json", chat(0) | {"messages": [{"type": kind} | raw]})
    for item in items(tmp_path / "result.json"):
        if isinstance(item, ExportedMessage):
            assert isinstance(item.text, str)
            assert item.sender is None or isinstance(item.sender, str)
            assert item.sent_at is None or isinstance(item.sent_at, int)
            assert all(isinstance(each.name, str) and isinstance(each.caption, str) for each in item.attachments)
            assert all(isinstance(each.emoji, str) and each.count > 0 for each in item.reactions)

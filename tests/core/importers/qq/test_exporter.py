"""This file is where the JSON, chunks, texts and pages of QQ chat exporter are written and read back."""

import json
import shutil
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.export import Export
from core.importers import qq
from core.importers.qq.exporter_messages import instant
from core.types import ExportedMessage, Problem
from tests.core.importers.exported_json import as_json
from tests.core.importers.reading import entries_of, read_with

CASES = Path(__file__).parents[3] / "exports" / "qq"
META = {"name": "QQChatExporter", "copyright": "https://github.com/shuakami/qq-chat-exporter", "version": "6.0.0"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def record(number: int, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    sender = {"uid": f"u_{number % 5}", "uin": str(10000 + number % 5), "name": f"成员{number % 5}"}
    content = {"text": "", "html": "", "elements": list(elements), "resources": [], "mentions": []}
    timed = {"timestamp": 1714537985000 + number * 1000, "time": "2024-05-01 12:33:05"}
    return {"id": str(number), "seq": "1", **timed, "sender": sender, "type": "type_1", "content": content, **more}


def text(said: str) -> dict[str, Any]:
    return {"type": "text", "data": {"text": said}}


def chat(records: list[Any], **info: Any) -> dict[str, Any]:
    facts = {"name": "群", "type": "group", "selfUid": "u_0", "peerUid": "123", **info}
    return {"metadata": META, "chatInfo": facts, "statistics": {"senders": []}, "messages": records}


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def items(path: Path) -> list[Any]:
    with Export(path) as export:
        found = [item for conversation in read_with(qq, export) for item in conversation.messages]
        assert all(tally.unaccounted == 0 for tally in export.tallies)
        return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, max_size=8), in_lines=st.booleans())
def test_every_text_comes_back_as_written(texts: list[str], in_lines: bool, tmp_path: Path) -> None:
    records = [record(number, text(said)) for number, said in enumerate(texts)]
    shutil.rmtree(tmp_path / "chunks", ignore_errors=True)
    if in_lines:
        (tmp_path / "chunks").mkdir()
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)
        (tmp_path / "chunks" / "c000001.jsonl").write_text(lines, "utf-8", newline="")
        listed = {"chunksDir": "chunks", "chunks": [{"fileName": "c000001.jsonl"}]}
        write(tmp_path / "a.json", {**chat([]), "messages": [], "chunked": listed})
    else:
        write(tmp_path / "a.json", chat(records))
    assert [item.text for item in items(tmp_path)] == [said.strip() for said in texts]


@pytest.mark.parametrize("length", [98_000, 3_000_000])
def test_keys_behind_a_long_picture_are_found(length: int, tmp_path: Path) -> None:
    value = chat([record(1, text("hi"))], avatar="data:image/png;base64," + "A" * length)
    write(tmp_path / "a.json", value)
    with Export(tmp_path) as export:
        [conversation] = read_with(qq, export)
        assert (conversation.key, conversation.owner, conversation.has_id) == ("123", "u_0", True)
        assert len(list(conversation.messages)) == 1


def test_what_is_said_of_the_chat_may_stand_behind_its_messages(tmp_path: Path) -> None:
    value = chat([record(1, text("hi"))])
    write(tmp_path / "a.json", {"metadata": META, "messages": value["messages"], "chatInfo": value["chatInfo"]})
    with Export(tmp_path) as export:
        assert [(each.title, len(list(each.messages))) for each in read_with(qq, export)] == [("群", 1)]


@pytest.mark.parametrize(
    ("senders", "stated", "kind"),
    [(["a", "b", "c"], "private", "group"), (["a", "b", "未知"], "private", "private"), (["a", "b"], "group", "group")],
)
def test_more_than_two_people_are_a_group(senders: list[str], stated: str, kind: str, tmp_path: Path) -> None:
    value = chat([record(1, text("hi"))], type=stated)
    write(tmp_path / "a.json", {**value, "statistics": {"senders": [{"uid": uid} for uid in senders]}})
    with Export(tmp_path) as export:
        assert [each.kind for each in read_with(qq, export)] == [kind]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1714537985000, 1714537985000),
        (1714537985, 1714537985000),
        ("1714537985", 1714537985000),
        ("2024-05-01T04:33:05.000Z", 1714537985000),
        ("2024-05-01T12:33:05+08:00", 1714537985000),
        ("2024-05-01 12:33:05", None),
        (0, None),
        (-5, None),
        (10**30, None),
        (None, None),
        ("soon", None),
        (True, None),
    ],
)
def test_times_are_seconds_milliseconds_or_have_a_zone(value: Any, moment: int | None) -> None:
    assert instant(value) == moment


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    whole = json.dumps(chat([record(number, text(f"t{number}")) for number in range(4)]))
    (tmp_path / "a.json").write_text(whole.replace('"t2"', '"t2'), "utf-8")
    read = items(tmp_path)
    assert [item.text for item in read if isinstance(item, ExportedMessage)] == ["t0", "t1", "t3"]
    assert len([item for item in read if isinstance(item, Problem)]) == 1


def test_chunks_without_a_manifest_are_a_chat_of_unknown_name(tmp_path: Path) -> None:
    shutil.copytree(CASES / "exporter_chunked" / "export", tmp_path / "export")
    next((tmp_path / "export").rglob("manifest.json")).unlink()
    with Export(tmp_path / "export") as export:
        [conversation] = read_with(qq, export)
        read = list(conversation.messages)
    assert sum(isinstance(item, ExportedMessage) for item in read) == 4
    assert "manifest.json is missing" in read[0].reason


def test_the_script_stands_in_for_the_manifest_of_the_viewer(tmp_path: Path) -> None:
    shutil.copytree(CASES / "exporter_viewer" / "export", tmp_path / "export")
    (tmp_path / "export" / "data" / "manifest.json").unlink()
    wanted = json.loads((CASES / "exporter_viewer" / "expected.json").read_text("utf-8"))
    with Export(tmp_path / "export") as export:
        assert as_json(qq, export) == wanted


def test_a_chunk_that_the_viewer_lacks_is_told(tmp_path: Path) -> None:
    shutil.copytree(CASES / "exporter_viewer" / "export", tmp_path / "export")
    (tmp_path / "export" / "data" / "chunks" / "c000002.js").unlink()
    read = items(tmp_path / "export")
    assert [item.reason for item in read if isinstance(item, Problem)] == [
        "the chunk data/chunks/c000002.js is missing or unreadable: its messages are not here"
    ]
    assert sum(isinstance(item, ExportedMessage) for item in read) == 5


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (5_000, 25_000):
        write(tmp_path / "a.json", chat([record(number, text(f"消息{number}")) for number in range(count)]))
        tracemalloc.start()
        with Export(tmp_path) as export:
            total = sum(1 for conversation in read_with(qq, export) for _ in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count
    assert peaks[1] < peaks[0] * 1.3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["id", "messageId", "timestamp", "time", "sender", "type", "recalled", "system", "isSystemMessage"]
PARTS = ["text", "elements", "resources", "reply", "mentions"]
KINDS = ["text", "at", "face", "image", "file", "video", "audio", "reply", "forward", "json", "location", "other"]
DATA = ["text", "name", "uid", "id", "filename", "localPath", "url", "duration", "subType", "messageId", "content"]
DATA += ["senderName", "messages", "title", "description", "preview", "summary", "resultId", "address"]
ELEMENTS = st.fixed_dictionaries({"type": st.sampled_from(KINDS), "data": st.dictionaries(st.sampled_from(DATA), JSON)})


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.dictionaries(st.sampled_from(FIELDS), JSON),
    content=st.dictionaries(st.sampled_from(PARTS), JSON) | JSON,
    elements=st.lists(ELEMENTS | JSON, max_size=3),
)
def test_fields_of_any_shape_make_a_message_with_fields_of_the_right_shape(
    raw: dict[str, Any], content: Any, elements: list[Any], tmp_path: Path
) -> None:
    if isinstance(content, dict) and elements:
        content = content | {"elements": elements}
    write(tmp_path / "a.json", chat([raw | {"content": content}]))
    [message] = items(tmp_path)
    assert isinstance(message, ExportedMessage)
    assert all(isinstance(part, str) for part in (message.text, message.kind))
    for optional in (message.key, message.sender, message.sender_key, message.local_time, message.reply_to):
        assert optional is None or isinstance(optional, str)
    assert message.sent_at is None or isinstance(message.sent_at, int)
    assert all(isinstance(each.name, str) and isinstance(each.caption, str) for each in message.attachments)


@pytest.mark.parametrize(
    "value",
    [
        {"messages": [{"role": "user", "content": "hi"}]},
        {"chatInfo": {"name": "x"}, "messages": [{"id": 1, "text": "hi"}]},
        {"name": "x", "type": "personal_chat", "id": 1, "messages": []},
        [{"id": "1", "sender": "x", "content": "hi", "timestamp": 1}],
    ],
)
def test_other_json_is_not_claimed(value: Any, tmp_path: Path) -> None:
    write(tmp_path / "a.json", value)
    with Export(tmp_path) as export:
        assert entries_of(qq, export) == []

"""This file is where it is shown what the cases do not: unions, questions, cultures, broken and large files."""

import csv
import io
import json
import random
import shutil
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.errors import BrokenExport
from core.export import Export
from core.importers import discord
from core.seen_ids import Seen
from core.importers.discord.kinds import kind_of_type, kind_of_words
from core.importers.discord.media import addresses_in
from core.importers.discord.places import named
from core.importers.discord.times import shown_time, snowflake_time, times
from core.importing import Choices, import_export
from core.protocols import ReadOptions
from core.types import DateOrder, ExportedConversation, ExportedMessage, Problem, Repair
from tests.core.importers.reading import read_with

CASES = sorted((Path(__file__).parents[3] / "exports" / "discord").iterdir())
FOUR = next(case for case in CASES if case.name == "four_formats")
FILES = [path for case in CASES for path in sorted((case / "export").iterdir()) if path.is_file()]
RULE = "=" * 62
Item = ExportedMessage | Problem | Repair


def read(path: Path, order: DateOrder | None = None) -> tuple[ExportedConversation, list[Item]]:
    with Export(path) as export:
        (conversation,) = read_with(discord, export, ReadOptions(date_order=order))
        return conversation, list(conversation.messages)


def messages(items: list[Item]) -> list[ExportedMessage]:
    return [item for item in items if isinstance(item, ExportedMessage)]


def text_file(folder: Path, *blocks: str, name: str = "chat.txt") -> Path:
    head = f"{RULE}\nGuild: Club\nChannel: Games / chat\n{RULE}\n\n"
    path = folder / name
    path.write_text(head + "\n".join(f"{block}\n\n" for block in blocks), "utf-8")
    return path


def test_four_formats_of_one_channel_are_one_conversation_in_any_order(tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=2))
    files = sorted((FOUR / "export").iterdir())
    for number in range(4):
        random.Random(number).shuffle(files)
        with Archive(tmp_path / str(number)) as archive:
            for path in files:
                import_export(archive, path, Choices(ReadOptions(zone=zone)), lambda _: None)
            (conversation,) = archive.chats.conversations()
            assert (conversation.title, conversation.messages, conversation.notices) == ("Chess Club / #openings", 5, 1)
            assert sorted(conversation.participants) == ["Bo#4711", "ann.lee"]


def test_a_folder_of_four_formats_is_one_conversation(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        options = ReadOptions(zone=timezone(timedelta(hours=2)))
        import_export(archive, FOUR / "export", Choices(options), lambda _: None)
        (conversation,) = archive.chats.conversations()
        assert (conversation.messages, conversation.notices) == (5, 1)


def test_dates_that_fit_two_orders_are_a_question(tmp_path: Path) -> None:
    path = text_file(tmp_path, "[5/1/2024 2:03 PM] ann\nhi", "[6/1/2024 2:04 PM] ann\nthere")
    conversation, items = read(path)
    assert [set(question.readings) for question in conversation.ambiguous] == [{"dmy", "mdy"}]
    assert [item.local_time for item in messages(items)] == [None, None]
    conversation, items = read(path, "mdy")
    assert not conversation.ambiguous
    assert [item.local_time for item in messages(items)] == ["2024-05-01T14:03", "2024-06-01T14:04"]


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        ("5/17/2024 2:03 PM", "2024-05-17T14:03"),
        ("5/17/2024 2:03\u202fPM", "2024-05-17T14:03"),
        ("17.05.2024 14:03", "2024-05-17T14:03"),
        ("17/05/2024 14:03", "2024-05-17T14:03"),
        ("2024/5/17 14:03", "2024-05-17T14:03"),
        ("2024-05-17 14:03", "2024-05-17T14:03"),
        ("2024. 05. 17. 오후 2:03", "2024-05-17T14:03"),
        ("2024/5/17 下午 02:03", "2024-05-17T14:03"),
        ("17. 5. 2024 14:03", "2024-05-17T14:03"),
        ("17-May-24 02:03 PM", "2024-05-17T14:03"),
        ("17.5.2024 14.03", "2024-05-17T14:03"),
        ("17/5/2567 14:03", "2024-05-17T14:03"),
        ("2024-05-17T14:03:00", "2024-05-17T14:03:00"),
    ],
)
def test_text_is_read_in_any_culture(written: str, wall: str, tmp_path: Path) -> None:
    _, items = read(text_file(tmp_path, f"[{written}] ann\none", f"[{written}] 小明 (pinned)\n\ntwo\n\n[note] three"))
    assert [(item.sender, item.local_time, item.text) for item in messages(items)] == [
        ("ann", wall, "one"),
        ("小明", wall, "two\n\n[note] three"),
    ]


def test_a_line_that_looks_like_a_header_but_for_its_date_is_text(tmp_path: Path) -> None:
    _, items = read(text_file(tmp_path, "[17.05.2024 14:03] ann\nlog:\n\n[2024-05-17 14:03] boom"))
    assert [item.text for item in messages(items)] == ["log:\n\n[2024-05-17 14:03] boom"]


def test_braces_in_a_text_are_no_block(tmp_path: Path) -> None:
    _, items = read(text_file(tmp_path, "[17.05.2024 14:03] ann\nI wrote\n{Embed}\nthere"))
    assert [item.text for item in messages(items)] == ["I wrote\n{Embed}\nthere"]


@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=8),
            st.text(
                st.characters(
                    exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff\ufffd"
                ),
                max_size=30,
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_csv_writer_writes_comes_back(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "Club - chat.csv"
    text = io.StringIO()
    text.write("AuthorID,Author,Date,Content,Attachments,Reactions\n")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    start = datetime(2024, 5, 17, tzinfo=UTC)
    for number, (name, said) in enumerate(rows):
        writer.writerow(["7", name, (start + timedelta(minutes=number)).isoformat(), said, "", ""])
    path.write_bytes(text.getvalue().encode())
    _, items = read(path)
    wanted = [(int(start.timestamp() * 1000) + 60_000 * number, said.strip()) for number, (_, said) in enumerate(rows)]
    assert [(item.sent_at, item.text) for item in messages(items)] == wanted


@given(data=st.data())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_as_far_as_they_go(data: st.DataObject, tmp_path: Path) -> None:
    original = data.draw(st.sampled_from(FILES))
    raw = bytearray(original.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    path = tmp_path / f"file{original.suffix}"
    path.write_bytes(raw)
    try:
        with Export(path) as export:
            for conversation in discord.read(export, export.names(), ReadOptions()):
                assert all(isinstance(item, Item) for item in conversation.messages)
            assert all(not tally.unaccounted for tally in export.tallies)
    except BrokenExport:
        pass


def test_rows_of_other_tables_and_other_pages_are_not_claimed(tmp_path: Path) -> None:
    from core.recognition import beginnings

    (tmp_path / "a.csv").write_text("Author,Date,Title\nx,y,z\n")
    (tmp_path / "b.txt").write_text(f"{RULE}\nReport\n{RULE}\n")
    (tmp_path / "c.html").write_text("<html><div class=message>x</div></html>")
    (tmp_path / "d.json").write_text('{"guild": {"id": "1"}, "channel": "x", "messages": []}')
    with Export(tmp_path) as export:
        assert [each.entry for each in beginnings(export) if discord.recognises(each)] == []


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with Export(tmp_path) as export, pytest.raises(BrokenExport):
        list(discord.read(export, ["a.txt"], ReadOptions()))


@given(st.lists(st.integers(0, 40) | st.integers(1 << 63, (1 << 63) + 3)))
def test_ids_met_before_are_known(numbers: list[int]) -> None:
    seen, known = Seen(), set[int]()
    for number in numbers:
        assert seen.again(str(number)) == (number in known)
        known.add(number)


def test_odd_ids_are_told_apart_too() -> None:
    seen = Seen()
    assert [seen.again(each) for each in ("x", "01", "1", "x", "01", "", "", "9" * 40, "9" * 40)] == [
        *(False, False, False, True, True, False, False, False, True)
    ]


def test_ids_tell_the_time_and_invented_ids_do_not() -> None:
    moment = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp() * 1000) + 250
    number = str(((moment - 1_420_070_400_000) << 22) + 5)
    assert snowflake_time(number) == moment
    assert times(number, "2024-05-01T14:00:00+02:00") == (moment, "2024-05-01T14:00:00")
    assert times(number, None) == (moment, None)
    assert times("100000000000000001", "2024-05-01T14:00:00.5+02:00") == (moment + 250, "2024-05-01T14:00:00.500")
    assert times("7", "yesterday") == (None, None)
    assert snowflake_time("9" * 30) is None


def test_a_page_s_time_is_read_by_the_instant_it_stands_for() -> None:
    moment = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp() * 1000)
    assert shown_time("5/1/2024 2:00 PM", moment) == "2024-05-01T14:00"
    assert shown_time("01.05.2024 14:00", moment) == "2024-05-01T14:00"
    assert shown_time("today", moment) is None


@pytest.mark.parametrize(
    ("stem", "title", "number"),
    [
        ("Club - Games - chat [210000000000000001]", "Club / #chat", "210000000000000001"),
        ("Club - chat [210000000000000001] (2024-01-01 to 2024-02-01)", "Club / #chat", "210000000000000001"),
        ("Direct Messages - Private - ann [210000000000000001]", "ann", "210000000000000001"),
        ("210000000000000001", "Discord", "210000000000000001"),
        ("my chat", "my chat", ""),
    ],
)
def test_the_name_of_a_file_tells_the_channel(stem: str, title: str, number: str) -> None:
    assert (named(stem).title, named(stem).number) == (title, number)


def test_cells_of_several_attachments_are_parted_though_names_have_commas() -> None:
    assert addresses_in("https://a/x,y.png,https://b/z.png") == ["https://a/x,y.png", "https://b/z.png"]
    folder = "A, B - c.csv_Files\\"
    assert addresses_in(f"{folder}x,y.png,{folder}z.png") == [f"{folder}x,y.png", f"{folder}z.png"]
    assert addresses_in("") == []


def test_types_and_words_mean_the_same() -> None:
    assert [kind_of_type(each) for each in ("Default", "19", "Call", "RecipientAdd", "46", "99", None, 6)] == [
        *("message", "message", "call", "notice", "poll", "notice", "message", "notice")
    ]
    assert [kind_of_words(each) for each in ("Pinned a message.", "Pinned a message. ok", "Left the group.", "")] == [
        *("notice", "message", "notice", "message")
    ]


def records(count: int) -> Iterator[bytes]:
    head = {"guild": {"id": "1", "name": "G"}, "channel": {"id": "2", "type": "GuildTextChat", "name": "c"}}
    yield json.dumps(head)[:-1].encode() + b', "messages": ['
    for number in range(count):
        record = {"id": str((700_000_000_000 + number) << 22), "type": "Default", "content": f"said {number}"}
        record["author"] = {"id": "3", "name": "ann", "discriminator": "0000"}  # type: ignore[assignment]
        yield (b"," if number else b"") + json.dumps(record).encode()
    yield b"]}"


def pages(count: int) -> Iterator[bytes]:
    yield b"<!DOCTYPE html><html><body>"
    for number in range(count):
        identifier = (700_000_000_000 + number) << 22
        yield (
            f'<div class="chatlog__message-group">'
            f'<div class="chatlog__message-container" data-message-id="{identifier}">'
            f'<span class="chatlog__author" title="ann" data-user-id="3">Ann</span><div class="chatlog__content">'
            f'<span class="chatlog__markdown-preserve">said {number}</span></div></div></div>\n'
        ).encode()


def lines(count: int) -> Iterator[bytes]:
    yield f"{RULE}\nGuild: G\nChannel: c\n{RULE}\n\n".encode()
    for number in range(count):
        day, minute = 13 + number % 10, number % 60
        yield f"[{day}.05.2024 10:{minute:02}] ann\nsaid {number}\n\n\n".encode()


@pytest.mark.parametrize("name", ["a.json", "a.html", "a.txt"])
def test_large_files_are_read_in_constant_memory(name: str, tmp_path: Path) -> None:
    write = {"a.json": records, "a.html": pages, "a.txt": lines}[name]
    count, peaks = 16_000 if name == "a.json" else 3000, []
    for size in (count, 3 * count):
        with (tmp_path / name).open("wb") as file:
            file.writelines(write(size))
        with Export(tmp_path / name) as export:
            tracemalloc.start()
            found = sum(1 for each in read_with(discord, export) for _ in each.messages)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert found == size
    assert peaks[1] < peaks[0] + (4 << 20)


def test_files_written_newest_first_come_oldest_first(tmp_path: Path) -> None:
    blocks = [f"[{day}.05.2024 10:00] ann\nday {day}" for day in (20, 19, 18, 17)]
    _, items = read(text_file(tmp_path, *blocks))
    assert [item.text for item in messages(items)] == ["day 17", "day 18", "day 19", "day 20"]


def test_lines_above_the_first_message_are_told(tmp_path: Path) -> None:
    _, items = read(text_file(tmp_path, "stray", "[17.05.2024 14:03] ann\nhi"))
    assert [type(item) for item in items] == [Problem, ExportedMessage]


def test_a_message_s_body_of_many_brackets_is_read_in_reasonable_time(tmp_path: Path) -> None:
    path = text_file(tmp_path, "[17.05.2024 14:03] ann\n" + "\n[17.05.2024 14:03" * 20_000 + "\n{Embed}\n" * 10_000)
    start = time.monotonic()
    assert len(messages(read(path)[1])) == 1
    assert time.monotonic() - start < 20


def test_a_zip_gives_the_same_as_the_folder(tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "all"), "zip", FOUR / "export")
    with Export(Path(packed)) as export:
        assert len(list(read_with(discord, export))) == 4

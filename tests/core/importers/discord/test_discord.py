"""This file is where it is shown what the cases do not: unions, questions, cultures, broken and large files."""

import csv
import io
import random
import shutil
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.errors import BrokenExport
from core.export import Export
from core.importers import discord
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
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
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

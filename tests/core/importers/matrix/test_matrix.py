"""This file is where the Matrix importer is tested beyond its cases: dates in numbers, zips, size, other lists."""

import json
import shutil
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import matrix
from core.importers.matrix.content import without_quotation
from core.importers.matrix.media import is_time_of
from core.importers.matrix.said import said_in
from core.protocols import ReadOptions
from core.types import DateOrder, ExportedConversation, ExportedMessage
from tests.core.importers.exported_json import as_json
from tests.core.importers.reading import entries_of, read_with

CASES = Path(__file__).parents[3] / "exports" / "matrix"
ANN = "@ann:example.org"


def event(number: int, body: str, **more: Any) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body}
    base = {
        "type": "m.room.message",
        "sender": ANN,
        "origin_server_ts": 1714557600000 + number,
        "event_id": f"${number}",
    }
    return base | {"content": content} | more


def all_of(path: Path, options: ReadOptions | None = None) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        return [(each, list(each.messages)) for each in read_with(matrix, export, options or ReadOptions())]


def text(path: Path, lines: str) -> Path:
    path.write_text(lines, "utf-8")
    return path


@pytest.mark.parametrize("case", ["element_json", "element_html", "element_text"])
def test_a_zip_gives_what_the_folder_gives(case: str, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "x"), "zip", CASES / case / "export")
    with Export(Path(packed)) as zipped, Export(CASES / case / "export") as folder:
        assert as_json(matrix, zipped) == as_json(matrix, folder)


@pytest.mark.parametrize(("order", "day"), [("mdy", "2024-05-04"), ("dmy", "2024-04-05")])
def test_days_that_read_both_ways_are_asked_about(tmp_path: Path, order: DateOrder, day: str) -> None:
    lines = "5/4/2024, 6:00:00 PM - @ann:example.org: hello\n5/4/2024, 6:00:01 PM - Bo joined the room\n"
    path = text(tmp_path / "matrix - R - Chat Export - x.txt", lines)
    ((conversation, items),) = all_of(path)
    assert set(conversation.ambiguous[0].readings) == {"mdy", "dmy"}
    assert [item.local_time for item in items] == [None, None]
    ((conversation, items),) = all_of(path, ReadOptions(date_order=order))
    assert conversation.ambiguous == ()
    assert [item.local_time for item in items] == [f"{day}T18:00:00", f"{day}T18:00:01"]
    assert conversation.title == "R"


@pytest.mark.parametrize(
    "lines",
    [
        "17/11/22, 16:58 - Ann: hi\n17/11/22, 16:59 - Bo: hi\n",
        "17/11/2022, 16:58:32 - Ann: hi\n17/11/2022, 16:58:33 - Bo: <Media omitted>\n",
        "Thu, Nov 17, 2022, 16:58:32 - INFO: started\n",
        "2024-05-01 12:33:05,123 - root - INFO - joined the room\n",
        "just a text - nothing: else\n",
    ],
)
def test_lines_of_other_apps_and_of_programs_are_not_claimed(tmp_path: Path, lines: str) -> None:
    text(tmp_path / "x.txt", lines)
    with Export(tmp_path) as export:
        assert entries_of(matrix, export) == []


@pytest.mark.parametrize("line", ["Bo: Datei.pdf (Medien ausgelassen)", "Ann 已加入房间", "@ann:example.org: hi"])
def test_element_s_own_words_tell_its_text(tmp_path: Path, line: str) -> None:
    text(tmp_path / "x.txt", f"17.11.2022, 16:58:32 - {line}\n")
    with Export(tmp_path) as export:
        assert entries_of(matrix, export) == ["x.txt"]


@pytest.mark.parametrize(
    ("line", "sender", "said"),
    [
        ("Ann: a: b", "Ann", "a: b"),
        ('Ann changed the topic to "food: where?".', None, 'Ann changed the topic to "food: where?".'),
        ("Ann banned Bo: spam: lots", None, "Ann banned Bo: spam: lots"),
        ("* Ann Lee waves (twice)", "Ann Lee", "waves (twice)"),
        ("* Nobody Known waves", None, "* Nobody Known waves"[2:]),
        ('Bo: <b "x"> is no reply', "Bo", '<b "x"> is no reply'),
    ],
)
def test_who_says_what_in_a_line(line: str, sender: str | None, said: str) -> None:
    got = said_in(line, {"Ann", "Ann Lee", "Bo"})
    assert (got.sender, got.text) == (sender, said)


@pytest.mark.parametrize("wrap", ["list", "chunk", "messages"])
def test_lists_of_events_from_anywhere_are_read(tmp_path: Path, wrap: str) -> None:
    events = [event(1, "one"), event(2, "two")]
    (tmp_path / "x.json").write_text(json.dumps(events if wrap == "list" else {wrap: events}))
    ((_, items),) = all_of(tmp_path)
    assert [item.text for item in items] == ["one", "two"]


def test_other_json_is_not_claimed(tmp_path: Path) -> None:
    for number, other in enumerate(['{"messages": []}', '[{"type": "x", "sender": "y"}]', '{"room_name": "x"}']):
        (tmp_path / f"{number}.json").write_text(other)
    with Export(tmp_path) as export:
        assert entries_of(matrix, export) == []
        with pytest.raises(BrokenExport):
            list(matrix.read(export, [], ReadOptions()))


def test_a_large_room_streams_in_constant_memory(tmp_path: Path) -> None:
    path, count = tmp_path / "export.json", 50_000
    with path.open("w") as file:
        file.write('{"room_name": "big", "exported_by": "Ann", "messages": [\n')
        for number in range(count):
            file.write(("," if number else "") + json.dumps(event(number, "wort " * 180)) + "\n")
        file.write("]}")
    tracemalloc.start()
    with Export(path) as export:
        read = sum(1 for each in read_with(matrix, export) for _ in each.messages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == count
    assert path.stat().st_size > 48 << 20 > 2 * peak


def test_a_large_text_streams_in_constant_memory(tmp_path: Path) -> None:
    path, count = tmp_path / "export.txt", 30_000
    with path.open("w") as file:
        for number in range(count):
            time = f"Wed, May 1, 2024, {10 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
            file.write(f"{time} - Ann: {'wort ' * 300}\n")
    tracemalloc.start()
    with Export(path) as export:
        read = [item.local_time for each in read_with(matrix, export) for item in each.messages]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read) == count
    assert read[-1] == "2024-05-01T18:19:59"
    assert path.stat().st_size > 42 << 20 > 2 * peak


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("5-1-2024 at 6-03-20 PM", True),
        ("1.5.2024 um 18-03-20", True),
        ("2024-5-1 15-33-20", True),
        ("2024. 5. 1. 오후 6-03-20", True),
        ("5-1-2024 at 6-03-21 PM", False),
        ("5-3-2024 at 6-03-20 PM", False),
        ("5-1-2024", False),
    ],
)
def test_a_file_belongs_to_a_message_when_its_time_is_that_instant_somewhere(written: str, fits: bool) -> None:
    assert is_time_of(written, 1714557800000) is fits


@given(st.text("> <@:\na", max_size=30))
def test_a_reply_loses_only_its_quotation(body: str) -> None:
    kept = without_quotation(body)
    assert body.endswith(kept)
    assert all(line.startswith(">") or not line for line in body[: len(body) - len(kept)].split("\n"))


def test_a_person_is_called_what_they_called_themselves_then(tmp_path: Path) -> None:
    joined = {"type": "m.room.member", "state_key": ANN, "content": {"membership": "join", "displayname": "Ann"}}
    renamed = {"type": "m.room.member", "state_key": ANN, "content": {"membership": "join", "displayname": "Anna"}}
    events = [event(1, "before"), event(2, "") | joined, event(3, "x"), event(4, "") | renamed, event(5, "after")]
    (tmp_path / "x.json").write_text(json.dumps(events))
    ((_, items),) = all_of(tmp_path)
    spoken = [item.sender for item in items if isinstance(item, ExportedMessage) and item.kind == "message"]
    assert spoken == ["Ann", "Ann", "Anna"]


def test_an_older_page_has_the_whole_time_in_a_title(tmp_path: Path) -> None:
    stamp = '<span class="mx_MessageTimestamp" title="Wed, May 1 2024 18:00:10">18:00</span>'
    body = '<span class="mx_MTextBody mx_EventTile_content"><span class="mx_EventTile_body">早上好</span></span>'
    name = '<div class="mx_SenderProfile"><span class="mx_SenderProfile_displayName">Ann</span></div>'
    link = '<a href="https://matrix.to/#/!r%3Ax.org/$1?via=x.org">'
    tile = (
        f'<div class="mx_Export_EventWrapper" id="$1"><li class="mx_EventTile">{name}{link}{stamp}</a>{body}</li></div>'
    )
    head = '<div class="mx_RoomHeader_nametext" title="Old room">Old room</div>'
    page = f'<html><body><div class="mx_MatrixChat">{head}<ol>{tile}</ol></div></body></html>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    ((conversation, items),) = all_of(tmp_path)
    assert (conversation.key, conversation.title) == ("!r:x.org", "Old room")
    assert [(item.sender, item.local_time, item.text) for item in items] == [("Ann", "2024-05-01T18:00:10", "早上好")]

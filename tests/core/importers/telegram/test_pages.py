"""This file is where it is shown what the cases of pages do not: unions with JSON, lists, damage and size."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.errors import BrokenExport
from core.export import Export
from core.importers import telegram
from core.importing import Choices, import_export
from core.protocols import ReadOptions
from core.recognition import beginnings
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.reading import read_with

EXPORTS = Path(__file__).parents[3] / "exports" / "telegram"
PAGES = [path.read_bytes() for path in sorted(EXPORTS.glob("html_*/export/**/messages*.html"))]
HEAD = b'<html><body><div class="page_header"><div class="text bold">Bo </div></div><div class="history">'


def message(number: int, text: str, name: str = "Bo") -> str:
    """A message on 3 May 2024, one a minute, as a page has it."""
    hour, minute = divmod(8 * 60 + number, 60)
    return (
        f'<div class="message default clearfix" id="message{number}"><div class="body">'
        f'<div class="pull_right date details" title="03.05.2024 {hour:02}:{minute:02}:00 UTC+02:00">x</div>'
        f'<div class="from_name">{name} </div><div class="text">\n{text}\n </div></div></div>\n'
    )


def page(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "messages.html"
    path.write_bytes(HEAD + "".join(message(number, f"said {number}") for number in range(1, count + 1)).encode())
    return path


def as_json(folder: Path, count: int) -> Path:
    records = []
    for number in range(1, count + 1):
        second = 1_714_716_000 + 60 * number
        records.append(
            {"id": number, "type": "message", "date": "2024-05-03T08:00:00", "date_unixtime": str(second)}
            | {"from": "Bo", "from_id": "user2", "text": f"said {number}", "text_entities": []}
        )
    folder.mkdir(exist_ok=True)
    path = folder / "result.json"
    path.write_text(json.dumps({"name": "Bo", "type": "personal_chat", "id": 2, "messages": records}))
    return path


@pytest.mark.parametrize("first", ["page", "json"])
def test_pages_and_json_of_one_chat_become_one_conversation(first: str, tmp_path: Path) -> None:
    paths = [page(tmp_path / "a", 12), as_json(tmp_path / "b", 10)]
    with Archive(tmp_path / "archive") as archive:
        for path in paths if first == "page" else reversed(paths):
            import_export(archive, path, Choices(ReadOptions()), lambda _: None)
        (conversation,) = archive.chats.conversations()
        assert (conversation.title, conversation.messages) == ("Bo", 12)


def test_json_beside_other_pages_leaves_them_alone(tmp_path: Path) -> None:
    as_json(tmp_path, 2)
    page(tmp_path, 3)
    html = (tmp_path / "messages.html").read_text().replace("Bo", "Ann")
    (tmp_path / "messages.html").write_text(html)
    with Export(tmp_path) as export:
        assert [(each.title, len(list(each.messages))) for each in read_with(telegram, export)] == [
            ("Bo", 2),
            ("Ann", 3),
        ]


def test_lists_of_an_account_are_no_chats() -> None:
    with Export(EXPORTS / "html_account" / "export") as export:
        claimed = {each.entry.rpartition("/")[2] for each in beginnings(export) if telegram.recognises(each)}
    assert claimed == {"messages.html"}


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_pages_are_read_as_far_as_they_go(data: st.DataObject, tmp_path: Path) -> None:
    raw = bytearray(data.draw(st.sampled_from(PAGES)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=6))
    path = tmp_path / "messages.html"
    path.write_bytes(raw)
    try:
        with Export(path) as export:
            for conversation in telegram.read(export, export.names(), ReadOptions()):
                assert all(isinstance(item, ExportedMessage | Problem | Repair) for item in conversation.messages)
            assert all(not tally.unaccounted for tally in export.tallies)
    except BrokenExport:
        pass


def test_a_page_of_any_size_is_read_in_constant_memory(tmp_path: Path) -> None:
    peaks = []
    for size in (2000, 8000):
        with Export(large(tmp_path / "messages.html", size)) as export:
            tracemalloc.start()
            assert sum(1 for each in read_with(telegram, export) for _ in each.messages) == size
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + (3 << 20)


def large(path: Path, size: int) -> Path:
    def written() -> Iterator[bytes]:
        yield HEAD
        for number in range(size):
            yield message(number % 600, "x" * 200).replace(f"message{number % 600}", f"message{number}").encode()

    with path.open("wb") as file:
        file.writelines(written())
    return path


def test_a_page_that_was_cut_out_of_its_frame_is_called_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "Team.html"
    path.write_text(f"<html><body>{message(1, 'one')}{message(2, 'two')}</body></html>", encoding="utf-8")
    with Export(path) as export:
        assert all(telegram.recognises(beginning) for beginning in beginnings(export))
        found = [(each.title, len(list(each.messages))) for each in read_with(telegram, export)]
    assert found == [("Team", 2)]

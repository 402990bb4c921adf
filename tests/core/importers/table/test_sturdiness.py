"""This file is where tables are held to their promises: nothing lost, no bytes that break them, constant memory."""

import csv
import io
import json
import random
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ChatTroveError
from core.export import Export
from core.importers import table
from core.protocols import ReadOptions
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.table.files import read, written

EXPORTS = Path(__file__).parents[3] / "exports" / "table"
ORIGINALS = sorted(
    path for path in EXPORTS.glob("*/export/*") if path.suffix in (".csv", ".tsv", ".json", ".jsonl", ".txt")
)

# Control characters would make the file one that is no text.
cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff"), max_size=30)


@settings(max_examples=60)
@given(texts=st.lists(cells, min_size=4, max_size=30), delimiter=st.sampled_from(",;\t|"))
def test_any_texts_survive_a_delimited_table(
    texts: list[str], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["time", "author", "text"])
    for number, text in enumerate(texts):
        writer.writerow([f"2024-05-{1 + number % 28:02} 10:{number:02}", "Ann", text])
    path = written(tmp_path_factory.mktemp("table"), made.getvalue())
    found = read(path, "time=time,sender=author,text=text")
    assert sorted(message.text for message in found.messages) == sorted(texts)
    assert found.unaccounted == 0


@settings(max_examples=60)
@given(texts=st.lists(st.text(st.characters(codec="utf-8")), min_size=3, max_size=30), lines=st.booleans())
def test_any_texts_survive_json(texts: list[str], lines: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    records = [{"ts": 1714567890 + n, "from": "AB"[n % 2], "text": f"t{text}"} for n, text in enumerate(texts)]
    content = "\n".join(map(json.dumps, records)) if lines else json.dumps(records, ensure_ascii=False)
    found = read(written(tmp_path_factory.mktemp("table"), content, "a.json"))
    assert [message.text for message in found.messages] == [f"t{text}" for text in texts]
    assert found.unaccounted == 0


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    original=st.sampled_from(ORIGINALS),
    edits=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), st.binary(max_size=12)), max_size=5),
)
def test_a_damaged_file_raises_nothing_but_errors_for_people(
    original: Path, edits: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    raw = original.read_bytes()
    for anywhere, length, new in edits:
        place = anywhere % (len(raw) + 1)
        raw = raw[:place] + new + raw[place + length :]
    path = written(tmp_path, raw, original.name)
    with suppress(ChatTroveError), Export(path) as export:
        table.recognises(next(iter(_beginnings(export))))
        for conversation in table.read(export, export.names(), ReadOptions()):
            assert all(isinstance(item, ExportedMessage | Problem | Repair) for item in conversation.messages)
        assert [tally for tally in export.tallies if tally.unaccounted] == []


def _beginnings(export: Export) -> list[object]:
    from core.beginning import Beginning

    return [Beginning(export, entry) for entry in export.names()]


def _big_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,channel,date,author,text\n")
        for number in range(count):
            day = f"{1 + number // 1440 % 28:02}/{1 + number // 40320 % 12:02}/2023"
            clock = f"{number // 60 % 24:02}:{number % 60:02}"
            file.write(f"{number},c{number % 5},{day} {clock},person {number % 7},message number {number} of many\n")


def _big_json(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"title": "big", "messages": [')
        for number in range(count):
            record = {
                "id": number,
                "user": {"name": f"p{number % 7}"},
                "ts": 1600000000 + number,
                "text": f"no {number}",
            }
            file.write(("," if number else "") + json.dumps(record))
        file.write("]}")


@pytest.mark.parametrize(("make", "name"), [(_big_csv, "big.csv"), (_big_json, "big.json")])
def test_memory_does_not_grow_with_the_table(make: object, name: str, tmp_path: Path) -> None:
    peaks = []
    for count in (14_000, 28_000):
        path = tmp_path / name
        make(path, count)  # type: ignore[operator]
        tracemalloc.start()
        with Export(path) as export:
            got = 0
            for conversation in table.read(export, export.names(), ReadOptions()):
                assert not conversation.ambiguous
                got += sum(isinstance(item, ExportedMessage) for item in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert got == count
    # 40 bytes a row: two numbers that prove ids, and the place of a row that stands mixed with other conversations.
    assert peaks[1] - peaks[0] < 14_000 * 40 + (1 << 20)


def test_rows_in_any_order_of_conversations_are_all_there(tmp_path: Path) -> None:
    rows = [f"2024-05-01 10:{number % 60:02},c{number % 13},Ann,text {number}" for number in range(500)]
    random.Random(5).shuffle(rows)
    found = read(written(tmp_path, "time,channel,author,text\n" + "\n".join(rows)))
    assert len(found.messages) == 500
    assert len(found.titles) == 13
    assert found.unaccounted == 0

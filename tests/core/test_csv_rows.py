"""This file is where it is shown that delimited text becomes its rows, and that broken rows cost only themselves."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv_rows import LARGEST_ROW, Dialect, Row, dialect_of, header_of, rows, rows_of
from core.errors import BrokenExport
from core.export import Export
from core.types import Problem

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=12)
TABLE = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6))


def read(folder: Path, raw: bytes, dialect: Dialect | None = None) -> list[Row | Problem]:
    path = folder / "table.csv"
    path.write_bytes(raw)
    with Export(path) as export:
        return list(rows(export, "table.csv", export.tally("table.csv", "row"), dialect))


@given(table=TABLE, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\r\n", "\n"]))
def test_what_a_csv_writer_writes_comes_back(table: list[list[str]], delimiter: str, end: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    lines = text.getvalue().split("\n")[:-1]
    found = rows_of(enumerate((line.removesuffix("\r") for line in lines), 1), Dialect(delimiter))
    assert [row.cells for row in found if isinstance(row, Row)] == table


@given(raw=st.binary(max_size=300) | st.text('",;\n\r\t|a\0', max_size=200).map(str.encode))
def test_any_bytes_are_rows_or_problems(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    with suppress(BrokenExport):  # Bytes that begin like a zip are one, and a broken one.
        assert all(isinstance(row, Row | Problem) for row in read(folder, raw))


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [
        delimiter.join(cells) for cells in (("time", "who", "text"), ("1", "Ann, B", '"x;y|z"'), ("2", "Bo", "a,b"))
    ]
    assert dialect_of(lines).delimiter == delimiter
    assert header_of(lines) == ["time", "who", "text"]


def test_cells_over_several_lines_keep_the_number_of_their_first_line(tmp_path: Path) -> None:
    assert read(tmp_path, b'a,b\r\n"one\r\ntwo",x\r\n3,4\r\n') == [
        Row(1, ["a", "b"]),
        Row(2, ["one\ntwo", "x"]),
        Row(4, ["3", "4"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "cp1252"])
def test_the_encoding_is_found(encoding: str, tmp_path: Path) -> None:
    written = (
        "名字,文字\n小明,你好,今天下午一起去吃饭吗\n" if encoding != "cp1252" else "Name,Text\nJörg,Schöne Grüße, é\n"
    )
    found = read(tmp_path, written.encode(encoding))
    assert [row.cells for row in found if isinstance(row, Row)] == [
        line.split(",") for line in written.split("\n")[:-1]
    ]


def test_a_quote_that_is_never_closed_costs_its_row_only(tmp_path: Path) -> None:
    found = read(tmp_path, b'a,b\n1,"open\n2,x\n3,y\n')
    assert found[0] == Row(1, ["a", "b"])
    assert isinstance(found[1], Problem)
    assert found[1].where == "table.csv:2"
    assert found[2:] == [Row(3, ["2", "x"]), Row(4, ["3", "y"])]


def test_a_cell_larger_than_any_message_is_a_quote_that_was_not_closed(tmp_path: Path) -> None:
    rest = b"2,x\n" * (LARGEST_ROW // 4 + 10)
    found = read(tmp_path, b'a,b\n1,"open\n' + rest + b'3,"closed"\n')
    assert sum(isinstance(row, Problem) for row in found) == 1
    assert len(found) == 3 + LARGEST_ROW // 4 + 10 - 1 + 1


def test_quotes_that_open_on_every_line_are_read_in_reasonable_time(tmp_path: Path) -> None:
    found = read(tmp_path, b'x"y,"z\n' * 200_000, Dialect(","))
    assert len(found) == 200_000


def test_the_tally_speaks_of_rows(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'a,b\n\n,\n1,2\n3,"open\n')
    with Export(tmp_path / "t.csv") as export:
        tally = export.tally("t.csv", "row")
        given_out = sum(isinstance(row, Row) for row in rows(export, "t.csv", tally))
    assert (tally.taken, tally.others["blank"], tally.problems, given_out) == (5, 2, 1, 2)


def test_an_announced_delimiter_is_believed_and_is_no_row(tmp_path: Path) -> None:
    assert read(tmp_path, b"sep=;\na,a;b\n") == [Row(2, ["a,a", "b"])]


def test_rows_before_damage_are_given_out() -> None:
    def damaged():  # type: ignore[no-untyped-def]
        yield 1, "a,b"
        yield 2, "c,d"
        raise BrokenExport("cut")

    found = rows_of(damaged(), Dialect(","))
    assert [next(found), next(found)] == [Row(1, ["a", "b"]), Row(2, ["c", "d"])]
    with pytest.raises(BrokenExport):
        next(found)

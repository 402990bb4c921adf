"""This file is where delimited text becomes rows of cells, past its broken rows (format specification, section 15).

A quote that is never closed would swallow the rest of the file: such a row costs its first line, which is reported,
and reading goes on behind it.
"""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import Problem

LARGEST_ROW = 1 << 20
"""Characters. A row over several lines that is larger has a quote that was never closed."""

DELIMITERS = ",;\t|"
_SURVEYED = 100
_REREAD = 16 << 20
_REREAD_SHARE = 4
"""So many characters, and so many for each one of the file, may be read again behind quotes that were not closed."""

csv.field_size_limit(16 * LARGEST_ROW)


class Dialect(NamedTuple):
    """How cells are parted. announced: the file's first line says so ("sep=;") and is no row."""

    delimiter: str = ","
    announced: bool = False


class Row(NamedTuple):
    """line: the number of its first line, from 1."""

    line: int
    cells: list[str]


def dialect_of(lines: Sequence[str]) -> Dialect:
    """How the cells of these lines, the first of a file, are parted: so that most rows have equally many."""
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        return Dialect(first[4], True)
    sample = lines[:_SURVEYED]
    return max((Dialect(delimiter) for delimiter in DELIMITERS), key=lambda dialect: _regularity(sample, dialect))


def header_of(lines: Sequence[str], dialect: Dialect | None = None) -> list[str]:
    """The cells of the first row that is not blank, stripped; [] where there is none."""
    dialect = dialect or dialect_of(lines)
    return next(([cell.strip() for cell in cells] for cells in _sampled(lines, dialect) if any(cells)), [])


def rows(
    export: Export, entry: str, tally: Tally | None = None, dialect: Dialect | None = None
) -> Iterator[Row | Problem]:
    """The rows of an entry with at least one cell that is not empty; a Problem stands for a row that cannot be read.

    The tally (of unit "row") gets every row as read, and is told of blank rows and of Problems; of each Row given out
    the caller tells it. Raises BrokenExport where the entry is damaged, after all rows before the damage.
    """
    if dialect is None:
        dialect = dialect_of(Beginning(export, entry).lines)
    for row in rows_of(numbered_lines(export, entry), dialect):
        if tally is not None:
            _tell(tally, row)
        if type(row) is Problem:
            yield row._replace(where=f"{entry}:{row.where}")
        elif any(row.cells):  # type: ignore[union-attr]
            yield row


def rows_of(lines: Iterable[tuple[int, str]], dialect: Dialect) -> Iterator[Row | Problem]:
    """The rows of numbered lines, blank ones too; `where` of a Problem is a line number."""
    numbered = iter(lines)
    if dialect.announced:
        next(numbered, None)
    source = _Lines(numbered)
    while True:
        try:
            for cells in csv.reader(source, delimiter=dialect.delimiter):
                yield Row(source.first, cells)
                source.begin()
            break
        except _UnclosedQuote:
            yield Problem(str(source.first), "a quote opens in this row and is not closed: the row is left out")
        except csv.Error as error:
            yield Problem(str(source.first), f"this row cannot be read ({error})")
        source.begin_behind_first_line()
    if source.damage:
        raise source.damage


class _UnclosedQuote(Exception):
    """A row goes on and on."""


class _Lines:
    """Hands lines to the reader and keeps those of the row that is being read, to read them again."""

    def __init__(self, numbered: Iterator[tuple[int, str]]) -> None:
        self._numbered = numbered
        self._again: deque[tuple[int, str]] = deque()
        self._row: list[tuple[int, str]] = []
        self._size = 0
        self._credit = _REREAD
        self.damage: BrokenExport | None = None

    @property
    def first(self) -> int:
        """The number of the first line of the row that is being read."""
        return self._row[0][0] if self._row else 0

    def begin(self) -> None:
        """The row is complete."""
        self._row.clear()
        self._size = 0

    def begin_behind_first_line(self) -> None:
        """The row is given up: its other lines are read again."""
        self._credit -= self._size
        self._again.extendleft(reversed(self._row[1:]))
        self.begin()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._row and self._size > min(LARGEST_ROW, self._credit):
            raise _UnclosedQuote
        numbered = self._again.popleft() if self._again else self._new()
        if numbered is None:
            raise _UnclosedQuote if self._row else StopIteration
        self._row.append(numbered)
        self._size += len(numbered[1]) + 1
        return numbered[1] + "\n"

    def _new(self) -> tuple[int, str] | None:
        try:
            numbered = next(self._numbered, None)
        except BrokenExport as error:
            self.damage, numbered = error, None
        if numbered is not None:
            self._credit += _REREAD_SHARE * (len(numbered[1]) + 1)
        return numbered


def _tell(tally: Tally, row: Row | Problem) -> None:
    tally.read()
    if isinstance(row, Problem):
        tally.problem()
    elif not any(row.cells):
        tally.other("blank")
    elif any("\ufffd" in cell for cell in row.cells):
        tally.undecoded += 1


def _regularity(lines: Sequence[str], dialect: Dialect) -> float:
    """How many cells the rows have that have the commonest number of cells; nothing for rows of one cell."""
    widths = Counter(len(cells) for cells in _sampled(lines, dialect) if cells)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: item[1])
    return (width > 1) * (count / widths.total() + min(width, 20) / 100)


def _sampled(lines: Sequence[str], dialect: Dialect) -> Iterator[list[str]]:
    for row in rows_of(enumerate(lines), dialect):
        if isinstance(row, Row):
            yield row.cells

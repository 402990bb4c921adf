"""This file is where delimited text is a table: its header or the numbers of its columns, and its rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from core.beginning import Beginning
from core.csv_rows import Dialect, Row, dialect_of, rows, rows_of
from core.importers.table.columns import column
from core.importers.table.source import SAMPLE, Getter, Item, Listed, Record
from core.importers.table.words import is_known
from core.mapping import ColumnMapping
from core.types import Problem

_REGULAR = 0.6
_WIDEST = 200


class Rows:
    """The rows of one entry; a Table. mapping: what a person said of its delimiter and header."""

    needs_time = True
    many = False

    def __init__(self, beginning: Beginning, mapping: ColumnMapping | None = None) -> None:
        self.entry, self._export = beginning.entry, beginning.export
        said = mapping or ColumnMapping()
        found = dialect_of(beginning.lines)
        self._dialect = Dialect(said.delimiter[:1], found.announced) if said.delimiter else found
        first = _first_rows(beginning.lines, self._dialect)
        self.headed = _has_header(first, said) if said.header is None else said.header
        header = first[0] if first and self.headed else []
        body = first[self.headed :]
        self.width = max(len(header), _usual_width(body))
        whole = [self._joined(cells, self.width - 1) for cells in body if len(cells) >= self.width]
        self.sample: Sequence[list[str]] = whole or body
        self.columns = _names(header, self.width)
        self.setting = ColumnMapping(delimiter=said.delimiter, header=said.header)
        self.is_table = self.width > 1 and bool(self.sample) and _is_regular(first, self.width)

    def getter(self, name: str) -> Getter | None:
        """By name, without regard to case, or by number from 1."""
        place = _place_of(name, self.columns)
        return None if place is None else lambda cells: cells[place] if place < len(cells) else ""

    def fitted(self, cells: list[str], mapping: ColumnMapping) -> list[str] | None:
        """The cells of a row that has fewer or more than the table has columns; None when they cannot be told apart.

        Missing ones are at the end; a text that holds the delimiter and is not quoted is joined where it stands last.
        """
        needed = [_place_of(name, self.columns) or 0 for name in (*mapping.time, mapping.sender, mapping.text) if name]
        if len(cells) < self.width:
            return cells if max(needed, default=0) < len(cells) else None
        if not any(cell.strip() for cell in cells[self.width :]):
            return cells[: self.width]
        last = self.width - 1
        return self._joined(cells, last) if _place_of(mapping.text, self.columns) == last else None

    def _joined(self, cells: list[str], place: int) -> list[str]:
        return [*cells[:place], self._dialect.delimiter.join(cells[place:])]

    def lists(self, counted: bool) -> Iterator[Listed]:
        listed = Listed(0, iter(()))
        listed.tally = self._export.tally(self.entry, "row") if counted else None
        listed.items = self._items(listed)
        yield listed

    def _items(self, listed: Listed) -> Iterator[Item]:
        tally, awaits_header = listed.tally, self.headed
        for row in rows(self._export, self.entry, tally, self._dialect):
            if isinstance(row, Problem):
                yield row
            elif awaits_header:
                awaits_header = False
                if tally is not None:
                    tally.other("header")
            else:
                yield Record(f"{self.entry}:{row.line}", row.cells)


def _place_of(name: str, columns: Sequence[str]) -> int | None:
    if name in columns:
        return columns.index(name)
    folded = [column.strip().casefold() for column in columns]
    if name.strip().casefold() in folded:
        return folded.index(name.strip().casefold())
    number = int(name) if name.isascii() and name.isdecimal() and len(name) < 5 else 0
    return number - 1 if 1 <= number <= len(columns) else None


def _first_rows(lines: Sequence[str], dialect: Dialect) -> list[list[str]]:
    found = (row.cells for row in rows_of(enumerate(lines, 1), dialect) if isinstance(row, Row) and any(row.cells))
    return list(islice(found, SAMPLE))


def _usual_width(sample: Sequence[Sequence[Any]]) -> int:
    widths = Counter(len(cells) for cells in sample)
    return min(widths.most_common(1)[0][0], _WIDEST) if widths else 0


def _is_regular(first: Sequence[Sequence[str]], width: int) -> bool:
    """Most rows have as many cells as the header, or more (a comma in a text that is not quoted)."""
    return sum(len(cells) >= min(width, 3) for cells in first) >= _REGULAR * len(first)


def _has_header(first: Sequence[Sequence[str]], said: ColumnMapping) -> bool:
    """The first row names the columns: those that a person names; or it holds no time and no number, and names that are
    known, or unlike the rest."""
    named = {name for name in chain(*said.named().values()) if not name.isdecimal()}
    if first and named & {cell.strip() for cell in first[0]}:
        return True
    if len(first) < 2:
        return bool(first) and any(is_known(cell) for cell in first[0])
    names = [cell.strip() for cell in first[0]]
    if not all(len(name) <= 60 for name in names) or any(_is_value(name) for name in names):
        return False
    if any(is_known(name) for name in names if name):
        return True
    below = [column("", [cells[place] for cells in first[1:] if place < len(cells)]) for place in range(len(names))]
    return len(set(names)) == len(names) and all(names) and any(each.times for each in below)


def _is_value(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").isdecimal() or (bool(cell) and column("", [cell]).times is not None)


def _names(header: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of the header; numbers for columns without one, and behind names that repeat."""
    seen: Counter[str] = Counter()
    names = []
    for number in range(1, min(width, _WIDEST) + 1):
        name = header[number - 1].strip() if number <= len(header) else ""
        seen[name] += 1
        repeated = f"{name} ({seen[name]})" if seen[name] > 1 else name
        names.append(repeated if name else str(number))
    return tuple(names)

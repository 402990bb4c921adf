"""This file is where a messenger's SQLite database is asked: for what its version has, in pieces, past its damage.

No index of such a database is relied on, and none of its rows is held: numbers are (16 bytes a row), and rows are
fetched by them, so that a database of any size is read in constant memory.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.foreign_database import DamagedDatabase, ForeignDatabase

Numbers = NDArray[np.int64]

AT_ONCE = 500
"""Rows fetched by number in one question; SQLite takes 999 parameters in every version."""

_FIRST = -(1 << 63)


class Database(ForeignDatabase):
    """A database whose tables differ between versions. Questions raise DamagedDatabase.

    damages: what `scan` met on its way, by table.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.damages: dict[str, str] = {}

    def columns(self, table: str) -> frozenset[str]:
        """The names of a table's columns."""
        return frozenset(row[0] for row in self.rows("SELECT name FROM pragma_table_info(?)", (table,)))

    def select(
        self, table: str, columns: Sequence[str], rest: str = "", values: Sequence[Any] = ()
    ) -> Iterator[sqlite3.Row]:
        """Those columns of a table, NULL where this version has none of that name; `rest` is SQL after the table."""
        present = self.columns(table)
        asked = ", ".join(
            f'"{name}"' if name in present else f'NULL AS "{name}"' if name != "ROWID" else "ROWID AS ROWID"
            for name in columns
        )
        # Every name in it is a constant of this package; what comes from outside goes in as values.
        return self.rows(f"SELECT {asked} FROM {table} {rest}", values)  # noqa: S608

    def scan(self, table: str, columns: Sequence[str], condition: str = "1") -> Iterator[sqlite3.Row]:
        """All rows of a table by ROWID; nothing where there is no such table. Around a damaged page the rows before it
        and those behind it are given, and the damage is noted."""
        return self._salvaged(
            table, lambda rest, values: self.select(table, ["ROWID", *columns], rest, values), condition
        )

    def integers(self, table: str, columns: Sequence[str]) -> Iterator[tuple[int, ...]]:
        """Whole numbers of a table, behind the ROWID, as `scan` gives rows; 0 where something else stands."""
        present = self.columns(table)
        numbers = ", ".join(f'COALESCE(CAST("{name}" AS INTEGER), 0)' if name in present else "0" for name in columns)

        def asked(rest: str, values: Sequence[Any]) -> Iterator[Any]:
            return self.rows(f"SELECT ROWID, {numbers} FROM {table} {rest}", values, as_tuples=True)  # noqa: S608

        return self._salvaged(table, asked, "1")

    def _salvaged(
        self, table: str, ask: Callable[[str, Sequence[Any]], Iterator[Any]], condition: str
    ) -> Iterator[Any]:
        if not self.has(table):
            return
        last = _FIRST
        try:
            for row in ask(f"WHERE {condition} ORDER BY ROWID", ()):
                # Pages that lead back to one another would be read for ever.
                if not isinstance(row[0], int) or row[0] <= last != _FIRST:
                    raise DamagedDatabase("its rows are out of order")
                last = row[0]
                yield row
        except DamagedDatabase as error:
            self.damages[table] = f"{error}; rows after number {last} may be missing"
            behind: list[Any] = []
            with suppress(DamagedDatabase):
                # One by one: the question breaks off at the damage, with all rows behind it in hand.
                for row in ask(f"WHERE {condition} AND ROWID > ? ORDER BY ROWID DESC", [last]):
                    if not isinstance(row[0], int) or (behind and row[0] >= behind[-1][0]):
                        break
                    behind.append(row)
            yield from reversed(behind)

    def numbered(self, table: str, columns: Sequence[str], numbers: Sequence[int]) -> dict[int, sqlite3.Row]:
        """The rows with those ROWIDs, at most AT_ONCE of them, by ROWID."""
        marks = ",".join("?" * len(numbers))
        found = self.select(table, ["ROWID", *columns], f"WHERE ROWID IN ({marks})", numbers)
        return {row[0]: row for row in found}


def grouped(groups: Numbers, times: Numbers, numbers: Numbers) -> list[tuple[int, Numbers]]:
    """(group, its ROWIDs) for each group, ascending; in a group by time, then by ROWID.

    A row without a time (0) stays behind the one before it. All arrays are of one length; `numbers` ascends.
    """
    known = np.maximum.accumulate(np.where(times != 0, np.arange(len(times)), 0)) if len(times) else times
    order = np.lexsort((numbers, times[known], groups))
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    return [(int(groups[part[0]]), numbers[part]) for part in np.split(order, ends) if len(part)]


def words(value: Any) -> str:
    """Text of a column that holds text, "" for anything else."""
    return value if isinstance(value, str) else ""


def number(value: Any) -> int:
    """A whole number of a column, 0 for anything else."""
    return value if isinstance(value, int) else 0


def blob(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""

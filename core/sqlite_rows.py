"""This file is where a messenger's SQLite database is asked: for what its version has, in pieces, past its damage.

No index of such a database is relied on, and none of its rows is held: numbers are (16 bytes a row), and rows are
fetched by them, so that a database of any size is read in constant memory.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

AT_ONCE = 500
"""Rows fetched by number in one question; SQLite takes 999 parameters in every version."""


class Database:
    """A scratch copy of a database, opened for reading only. Questions raise sqlite3.Error where it is damaged.

    damages: what `scan` met on its way, by table.
    """

    def __init__(self, path: Path) -> None:
        self.damages: dict[str, str] = {}
        self._connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row
        # Text that is no UTF-8 stands in real databases; one bad name must not cost the chat.
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # The schema is a stranger's: its functions are not to be run.
        self._connection.execute("PRAGMA trusted_schema = OFF")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def has(self, table: str) -> bool:
        """True for a real table; a view of that name could do anything."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        return found.fetchone() is not None

    def columns(self, table: str) -> frozenset[str]:
        """The names of a table's columns."""
        return frozenset(row[0] for row in self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))

    def select(self, table: str, columns: Sequence[str], rest: str = "", values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Those columns of a table, NULL where this version has none of that name; `rest` is SQL after the table."""
        present = self.columns(table)
        asked = ", ".join(
            f'"{name}"' if name in present else f'NULL AS "{name}"' if name != "ROWID" else "ROWID AS ROWID"
            for name in columns
        )
        # Every name in it is a constant of this package; what comes from outside goes in as values.
        question = f"SELECT {asked} FROM {table} {rest}"  # noqa: S608
        return self._connection.execute(question, values)

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

        def asked(rest: str, values: Sequence[Any]) -> sqlite3.Cursor:
            cursor = self._connection.cursor()
            cursor.row_factory = None
            return cursor.execute(f"SELECT ROWID, {numbers} FROM {table} {rest}", values)  # noqa: S608

        return self._salvaged(table, asked, "1")

    def _salvaged(
        self, table: str, ask: Callable[[str, Sequence[Any]], sqlite3.Cursor], condition: str
    ) -> Iterator[Any]:
        if not self.has(table):
            return
        last = -(1 << 63)
        try:
            for row in ask(f"WHERE {condition} ORDER BY ROWID", ()):
                last = row[0]
                yield row
        except sqlite3.DatabaseError as error:
            self.damages[table] = f"{error}; rows after number {last} may be missing"
            behind = []
            with suppress(sqlite3.DatabaseError):
                # One by one: the question breaks off at the damage, with all rows behind it in hand.
                for row in ask(f"WHERE {condition} AND ROWID > ? ORDER BY ROWID DESC", [last]):
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

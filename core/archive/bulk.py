"""This file is where many rows are inserted by one statement.

One step of SQLite for a thousand rows instead of a thousand steps: the interpreter is let go for the whole of it, so
the thread that parses the next messages runs meanwhile. A step for each row would ask for the interpreter back each
time, and wait for its turn each time.
"""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

_VARIABLES = 16_000
"""SQLite allows 32,766 in one statement."""


def insert(
    connection: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[object, ...]], behind: str = ""
) -> int:
    """Inserts all rows and returns how many went in; `behind` ends the statement ("ON CONFLICT ... DO NOTHING")."""
    if not rows:
        return 0
    width = len(rows[0])
    size = _VARIABLES // width
    inserted = 0
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        statement = f"INSERT INTO {table} ({columns}) VALUES {_marks(width, len(part))} {behind}"
        inserted += connection.execute(statement, list(chain.from_iterable(part))).rowcount
    return inserted


@lru_cache(maxsize=64)
def _marks(width: int, count: int) -> str:
    one = f"({','.join('?' * width)})"
    return ",".join([one] * count)

"""This file is where a stranger's SQLite database is opened and asked, so that damage in it is one error and no other.

SQLite's complaint about a damaged schema quotes it, and Python then fails on the quotation, not on the damage; odd
values fail in yet other ways. All of that is DamagedDatabase here. Whatever opens a database of an export does so here.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from core.errors import BrokenExport

_DAMAGE = (sqlite3.Error, ValueError, OverflowError, MemoryError)
"""What sqlite3 raises of a damaged file: UnicodeDecodeError is a ValueError; a damaged length asks for any memory."""


class DamagedDatabase(BrokenExport):
    """A question could not be answered, or not to its end; `str(error)` is SQLite's reason alone."""


class ForeignDatabase:
    """A database of somebody else's making, opened for reading only. Raises DamagedDatabase where it cannot be.

    It is asked as a scratch copy with its log (-wal), which SQLite would leave unread in a database called immutable.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        except _DAMAGE as error:
            raise DamagedDatabase(_reason(error)) from error
        self._connection.row_factory = sqlite3.Row
        # Text that is no UTF-8 stands in real databases; one bad name must not cost the chat.
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # The schema is a stranger's: its functions are not to be run.
        self._connection.execute("PRAGMA trusted_schema = OFF")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, question: str, values: Sequence[Any] = (), as_tuples: bool = False) -> Iterator[Any]:
        """The answer to a question, row by row: sqlite3.Row, or plain tuples, which take less time.

        Raises DamagedDatabase where the answer breaks off. No part of the question comes from outside; values may.
        """
        try:
            cursor = self._connection.cursor()
            if as_tuples:
                cursor.row_factory = None
            yield from cursor.execute(question, values)
        except _DAMAGE as error:
            raise DamagedDatabase(_reason(error)) from error

    def row(self, question: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of an answer. Raises DamagedDatabase."""
        return next(self.rows(question, values), None)

    def has(self, table: str) -> bool:
        """True for a real table; a view of that name could do anything. Raises DamagedDatabase."""
        return self.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)) is not None


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode("utf-8", "replace")
    return str(error) or type(error).__name__

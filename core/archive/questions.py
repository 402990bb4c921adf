"""This file is where the questions are that a person asked and saved."""

import sqlite3

from core.archive.connection import transaction
from core.errors import QueryError
from core.types import PastQuestion

KEPT = 500
"""Questions of the history; older ones are forgotten, saved ones stay."""

_PAST = "SELECT text, asked_at, times, name FROM questions "


class Questions:
    """History and saved questions of one archive. A question is known by its text, spaces around it apart."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def asked(self, text: str, when: int) -> None:
        """Writes down that a question was asked; an empty one is nothing."""
        text = _kept(text)
        if not text:
            return
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO questions (text, asked_at) VALUES (?, ?) ON CONFLICT (text) "
                "DO UPDATE SET asked_at = max(asked_at, excluded.asked_at), times = times + 1",
                (text, when),
            )
            self._connection.execute(
                "DELETE FROM questions WHERE name IS NULL AND id NOT IN "
                "(SELECT id FROM questions WHERE name IS NULL ORDER BY asked_at DESC, id DESC LIMIT ?)",
                (KEPT,),
            )

    def recent(self, limit: int = 20) -> list[PastQuestion]:
        """Asked questions that are not saved, the latest first."""
        sql = _PAST + "WHERE name IS NULL ORDER BY asked_at DESC, id DESC LIMIT ?"
        return [PastQuestion(*row) for row in self._connection.execute(sql, (limit,))]

    def saved(self) -> list[PastQuestion]:
        """Saved questions by name."""
        sql = _PAST + "WHERE name IS NOT NULL ORDER BY name COLLATE NOCASE, id"
        return [PastQuestion(*row) for row in self._connection.execute(sql)]

    def save(self, text: str, name: str, when: int) -> None:
        """Gives a question a name, by which it stays. Raises QueryError when there is no text, no name, or the name is
        another question's."""
        text, name = _kept(text), " ".join(_kept(name).split())
        if not text:
            raise QueryError("There is no question to save. Type one first.")
        if not name:
            raise QueryError("A saved question needs a name.")
        with transaction(self._connection):
            other = self.named(name)
            if other is not None and other.text != text:
                raise QueryError(f"Another question is saved as “{name}” already. Choose another name.")
            self._connection.execute(
                "INSERT INTO questions (text, asked_at, times, name) VALUES (?, ?, 0, ?) "
                "ON CONFLICT (text) DO UPDATE SET name = excluded.name",
                (text, when, name),
            )

    def named(self, name: str) -> PastQuestion | None:
        """The question that is saved under a name, whatever its case."""
        sql = _PAST + "WHERE name IS NOT NULL"
        wanted = " ".join(name.split()).casefold()
        rows = (PastQuestion(*row) for row in self._connection.execute(sql))
        return next((each for each in rows if each.name is not None and each.name.casefold() == wanted), None)

    def forget(self, text: str) -> bool:
        """Deletes a question, also from what is saved; False when there was none."""
        with transaction(self._connection):
            return bool(self._connection.execute("DELETE FROM questions WHERE text = ?", (_kept(text),)).rowcount)

    def clear(self) -> int:
        """Deletes the history, and how often saved questions were asked; returns how many questions went."""
        with transaction(self._connection):
            self._connection.execute("UPDATE questions SET times = 0 WHERE name IS NOT NULL")
            return self._connection.execute("DELETE FROM questions WHERE name IS NULL").rowcount


def _kept(text: str) -> str:
    """Text as it is stored: half surrogates, as of a damaged paste, cannot be."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()

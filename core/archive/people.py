"""This file is where people are: who wrote under which account, and who is said to be the same person."""

import sqlite3
from collections.abc import Sequence

from core.errors import ArchiveError
from core.types import Person

_PERSON = (
    "SELECT p.id, p.source, p.key, p.name, coalesce(p.same_as, p.id), coalesce(sum(q.messages), 0) FROM people AS p "
    "LEFT JOIN participants AS q ON q.person_id = p.id "
)


class People:
    """The people of one archive. A merge joins accounts into one person; the accounts stay what they are."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Person]:
        """Every account, by name."""
        return [Person(*row) for row in self._connection.execute(_PERSON + "GROUP BY p.id ORDER BY p.name, p.id")]

    def groups(self) -> dict[int, set[int]]:
        """Account id -> ids of all accounts of that person, itself among them."""
        members: dict[int, set[int]] = {}
        for number, group in self._connection.execute("SELECT id, coalesce(same_as, id) FROM people"):
            members.setdefault(group, set()).add(number)
        return {number: group for group in members.values() for number in group}

    def merge(self, ids: Sequence[int]) -> None:
        """Says that these accounts, and those merged with them before, are one person: the first one's.

        Raises ArchiveError when an id is nobody's.
        """
        known = self.groups()
        for number in ids:
            if number not in known:
                raise ArchiveError(f"There is no person {number} in this archive.")
        first = self._root(ids[0])
        for number in {each for one in ids for each in known[one]} - {first}:
            self._connection.execute("UPDATE people SET same_as = ? WHERE id = ?", (first, number))

    def split(self, number: int) -> None:
        """Takes one account out of its person; taken of the account that gives the name, the whole is parted."""
        self._connection.execute("UPDATE people SET same_as = NULL WHERE id = ? OR same_as = ?", (number, number))

    def _root(self, number: int) -> int:
        row = self._connection.execute("SELECT coalesce(same_as, id) FROM people WHERE id = ?", (number,)).fetchone()
        return int(row[0])

"""This file is where the senders of incoming messages get their accounts, and accounts their latest names."""

import sqlite3
from dataclasses import dataclass

from core.archive.incoming import Incoming

_NEVER = -(1 << 62)


@dataclass
class _Account:
    id: int
    name: str
    named_at: int


class Senders:
    """The accounts of one archive as an import meets them; each is looked up once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], _Account] = {}
        self._renamed: dict[int, _Account] = {}

    def id_of(self, source: str, item: Incoming) -> int | None:
        """The sender's id. A person's name is that of their latest message: an older export, or one in which the
        account is gone ("Deleted Account" on all its old messages), renames nobody."""
        name, at = item.message.sender, item.sent_at if item.sent_at is not None else 0
        key = item.message.sender_key or name
        if key is None:
            return None
        known = self._known.get((source, key))
        if known is None:
            known = self._known[source, key] = self._found((source, key), name, at)
        if name and at > known.named_at:
            known.named_at = at
            self._renamed[known.id] = known
            known.name = name
        return known.id

    def _found(self, identity: tuple[str, str], name: str | None, at: int) -> _Account:
        sql = "SELECT id, name, named_at FROM people WHERE source = ? AND key = ?"
        row = self._connection.execute(sql, identity).fetchone()
        if row is None:
            named_at = at if name else _NEVER
            self._connection.execute(
                "INSERT INTO people (source, key, name, named_at) VALUES (?, ?, ?, ?)",
                (*identity, name or identity[1], named_at),
            )
            row = self._connection.execute(sql, identity).fetchone()
        return _Account(*row)

    def store_names(self) -> None:
        """Writes the names that have changed since."""
        self._connection.executemany(
            "UPDATE people SET name = ?, named_at = ? WHERE id = ?",
            [(account.name, account.named_at, account.id) for account in self._renamed.values()],
        )
        self._renamed.clear()

    def forget_cache(self) -> None:
        """Accounts that were only in a transaction that was rolled back have no row."""
        self._known.clear()
        self._renamed.clear()

"""This file is where a conversation leaves the archive without a trace: words, fragments, people, files, history."""

import sqlite3

from core.archive.chats import Chats
from core.archive.cuts import Cuts
from core.archive.history import forget_nobodies, stored_words, unneeded
from core.archive.words import Words


class Forgetting:
    """Deletes from one archive; the caller opens the transaction, and calls `compact` behind it."""

    def __init__(self, connection: sqlite3.Connection, chats: Chats, parts: tuple[Words, Cuts]) -> None:
        self._connection = connection
        self._chats = chats
        self._words, self._cuts = parts

    def conversation(self, conversation_id: int) -> list[str]:
        """Forgets a conversation and whatever only it needed; returns the digests of files that nothing needs now."""
        for page in self._chats.walk(conversation_id):
            self._words.remove([stored_words(message) for message in page])
        self._cuts.drop(self._cuts.of_conversation(conversation_id))
        self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        forget_nobodies(self._connection)
        used = "SELECT import_id FROM messages UNION SELECT import_id FROM sightings"
        self._connection.execute(f"DELETE FROM imports WHERE part_of IS NOT NULL AND id NOT IN ({used})")
        parts = "SELECT part_of FROM imports WHERE part_of IS NOT NULL"
        self._connection.execute(
            f"DELETE FROM imports WHERE part_of IS NULL AND id NOT IN ({used}) AND id NOT IN ({parts})"
        )
        return unneeded(self._connection)

    def compact(self) -> None:
        """Rewrites the file and the exact index, so that no page keeps what was deleted."""
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("INSERT INTO fragment_tags (fragment_tags) VALUES ('optimize')")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

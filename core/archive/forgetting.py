"""This file is where a conversation leaves the archive without a trace: words, fragments, people, files, history."""

import sqlite3

from core.archive.chats import Chats
from core.archive.cuts import Cuts
from core.archive.intake import word_row
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
            self._words.remove(
                [word_row(m.id, conversation_id, (m.sender_id, m.sent_at), m) for m in page],
            )
        self._cuts.drop(self._cuts.of_conversation(conversation_id))
        self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        self._connection.execute(
            "DELETE FROM people WHERE id NOT IN (SELECT sender_id FROM messages WHERE sender_id > 0)"
        )
        self._connection.execute("DELETE FROM imports WHERE id NOT IN (SELECT import_id FROM messages)")
        unused = "FROM media WHERE sha256 NOT IN (SELECT sha256 FROM attachments WHERE sha256 IS NOT NULL)"
        digests = [row[0] for row in self._connection.execute(f"SELECT sha256 {unused}")]
        self._connection.execute(f"DELETE {unused}")
        return digests

    def compact(self) -> None:
        """Rewrites the file and the exact index, so that no page keeps what was deleted."""
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("INSERT INTO fragment_tags (fragment_tags) VALUES ('optimize')")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""This file is where a conversation leaves the archive without a trace: words, fragments, people, files, history."""

import sqlite3

from core.archive.chats import Chats
from core.archive.cuts import Cuts
from core.archive.history import forget_nobodies, stored_words, unneeded
from core.archive.kept_reports import read_back, without, written
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
        self._clear_reports(conversation_id)
        self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        forget_nobodies(self._connection)
        used = "SELECT import_id FROM messages UNION SELECT import_id FROM sightings"
        self._connection.execute(f"DELETE FROM imports WHERE part_of IS NOT NULL AND id NOT IN ({used})")
        parts = "SELECT part_of FROM imports WHERE part_of IS NOT NULL"
        self._connection.execute(
            f"DELETE FROM imports WHERE part_of IS NULL AND id NOT IN ({used}) AND id NOT IN ({parts})"
        )
        return unneeded(self._connection)

    def _clear_reports(self, conversation_id: int) -> None:
        """Of imports that met the conversation, their reports keep the numbers of the others, and nothing else: a
        problem may quote a message, an account name a file."""
        mine = "SELECT id FROM messages WHERE conversation_id = ?"
        met = f"SELECT import_id FROM messages WHERE id IN ({mine}) UNION "
        met += f"SELECT import_id FROM sightings WHERE message_id IN ({mine})"
        rows = self._connection.execute(
            "SELECT id, report FROM imports WHERE report IS NOT NULL AND id IN "
            f"(SELECT coalesce(part_of, id) FROM imports WHERE id IN ({met}))",
            (conversation_id, conversation_id),
        ).fetchall()
        kept = [(written(without(read_back(report), conversation_id)), number) for number, report in rows]
        self._connection.executemany("UPDATE imports SET report = ? WHERE id = ?", kept)

    def compact(self) -> None:
        """Rewrites the file and the exact index, so that no page keeps what was deleted."""
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("INSERT INTO fragment_tags (fragment_tags) VALUES ('optimize')")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

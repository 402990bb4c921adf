"""This file is where the history of imports is, and where a whole import is undone."""

import sqlite3
from time import time

from core.archive.chats import Chats
from core.archive.chunks import CHUNK
from core.archive.cuts import Cuts
from core.archive.incoming import words_of
from core.archive.kept_reports import read_back, written
from core.archive.words import Words, kinds_of, message_tags
from core.errors import ArchiveError
from core.types import ImportRecord, ImportReport, Message

_RECORD = (
    "SELECT id, path, importer, started_at, finished_at, new, known, undone_at FROM imports WHERE part_of IS NULL "
)


class History:
    """The imports of one archive; the caller opens the transactions."""

    def __init__(self, connection: sqlite3.Connection, chats: Chats, parts: tuple[Words, Cuts]) -> None:
        self._connection = connection
        self._chats = chats
        self._words, self._cuts = parts

    def begin(self, path: str, importer: str) -> int:
        """Opens an entry and returns its id."""
        row = (path, importer, int(time() * 1000))
        cursor = self._connection.execute("INSERT INTO imports (path, importer, started_at) VALUES (?, ?, ?)", row)
        return int(cursor.lastrowid or 0)

    def part(self, import_id: int, form: str) -> int:
        """The part of an import that is of one format: what it brings and sees is kept under this id."""
        row = self._connection.execute(
            "SELECT id FROM imports WHERE part_of = ? AND format = ?", (import_id, form)
        ).fetchone()
        if row is not None:
            return int(row[0])
        cursor = self._connection.execute(
            "INSERT INTO imports (path, importer, started_at, part_of, format) "
            "SELECT path, importer, started_at, id, ? FROM imports WHERE id = ?",
            (form, import_id),
        )
        return int(cursor.lastrowid or 0)

    def finish(self, import_id: int, report: ImportReport) -> None:
        """Closes the entry with its report."""
        row = (int(time() * 1000), report.new, report.known, written(report), import_id)
        self._connection.execute("UPDATE imports SET finished_at = ?, new = ?, known = ?, report = ? WHERE id = ?", row)

    def all(self) -> list[ImportRecord]:
        """All entries, latest first."""
        return [ImportRecord(*row) for row in self._connection.execute(_RECORD + "ORDER BY id DESC")]

    def one(self, import_id: int) -> ImportRecord:
        """Raises ArchiveError when there is none with this id."""
        row = self._connection.execute(_RECORD + "AND id = ?", (import_id,)).fetchone()
        if row is None:
            raise ArchiveError(f"There is no import {import_id} in the history. `chattrove history` lists them.")
        return ImportRecord(*row)

    def report(self, import_id: int) -> ImportReport | None:
        """What the import told when it ended; None for one that did not end, or was undone."""
        row = self._connection.execute("SELECT report FROM imports WHERE id = ?", (import_id,)).fetchone()
        return read_back(row[0]) if row and row[0] else None

    def undo(self, import_id: int) -> tuple[int, list[str]]:
        """Takes out what only this import brought: (messages taken out, digests of files that nothing needs now).

        Messages that another import holds as well stay, and count as brought by that one. Files and edits that it
        added to messages of others stay with them. Raises ArchiveError when there is no such import.
        """
        self.one(import_id)
        rows = self._connection.execute("SELECT id FROM imports WHERE id = :id OR part_of = :id", {"id": import_id})
        parts = [row[0] for row in rows]
        self._hand_over(parts)
        removed = 0
        for part in parts:
            while messages := self._brought(part):
                self._remove(messages)
                removed += len(messages)
        self._connection.execute(
            "UPDATE imports SET undone_at = ?, report = NULL WHERE id = ?", (int(time() * 1000), import_id)
        )
        self._recount()
        return removed, unneeded(self._connection)

    def _hand_over(self, parts: list[int]) -> None:
        """Messages that other imports have seen are theirs from now on, the earliest first."""
        mine = ",".join(str(part) for part in parts)
        self._connection.execute(f"DELETE FROM sightings WHERE import_id IN ({mine})")
        heirs = "(SELECT min(import_id) FROM sightings WHERE message_id = messages.id)"
        self._connection.execute(
            f"UPDATE messages SET import_id = {heirs} WHERE import_id IN ({mine}) AND {heirs} IS NOT NULL"
        )
        self._connection.execute(
            "DELETE FROM sightings WHERE import_id = (SELECT import_id FROM messages WHERE id = sightings.message_id)"
        )

    def _brought(self, import_id: int) -> list[Message]:
        rows = self._connection.execute("SELECT id FROM messages WHERE import_id = ? LIMIT ?", (import_id, CHUNK))
        return self._chats.messages([row[0] for row in rows])

    def _remove(self, messages: list[Message]) -> None:
        ids = [message.id for message in messages]
        self._words.remove([stored_words(message) for message in messages])
        self._cuts.drop_of(ids)
        self._connection.executemany("DELETE FROM messages WHERE id = ?", [(number,) for number in ids])

    def _recount(self) -> None:
        """Totals, participants and people as the messages that are left say."""
        execute = self._connection.execute
        execute("DELETE FROM conversations WHERE id NOT IN (SELECT conversation_id FROM messages)")
        execute(
            "UPDATE conversations SET (messages, notices, first_at, last_at) = (SELECT coalesce(sum(kind <> 'notice'), "
            "0), coalesce(sum(kind = 'notice'), 0), min(sent_at), max(sent_at) FROM messages WHERE conversation_id = "
            "conversations.id)"
        )
        execute("DELETE FROM participants")
        execute(
            "INSERT INTO participants (conversation_id, person_id, messages) "
            "SELECT conversation_id, sender_id, count(*) FROM messages "
            "WHERE sender_id IS NOT NULL AND kind <> 'notice' GROUP BY 1, 2"
        )
        forget_nobodies(self._connection)


def stored_words(message: Message) -> tuple[int, str, str]:
    """The row of the words index that a stored message has."""
    kinds = kinds_of(message.text, [item.kind for item in message.attachments])
    tags = message_tags(message.conversation_id, message.sender_id, message.sent_at, kinds)
    return message.id, words_of(message, (item.ocr_text for item in message.attachments if item.ocr_text)), tags


def forget_nobodies(connection: sqlite3.Connection) -> None:
    """Deletes people who wrote nothing; those merged into one of them stand for themselves again."""
    nobodies = "(SELECT id FROM people WHERE id NOT IN (SELECT sender_id FROM messages WHERE sender_id > 0))"
    connection.execute(f"UPDATE people SET same_as = NULL WHERE same_as IN {nobodies}")
    connection.execute(f"DELETE FROM people WHERE id IN {nobodies}")


def unneeded(connection: sqlite3.Connection) -> list[str]:
    """Forgets files that no attachment names, and returns their digests."""
    unused = "FROM media WHERE sha256 NOT IN (SELECT sha256 FROM attachments WHERE sha256 IS NOT NULL)"
    digests = [row[0] for row in connection.execute(f"SELECT sha256 {unused}")]
    connection.execute(f"DELETE {unused}")
    return digests

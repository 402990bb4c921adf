"""This file is where stored conversations, people and messages are read back."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.archive.chunks import CHUNK, chunks, ids_of
from core.errors import ArchiveError
from core.types import Attachment, Conversation, Message, Reaction

_MESSAGE = (
    "SELECT m.id, m.conversation_id, m.key, m.sender_id, p.name, m.sent_at, m.local_time, m.kind, m.text, m.reply_to, "
    "m.edited, m.edited_at, m.deleted, m.forwarded_from, m.reactions "
    "FROM messages AS m LEFT JOIN people AS p ON p.id = m.sender_id "
)
_ATTACHMENT = (
    "SELECT a.id, a.message_id, a.kind, a.name, a.status, a.sha256, f.media_type, f.size, f.width, f.height, "
    "a.caption, a.ocr_text FROM attachments AS a LEFT JOIN media AS f ON f.sha256 = a.sha256 "
)
_CONVERSATION = "SELECT id, source, key, title, kind, messages, notices, first_at, last_at FROM conversations "


class Chats:
    """Read access to one archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def conversations(self) -> list[Conversation]:
        """All conversations, the one with the latest message first."""
        rows = self._connection.execute(_CONVERSATION + "ORDER BY last_at IS NULL, last_at DESC, title").fetchall()
        names = self._participants()
        return [replace(Conversation(*row), participants=tuple(names[row[0]])) for row in rows]

    def conversation(self, conversation_id: int) -> Conversation:
        """Raises ArchiveError when there is none with this id."""
        row = self._connection.execute(_CONVERSATION + "WHERE id = ?", (conversation_id,)).fetchone()
        if row is None:
            raise ArchiveError(f"There is no conversation {conversation_id} in this archive.")
        return replace(Conversation(*row), participants=tuple(self._participants(conversation_id)[conversation_id]))

    def people_of(self) -> dict[int, set[int]]:
        """Conversation id -> ids of those who wrote in it."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for conversation_id, person_id in self._connection.execute(
            "SELECT conversation_id, person_id FROM participants"
        ):
            found[conversation_id].add(person_id)
        return found

    def message_ids(self, conversation_id: int) -> NDArray[np.int64]:
        """Ids of all messages of a conversation in its order, shape (n,)."""
        query = "SELECT id FROM messages WHERE conversation_id = ? ORDER BY ordinal, id"
        return ids_of(self._connection, query, (conversation_id,))

    def messages(self, ids: Sequence[int]) -> list[Message]:
        """The messages with these ids, in the order asked for; unknown ids are left out."""
        found: dict[int, Message] = {}
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            rows = self._connection.execute(f"{_MESSAGE}WHERE m.id IN ({marks})", chunk).fetchall()
            found.update((message.id, message) for message in self._complete(rows))
        return [found[int(number)] for number in ids if int(number) in found]

    def walk(self, conversation_id: int, region: tuple[int, int] | None = None) -> Iterator[list[Message]]:
        """A conversation's messages in order, in lists of some hundreds; region: (first, last) ordinal, inclusive."""
        ordinal, end = region or (-(1 << 62), 1 << 62)
        last = -1
        while True:
            rows = self._connection.execute(
                "SELECT ordinal, id FROM messages WHERE conversation_id = ? AND (ordinal, id) > (?, ?) "
                "AND ordinal <= ? ORDER BY ordinal, id LIMIT ?",
                (conversation_id, ordinal, last, end, CHUNK),
            ).fetchall()
            if not rows:
                return
            ordinal, last = rows[-1]
            yield self.messages([row[1] for row in rows])

    def neighbours(self, message_id: int, before: int, after: int) -> list[Message]:
        """Up to `before` messages ahead of a message, itself, and up to `after` behind it, in order."""
        place = self._connection.execute(
            "SELECT conversation_id, ordinal, id FROM messages WHERE id = ?", (message_id,)
        ).fetchone()
        if place is None:
            return []
        sql = (
            "SELECT id FROM messages WHERE conversation_id = ? AND (ordinal, id) {0} (?, ?) "
            "ORDER BY ordinal {1}, id {1} LIMIT ?"
        )
        ahead = [row[0] for row in self._connection.execute(sql.format("<", "DESC"), (*place, before))]
        behind = [row[0] for row in self._connection.execute(sql.format(">", "ASC"), (*place, after))]
        return self.messages([*reversed(ahead), message_id, *behind])

    def by_key(self, conversation_id: int, key: str) -> int | None:
        """The id of a message by its key, for replies and for `show`."""
        row = self._connection.execute(
            "SELECT id FROM messages WHERE conversation_id = ? AND key = ?", (conversation_id, key)
        ).fetchone()
        return int(row[0]) if row else None

    def time_range(self) -> tuple[int, int] | None:
        """Instants of the first and last message of the archive, None while it is empty or knows no times."""
        row = self._connection.execute("SELECT min(first_at), max(last_at) FROM conversations").fetchone()
        return None if row[0] is None else (row[0], row[1])

    def media(self, sha256: str) -> tuple[str | None, str | None] | None:
        """(media type, path of the original if it is only referred to) of a stored file."""
        row = self._connection.execute("SELECT media_type, reference FROM media WHERE sha256 = ?", (sha256,)).fetchone()
        return (row[0], row[1]) if row else None

    def stored_media(self) -> list[tuple[str, str | None]]:
        """(sha256, path of the original if it is only referred to) of every file."""
        return list(self._connection.execute("SELECT sha256, reference FROM media ORDER BY sha256"))

    def totals(self) -> tuple[int, int, int]:
        """(conversations, messages without notices, attachments with a file)."""
        row = self._connection.execute("SELECT count(*), coalesce(sum(messages), 0) FROM conversations").fetchone()
        found = self._connection.execute("SELECT count(*) FROM attachments WHERE status = 'found'").fetchone()
        return int(row[0]), int(row[1]), int(found[0])

    def _participants(self, conversation_id: int | None = None) -> defaultdict[int, list[str]]:
        one = "" if conversation_id is None else "WHERE q.conversation_id = ? "
        sql = (
            "SELECT q.conversation_id, p.name FROM participants AS q JOIN people AS p ON p.id = q.person_id "
            f"{one}ORDER BY q.conversation_id, q.messages DESC, p.name"
        )
        names: defaultdict[int, list[str]] = defaultdict(list)
        for number, name in self._connection.execute(sql, (conversation_id,) if one else ()):
            names[number].append(name)
        return names

    def _complete(self, rows: list[tuple[object, ...]]) -> Iterable[Message]:
        attachments = self._attachments([int(str(row[0])) for row in rows])
        for row in rows:
            yield _message(row, tuple(attachments.get(int(str(row[0])), ())))

    def _attachments(self, ids: Sequence[int]) -> dict[int, list[Attachment]]:
        marks = ",".join("?" * len(ids))
        found: defaultdict[int, list[Attachment]] = defaultdict(list)
        sql = f"{_ATTACHMENT}WHERE a.message_id IN ({marks}) ORDER BY a.id"
        for row in self._connection.execute(sql, list(ids)):
            found[row[1]].append(Attachment(*row))
        return found


def _message(row: tuple[object, ...], attachments: tuple[Attachment, ...]) -> Message:
    values = dict(zip(_FIELDS, row, strict=True))
    reactions = values.pop("reactions")
    values["edited"], values["deleted"] = bool(values["edited"]), bool(values["deleted"])
    parsed = tuple(Reaction(r[0], r[1], tuple(r[2])) for r in json.loads(str(reactions))) if reactions else ()
    return Message(**values, reactions=parsed, attachments=attachments)  # type: ignore[arg-type]


_FIELDS = (
    "id",
    "conversation_id",
    "key",
    "sender_id",
    "sender",
    "sent_at",
    "local_time",
    "kind",
    "text",
    "reply_to",
    "edited",
    "edited_at",
    "deleted",
    "forwarded_from",
    "reactions",
)

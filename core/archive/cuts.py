"""This file is where fragments and their vectors are kept: the truth that the dense index is made from."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.archive.words import kinds_of, message_tags
from core.types import Fragment, Message

FloatMatrix = NDArray[np.float32]
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoredVector:
    """A fragment's vector with what the dense index stores beside it."""

    fragment_id: int
    conversation_id: int
    first_at: int | None
    last_at: int | None
    vector: NDArray[np.float32]


class Cuts:
    """The fragments of one archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def pending(self) -> list[tuple[int, int]]:
        """(conversation id, ordinal of its first message that is in no fragment yet), for all that have one."""
        return list(
            self._connection.execute(
                "SELECT conversation_id, min(ordinal) FROM messages WHERE fragment_id IS NULL GROUP BY conversation_id"
            )
        )

    def pending_messages(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM messages WHERE fragment_id IS NULL").fetchone()[0])

    def start_of_cut(self, conversation_id: int, ordinal: int) -> int:
        """Where cutting begins again when messages from `ordinal` on are new: the fragment before may go on in them.

        Returns the ordinal of the first message of the latest fragment that begins before `ordinal`.
        """
        row = self._connection.execute(
            "SELECT min(ordinal) FROM messages WHERE fragment_id = (SELECT fragment_id FROM messages "
            "WHERE conversation_id = ? AND ordinal <= ? AND fragment_id IS NOT NULL "
            "ORDER BY ordinal DESC, id DESC LIMIT 1)",
            (conversation_id, ordinal),
        ).fetchone()
        return ordinal if row[0] is None else min(ordinal, int(row[0]))

    def drop_from(self, conversation_id: int, ordinal: int) -> None:
        """Drops every fragment with a message at or after `ordinal`; their messages become unindexed."""
        ids = [
            row[0]
            for row in self._connection.execute(
                "SELECT DISTINCT fragment_id FROM messages WHERE conversation_id = ? AND ordinal >= ? "
                "AND fragment_id IS NOT NULL",
                (conversation_id, ordinal),
            )
        ]
        self.drop(ids)

    def drop(self, ids: Sequence[int]) -> None:
        """Drops fragments; the dense index is told by `unlisted` that they are gone."""
        for chunk in (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)):
            marks = ",".join("?" * len(chunk))
            found = f"FROM fragments WHERE id IN ({marks})"
            execute = self._connection.execute
            execute(f"INSERT INTO fragment_tags (fragment_tags, rowid, tags) SELECT 'delete', id, tags {found}", chunk)
            execute(f"INSERT OR IGNORE INTO dropped_fragments (id) SELECT id {found}", chunk)
            execute(f"UPDATE messages SET fragment_id = NULL WHERE fragment_id IN ({marks})", chunk)
            execute(f"DELETE {found}", chunk)

    def add(self, clusters: Sequence[Sequence[Message]], vectors: FloatMatrix, model: str) -> list[int]:
        """Stores fragments of one conversation with their vectors, shape (len(clusters), dimension); returns ids."""
        ids = []
        for messages, vector in zip(clusters, vectors, strict=True):
            times = [message.sent_at for message in messages if message.sent_at is not None]
            tags = _tags(messages)
            cursor = self._connection.execute(
                "INSERT INTO fragments (conversation_id, first_at, last_at, tags, model, vector) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    messages[0].conversation_id,
                    min(times, default=None),
                    max(times, default=None),
                    tags,
                    model,
                    vector.astype("<f2").tobytes(),
                ),
            )
            fragment_id = int(cursor.lastrowid or 0)
            self._connection.execute("INSERT INTO fragment_tags (rowid, tags) VALUES (?, ?)", (fragment_id, tags))
            self._connection.executemany(
                "UPDATE messages SET fragment_id = ? WHERE id = ?", [(fragment_id, item.id) for item in messages]
            )
            ids.append(fragment_id)
        return ids

    def fragments(self, ids: Sequence[int]) -> dict[int, Fragment]:
        """Fragments by id, their messages in the order of the conversation."""
        members: dict[int, list[int]] = {}
        owners: dict[int, int] = {}
        for chunk in (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)):
            marks = ",".join("?" * len(chunk))
            sql = (
                f"SELECT fragment_id, conversation_id, id FROM messages WHERE fragment_id IN ({marks}) "
                "ORDER BY fragment_id, ordinal, id"
            )
            for fragment_id, conversation_id, message_id in self._connection.execute(sql, [int(i) for i in chunk]):
                members.setdefault(fragment_id, []).append(message_id)
                owners[fragment_id] = conversation_id
        return {number: Fragment(number, owners[number], tuple(found)) for number, found in members.items()}

    def of_messages(self, ids: Sequence[int]) -> dict[int, int]:
        """Message id -> fragment id, for those that are in one."""
        found: dict[int, int] = {}
        for chunk in (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT id, fragment_id FROM messages WHERE id IN ({marks}) AND fragment_id IS NOT NULL"
            found.update(self._connection.execute(sql, [int(number) for number in chunk]))
        return found

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM fragments").fetchone()[0])

    def ids(self) -> NDArray[np.int64]:
        """Ids of all fragments, ascending, shape (n,)."""
        return np.fromiter(
            (row[0] for row in self._connection.execute("SELECT id FROM fragments ORDER BY id")), np.int64
        )

    def models(self) -> set[str]:
        """Names of the embedders whose vectors are in the archive."""
        return {row[0] for row in self._connection.execute("SELECT DISTINCT model FROM fragments")}

    def matrix(self, dimension: int) -> tuple[NDArray[np.int64], FloatMatrix]:
        """Every fragment's id and vector, ids ascending; shapes (n,) and (n, dimension)."""
        ids = self.ids()
        matrix = np.empty((len(ids), dimension), np.float32)
        rows = self._connection.execute("SELECT vector FROM fragments ORDER BY id")
        for place, (blob,) in enumerate(rows):
            matrix[place] = np.frombuffer(blob, "<f2")
        return ids, matrix

    def unlisted(self, limit: int) -> tuple[list[int], list[StoredVector]]:
        """What the dense index has still to do: ids to forget, and up to `limit` vectors to take."""
        dropped = [row[0] for row in self._connection.execute("SELECT id FROM dropped_fragments")]
        return dropped, list(self._vectors("WHERE listed = 0 ORDER BY id LIMIT ?", (limit,)))

    def set_listed(self, ids: Sequence[int], dropped: Sequence[int]) -> None:
        """Notes that the dense index took and forgot these."""
        self._connection.executemany("UPDATE fragments SET listed = 1 WHERE id = ?", [(number,) for number in ids])
        self._connection.executemany("DELETE FROM dropped_fragments WHERE id = ?", [(number,) for number in dropped])

    def unlist_all(self) -> None:
        """The dense index is to be made anew."""
        self._connection.execute("UPDATE fragments SET listed = 0")
        self._connection.execute("DELETE FROM dropped_fragments")

    def count_unlisted(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM fragments WHERE listed = 0").fetchone()[0])

    def generation(self) -> tuple[int, int]:
        """Changes whenever fragments are added or dropped: (highest id ever given, number of fragments)."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'fragments'").fetchone()
        return (int(row[0]) if row else 0, self.count())

    def _vectors(self, clause: str, values: tuple[int, ...]) -> Iterator[StoredVector]:
        sql = "SELECT id, conversation_id, first_at, last_at, vector FROM fragments " + clause
        for number, conversation_id, first_at, last_at, blob in self._connection.execute(sql, values):
            vector = np.frombuffer(blob, "<f2").astype(np.float32)
            yield StoredVector(number, conversation_id, first_at, last_at, vector)


def _tags(messages: Sequence[Message]) -> str:
    tags: set[str] = set()
    for message in messages:
        kinds = kinds_of(message.text, [item.kind for item in message.attachments])
        tags.update(message_tags(message.conversation_id, message.sender_id, message.sent_at, kinds).split())
    return " ".join(sorted(tags))

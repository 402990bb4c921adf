"""This file is where fragments and their vectors are kept: the truth that the dense index is made from."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.archive.chunks import CHUNK, chunks
from core.archive.words import kinds_of, message_tags
from core.types import Fragment, Message

FloatMatrix = NDArray[np.float32]

_PENDING = "(fragment_id IS NULL OR fragment_id <= ?)"


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

    def pending(self, until: int = 0) -> list[int]:
        """Ids of conversations with messages that are in no fragment yet. until: those in fragments with an id up to
        this one are to be cut again, too."""
        sql = f"SELECT DISTINCT conversation_id FROM messages WHERE {_PENDING}"
        return [row[0] for row in self._connection.execute(sql, (until,))]

    def stale_fragments(self, model: str) -> int:
        """How many fragments have another embedder's vectors."""
        return int(self._connection.execute("SELECT count(*) FROM fragments WHERE model <> ?", (model,)).fetchone()[0])

    def stale_after(self, model: str, after: int, limit: int) -> list[int]:
        """Ids of the first fragments behind an id whose vectors are another embedder's, ascending."""
        sql = "SELECT id FROM fragments WHERE model <> ? AND id > ? ORDER BY id LIMIT ?"
        return [row[0] for row in self._connection.execute(sql, (model, after, limit))]

    def prevailing_model(self) -> str | None:
        """The embedder whose vectors most fragments have; None where there are no fragments."""
        sql = "SELECT model FROM fragments GROUP BY model ORDER BY count(*) DESC LIMIT 1"
        row = self._connection.execute(sql).fetchone()
        return row[0] if row else None

    def renew_vectors(self, model: str, vectors: Iterable[tuple[int, bytes]]) -> None:
        """Gives fragments, by id, the vectors of another embedder; the dense index of that one has them already."""
        rows = ((model, vector, number) for number, vector in vectors)
        self._connection.executemany("UPDATE fragments SET model = ?, vector = ? WHERE id = ?", rows)

    def vectors_of(self, ids: Sequence[int], vectors: FloatMatrix) -> list[StoredVector]:
        """These vectors, shape (len(ids), dimension), with what the dense index stores beside them; without those of
        fragments that are gone."""
        places = dict(zip(ids, vectors, strict=True))
        found: list[StoredVector] = []
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT id, conversation_id, first_at, last_at FROM fragments WHERE id IN ({marks})"
            for number, conversation_id, first_at, last_at in self._connection.execute(sql, chunk):
                found.append(StoredVector(number, conversation_id, first_at, last_at, places[number]))
        return found

    def pending_messages(self, until: int = 0) -> int:
        sql = f"SELECT count(*) FROM messages WHERE {_PENDING}"
        return int(self._connection.execute(sql, (until,)).fetchone()[0])

    def region(self, conversation_id: int, until: int = 0) -> tuple[int, int] | None:
        """First and last ordinal of what has to be cut (again) in a conversation; None when nothing is pending.

        New messages may continue the fragment before them or open the one behind them, and fragments may interleave,
        so the region grows until no fragment stands half inside it.
        """
        first, last = self._bounds(f"conversation_id = ? AND {_PENDING}", (conversation_id, until))
        if first is None or last is None:
            return None
        before = self._beside("ordinal <= ?", "ordinal DESC, id DESC", (conversation_id, first))
        region = _wider((first, last), before)
        behind = self._beside("ordinal >= ?", "ordinal, id", (conversation_id, region[1]))
        return self._closed(conversation_id, _wider(region, behind))

    def _beside(self, side: str, order: str, edge: tuple[int, int]) -> tuple[int | None, int | None]:
        """The bounds of the fragment that comes first on one side of an edge, given as (conversation id, ordinal)."""
        first = f"conversation_id = ? AND {side} AND fragment_id IS NOT NULL ORDER BY {order} LIMIT 1"
        return self._bounds(f"fragment_id = (SELECT fragment_id FROM messages WHERE {first})", edge)

    def _closed(self, conversation_id: int, region: tuple[int, int]) -> tuple[int, int]:
        while True:
            inside = "SELECT fragment_id FROM messages WHERE conversation_id = ? AND ordinal BETWEEN ? AND ?"
            found = self._bounds(f"fragment_id IN ({inside})", (conversation_id, *region))
            wider = _wider(region, found)
            if wider == region:
                return region
            region = wider

    def _bounds(self, condition: str, values: tuple[int, ...]) -> tuple[int | None, int | None]:
        sql = f"SELECT min(ordinal), max(ordinal) FROM messages WHERE {condition}"
        first, last = self._connection.execute(sql, values).fetchone()
        return first, last

    def drop_of(self, ids: Sequence[int]) -> None:
        """Drops the fragments that these messages are in."""
        self.drop(sorted(set(self.of_messages(ids).values())))

    def of_conversation(self, conversation_id: int) -> list[int]:
        """Ids of a conversation's fragments."""
        sql = "SELECT id FROM fragments WHERE conversation_id = ?"
        return [row[0] for row in self._connection.execute(sql, (conversation_id,))]

    def drop(self, ids: Sequence[int]) -> None:
        """Drops fragments; the dense index is told by `unlisted` that they are gone."""
        for chunk in chunks(ids):
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

    def rewrite_tags(self) -> None:
        """Makes the index of tags anew."""
        self._connection.execute("INSERT INTO fragment_tags (fragment_tags) VALUES ('delete-all')")
        self._connection.execute("INSERT INTO fragment_tags (rowid, tags) SELECT id, tags FROM fragments")

    def fragments(self, ids: Sequence[int]) -> dict[int, Fragment]:
        """Fragments by id, their messages in the order of the conversation."""
        members: dict[int, list[int]] = {}
        owners: dict[int, int] = {}
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = (
                f"SELECT fragment_id, conversation_id, id FROM messages WHERE fragment_id IN ({marks}) "
                "ORDER BY fragment_id, ordinal, id"
            )
            for fragment_id, conversation_id, message_id in self._connection.execute(sql, chunk):
                members.setdefault(fragment_id, []).append(message_id)
                owners[fragment_id] = conversation_id
        return {number: Fragment(number, owners[number], tuple(found)) for number, found in members.items()}

    def of_messages(self, ids: Sequence[int]) -> dict[int, int]:
        """Message id -> fragment id, for those that are in one."""
        found: dict[int, int] = {}
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT id, fragment_id FROM messages WHERE id IN ({marks}) AND fragment_id IS NOT NULL"
            found.update(self._connection.execute(sql, chunk))
        return found

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM fragments").fetchone()[0])

    def ids(self) -> NDArray[np.int64]:
        """Ids of all fragments, ascending, shape (n,)."""
        return self._numbers("SELECT id FROM fragments ORDER BY id")

    def listed(self) -> NDArray[np.int64]:
        """Ids of the fragments that the dense index took, ascending, shape (n,)."""
        return self._numbers("SELECT id FROM fragments WHERE listed = 1 ORDER BY id")

    def dropped(self) -> NDArray[np.int64]:
        """Ids of fragments that are gone and that the dense index has still to forget, shape (n,)."""
        return self._numbers("SELECT id FROM dropped_fragments")

    def models(self) -> set[str]:
        """Names of the embedders whose vectors are in the archive."""
        return {row[0] for row in self._connection.execute("SELECT DISTINCT model FROM fragments")}

    def matrix(self, model: str, dimension: int) -> tuple[NDArray[np.int64], FloatMatrix]:
        """Ids and vectors of the fragments that one embedder made, ids ascending; shapes (n,) and (n, dimension)."""
        # One statement sees one state of the archive: another session may be indexing.
        rows = self._connection.execute("SELECT id, vector FROM fragments WHERE model = ? ORDER BY id", (model,))
        ids, parts = [], [np.empty((0, dimension), np.float32)]
        while chunk := rows.fetchmany(CHUNK):
            ids += [number for number, _ in chunk]
            parts.append(np.frombuffer(b"".join(blob for _, blob in chunk), "<f2").reshape(-1, dimension))
        return np.array(ids, np.int64), np.concatenate(parts, dtype=np.float32)

    def unlisted(self, limit: int) -> tuple[list[int], list[StoredVector]]:
        """What the dense index has still to do: ids to forget, and up to `limit` vectors to take."""
        return self.dropped().tolist(), list(self._vectors("WHERE listed = 0 ORDER BY id LIMIT ?", (limit,)))

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
        return (self.newest(), self.count())

    def newest(self) -> int:
        """The highest id that a fragment ever had."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'fragments'").fetchone()
        return int(row[0]) if row else 0

    def _numbers(self, sql: str) -> NDArray[np.int64]:
        return np.array(self._connection.execute(sql).fetchall(), np.int64).ravel()

    def _vectors(self, clause: str, values: tuple[int, ...]) -> Iterator[StoredVector]:
        sql = "SELECT id, conversation_id, first_at, last_at, vector FROM fragments " + clause
        for number, conversation_id, first_at, last_at, blob in self._connection.execute(sql, values):
            vector = np.frombuffer(blob, "<f2").astype(np.float32)
            yield StoredVector(number, conversation_id, first_at, last_at, vector)


def _wider(region: tuple[int, int], found: tuple[int | None, int | None]) -> tuple[int, int]:
    if found[0] is None or found[1] is None:
        return region
    return min(region[0], found[0]), max(region[1], found[1])


def _tags(messages: Sequence[Message]) -> str:
    tags: set[str] = set()
    for message in messages:
        kinds = kinds_of(message.text, [item.kind for item in message.attachments])
        tags.update(message_tags(message.conversation_id, message.sender_id, message.sent_at, kinds).split())
    return " ".join(sorted(tags))

"""This file is where everything that was sent is listed, by kind and filter: pictures, files, voice, video."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from core.archive.chats import Chats
from core.archive.chunks import chunks
from core.archive.words import WordFilter
from core.local_days import local_days
from core.types import MediaItem, MediaKind, MediaRows

_ATTACHED = "attachments AS a JOIN messages AS m ON m.id = a.message_id LEFT JOIN media AS f ON f.sha256 = a.sha256"
# A file that is a picture is one, whatever it was sent as.
_KIND = (
    "CASE WHEN a.kind IN ('image', 'sticker', 'gif') OR f.width IS NOT NULL THEN 'image' "
    "WHEN a.kind = 'video' THEN 'video' WHEN a.kind IN ('voice', 'audio') THEN 'voice' ELSE 'file' END"
)
_UNTOLD = "(a.kind = 'media' AND a.status <> 'found')"


class Gallery:
    """Attachments of one archive, newest first."""

    def __init__(self, connection: sqlite3.Connection, chats: Chats) -> None:
        self._connection, self._chats = connection, chats

    def rows(
        self,
        kinds: Sequence[MediaKind],
        where: WordFilter,
        zone: tzinfo,
        terms: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> MediaRows:
        """All attachments of these kinds whose message passes the filter and holds every expression of `terms[0]`
        and none of `terms[1]` (core.archive.words.term), newest first; days are those of `zone`.

        What has no file and no known kind, as where media were left out of an export, belongs to every kind. No kinds
        give no rows.
        """
        marks = ",".join("?" * len(kinds))
        clauses = [f"({_KIND} IN ({marks}) OR {_UNTOLD})" if kinds else "FALSE"]
        values: list[object] = [*kinds]
        for clause, value in [*_filters(where), *_words(terms, where.kinds)]:
            clauses.append(clause)
            values.append(value)
        sql = (
            "SELECT a.id, m.ordinal, coalesce(m.sender_id, 0), a.status = 'found' "
            f"FROM {_ATTACHED} WHERE {' AND '.join(clauses)}"
        )
        table = np.array(self._connection.execute(sql, values).fetchall(), np.int64).reshape(-1, 4)
        table = table[np.lexsort((-table[:, 0], -table[:, 1]))]
        ids, ordinals, senders, there = (np.ascontiguousarray(column) for column in table.T)
        return MediaRows(ids, senders, local_days(ordinals, zone), there.astype(np.bool_))

    def items(self, ids: Sequence[int]) -> list[MediaItem]:
        """The attachments with these ids, in the order asked for; unknown ids are left out."""
        owners: dict[int, int] = {}
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT id, message_id FROM attachments WHERE id IN ({marks})"
            owners.update(self._connection.execute(sql, chunk).fetchall())
        messages = {each.id: each for each in self._chats.messages(sorted(set(owners.values())))}
        titles = self._titles({each.conversation_id for each in messages.values()})
        found = {
            item.id: MediaItem(item, message, titles[message.conversation_id])
            for message in messages.values()
            for item in message.attachments
        }
        return [found[int(number)] for number in ids if int(number) in found]

    def pictures_of(self, conversation_id: int) -> NDArray[np.int64]:
        """Ids of the pictures of a conversation that have a file, in its order."""
        sql = (
            f"SELECT a.id FROM {_ATTACHED} WHERE m.conversation_id = ? AND a.status = 'found' AND {_KIND} = 'image' "
            "ORDER BY m.ordinal, m.id, a.id"
        )
        return np.array(self._connection.execute(sql, (conversation_id,)).fetchall(), np.int64).ravel()

    def _titles(self, ids: set[int]) -> dict[int, str]:
        sql = "SELECT id, title FROM conversations WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(sql, (json.dumps(sorted(ids)),)).fetchall())


def _filters(where: WordFilter) -> list[tuple[str, object]]:
    """Conditions on the message, each with its value."""
    found: list[tuple[str, object]] = []
    for column, ids in (("m.conversation_id", where.conversations), ("m.sender_id", where.people)):
        if ids:
            found.append((f"{column} IN (SELECT value FROM json_each(?))", json.dumps(ids)))
    if where.after is not None:
        found.append(("m.sent_at >= ?", where.after))
    if where.before is not None:
        found.append(("m.sent_at < ?", where.before))
    return found


def _words(terms: tuple[Sequence[str], Sequence[str]], kinds: Sequence[str]) -> list[tuple[str, object]]:
    """Conditions on the words and the has: tags of the message."""
    wanted = [f"(text : ({expression}))" for expression in terms[0]]
    if kinds:
        wanted.append(f"(tags : ({' OR '.join(f'h{kind}' for kind in kinds)}))")
    found: list[tuple[str, object]] = []
    matching = "(SELECT rowid FROM words WHERE words MATCH ?)"
    if wanted:
        found.append((f"a.message_id IN {matching}", " AND ".join(wanted)))
    if terms[1]:
        found.append((f"a.message_id NOT IN {matching}", f"text : ({' OR '.join(terms[1])})"))
    return found

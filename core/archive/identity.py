"""This file is where it is decided which stored conversation an exported one is.

By its key, where that is there. Otherwise by what is said in it: an export without the platform's id (a text, a page, a
renamed zip) is the conversation of its platform with which it shares messages, whichever of the two came first.
"""

import sqlite3
from collections.abc import Sequence

from core.archive.incoming import Incoming
from core.keys import likeness
from core.types import ExportedConversation

_SAMPLE = 40
_FEWEST = 3
_LEAST_SHARE = 0.2
_TELLING = 4
"""Characters that a text needs to say anything about which conversation it stands in."""

_MINUTE = 60_000


class Identity:
    """Finds conversations of one archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, exported: ExportedConversation, first: Sequence[Incoming]) -> int | None:
        """The id of the conversation that this one is; None when it is new. first: the beginning of its messages."""
        row = self._connection.execute(
            "SELECT id FROM conversations WHERE source = ? AND key = ?", (exported.source, exported.key)
        ).fetchone()
        return int(row[0]) if row else self._sharing(exported, _sample(first))

    def adopt(self, conversation_id: int, exported: ExportedConversation) -> None:
        """The stored conversation takes the platform's id, when it has none yet and this export knows it."""
        if exported.has_id:
            self._connection.execute(
                "UPDATE conversations SET key = ?, has_id = 1, kind = ? WHERE id = ? AND has_id = 0",
                (exported.key, exported.kind, conversation_id),
            )

    def _sharing(self, exported: ExportedConversation, sample: list[Incoming]) -> int | None:
        """The conversation that holds enough of these messages. Two with an id each are two, whatever they hold."""
        if len(sample) < _FEWEST:
            return None
        times = [item.sent_at for item in sample if item.sent_at is not None]
        candidates = self._connection.execute(
            "SELECT id FROM conversations WHERE source = ? AND has_id <= ? AND first_at <= ? AND last_at >= ?",
            (exported.source, not exported.has_id, max(times) + _MINUTE, min(times) - _MINUTE),
        ).fetchall()
        shares = {row[0]: sum(self._holds(row[0], item) for item in sample) for row in candidates}
        best = max(shares, key=shares.__getitem__, default=None)
        return best if best is not None and shares[best] >= max(_FEWEST, _LEAST_SHARE * len(sample)) else None

    def _holds(self, conversation_id: int, item: Incoming) -> bool:
        """Whether the conversation has this message, in whatever format it came."""
        message, minute = item.message, (item.sent_at or 0) // _MINUTE * _MINUTE
        wanted = likeness(item.sent_at, message.sender, message.kind, message.text)
        rows = self._connection.execute(
            "SELECT m.sent_at, p.name, m.kind, m.text FROM messages AS m LEFT JOIN people AS p ON p.id = m.sender_id "
            "WHERE m.conversation_id = ? AND m.ordinal BETWEEN ? AND ?",
            (conversation_id, minute, minute + _MINUTE - 1),
        )
        return any(likeness(*row) == wanted for row in rows)


def _sample(first: Sequence[Incoming]) -> list[Incoming]:
    """Messages that say something, at different minutes, from all over the beginning."""
    telling: dict[int, Incoming] = {}
    for item in first:
        message = item.message
        if item.sent_at is not None and message.kind == "message" and len(message.text) >= _TELLING:
            telling.setdefault(item.sent_at // _MINUTE, item)
    found = list(telling.values())
    return found[:: max(1, len(found) // _SAMPLE)][: _SAMPLE + 1]

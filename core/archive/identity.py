"""This file is where it is decided which stored conversation an exported one is.

By its key, where that is there. Otherwise by what is said in it: an export without the platform's id (a text, a page, a
renamed zip) is the conversation of its platform with which it shares messages, whichever of the two came first. Where
the key is but a title and messages have ids, the ids must stand for the same messages: else it is another chat of that
name.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Literal

from core.archive.collisions import Collisions, Stored, is_another, is_the_same, own_key
from core.archive.incoming import Incoming
from core.keys import is_made, likeness
from core.types import ExportedConversation

_SAMPLE = 40
_FEWEST = 3
_LEAST_SHARE = 0.2
_LEAST_OF_ONE = 0.9
"""Of what one person alone wrote more has to be there: people send the same words into several chats."""

_LOOKED_AT = 200
_TELLING = 4
"""Characters that a text needs to say anything about which conversation it stands in."""

_MINUTE = 60_000


class Identity:
    """Finds conversations of one archive."""

    def __init__(self, connection: sqlite3.Connection, collisions: Collisions) -> None:
        self._connection = connection
        self._collisions = collisions

    def find(self, exported: ExportedConversation, first: Sequence[Incoming]) -> int | None:
        """The id of the conversation that this one is; None when it is new. first: the beginning of its messages."""
        by_key = self._ids("key", exported.source, exported.key)
        if exported.has_id:
            return by_key[0] if by_key else self._sharing(exported, first)
        named = dict.fromkeys(by_key + self._ids("title", exported.source, exported.title))
        looked_at = first[:: max(1, len(first) // _LOOKED_AT)]
        agreeing = {number: self._agreeing(number, looked_at) for number in named}
        best = max(agreeing, key=agreeing.__getitem__, default=None)
        # Without times, greetings agree that begin many a dialogue: then a title tells little.
        timed = any(item.sent_at is not None for item in looked_at)
        if best is not None and agreeing[best] > (0 if timed or best in by_key else len(looked_at) - 1):
            return best
        if by_key and agreeing[by_key[0]] == 0:
            return by_key[0]
        others = [number for number, count in agreeing.items() if count < 0]
        return self._sharing(exported, first, others)

    def key_of(self, exported: ExportedConversation, first: Sequence[Incoming]) -> str:
        """The key of a new conversation: its own; where another chat of its name has that, one with its beginning."""
        taken = "SELECT 1 FROM conversations WHERE source = ? AND key = ?"
        beginning = "\x1f".join(own_key(item) for item in first[:_SAMPLE]).encode("utf-8", "surrogatepass")
        free = exported.key
        while self._connection.execute(taken, (exported.source, free)).fetchone():
            beginning = blake2b(beginning, digest_size=8).digest()
            free = f"{exported.key}:{beginning.hex()}"
        return free

    def adopt(self, conversation_id: int, exported: ExportedConversation) -> None:
        """The stored conversation takes the platform's id, when it has none yet and this export knows it."""
        if exported.has_id:
            self._connection.execute(
                "UPDATE conversations SET key = ?, has_id = 1, kind = ? WHERE id = ? AND has_id = 0",
                (exported.key, exported.kind, conversation_id),
            )

    def _ids(self, column: Literal["key", "title"], source: str, value: str) -> list[int]:
        sql = f"SELECT id FROM conversations WHERE source = ? AND {column} = ? ORDER BY id"
        return [row[0] for row in self._connection.execute(sql, (source, value))]

    def _agreeing(self, conversation_id: int, looked_at: Sequence[Incoming]) -> int:
        """How many ids stand for the same message in a conversation, less those that stand for another one."""
        keys = [key for item in looked_at if not is_made(item.key) for key in (item.key, own_key(item))]
        stored = self._collisions.stored(conversation_id, keys)
        return sum(_verdict(stored, item) for item in looked_at)

    def _sharing(
        self, exported: ExportedConversation, first: Sequence[Incoming], others: Sequence[int] = ()
    ) -> int | None:
        """The conversation that holds enough of these messages. Two with an id each are two, whatever they hold.

        others: those that are surely others.
        """
        telling = _telling(first)
        if len(telling) < _FEWEST:
            return None
        candidates = self._connection.execute(
            "SELECT id, first_at, last_at FROM conversations "
            "WHERE source = ? AND has_id <= ? AND first_at <= ? AND last_at >= ?",
            (exported.source, not exported.has_id, max(telling) + _MINUTE, min(telling) - _MINUTE),
        ).fetchall()
        shares = {row[0]: self._shared(row[0], _sample(telling, row[1:])) for row in candidates if row[0] not in others}
        best = max(shares, key=shares.__getitem__, default=None)
        return best if best is not None and shares[best] else None

    def _shared(self, conversation_id: int, sample: Sequence[Incoming]) -> int:
        """How many of these messages a conversation holds; 0 where so many may stand in several chats."""
        held = [item for item in sample if self._holds(conversation_id, item)]
        several = len({item.message.sender_key or item.message.sender for item in held}) > 1
        least = (_LEAST_SHARE if several else _LEAST_OF_ONE) * len(sample)
        return len(held) if len(held) >= max(_FEWEST, least) else 0

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


def _verdict(stored: Mapping[str, Stored], item: Incoming) -> int:
    """1 where the message is there under its id, -1 where another one is, 0 where nothing is told."""
    other = stored.get(item.key)
    if own_key(item) in stored or (other and is_the_same(other, item)):
        return 1
    return -1 if other and is_another(other, item) else 0


def _telling(first: Sequence[Incoming]) -> dict[int, Incoming]:
    """Messages that say something, one of each minute, by the instant at which that begins."""
    telling: dict[int, Incoming] = {}
    for item in first:
        message = item.message
        if item.sent_at is not None and message.kind == "message" and len(message.text) >= _TELLING:
            telling.setdefault(item.sent_at // _MINUTE * _MINUTE, item)
    return telling


def _sample(telling: Mapping[int, Incoming], span: tuple[int, int]) -> list[Incoming]:
    """Some of them, from all over the time that a conversation covers."""
    found = [item for minute, item in telling.items() if span[0] - _MINUTE <= minute <= span[1] + _MINUTE]
    return found[:: max(1, len(found) // _SAMPLE)][: _SAMPLE + 1]

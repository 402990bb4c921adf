"""This file is where a message that came in one format of a chat is found again in another one.

Within one format messages are told apart by key. Between two (JSON and text, with seconds and without) the keys
differ, and the union is one of multisets: what both have is kept once, what one has more often stays as often. A
stored message can be the same as an incoming one only if no import of the incoming format has had it, and if at least
one of the two has no id of the platform. Once found, the other key is remembered as an alias.
"""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from core.archive.incoming import Incoming
from core.keys import is_made, likeness

_SAME_FORM = "SELECT id FROM imports WHERE format = :form"
_UNSEEN = (
    "SELECT m.id, m.key, m.sent_at, p.name, m.kind, m.text FROM messages AS m "
    "LEFT JOIN people AS p ON p.id = m.sender_id WHERE m.conversation_id = :conversation "
    f"AND m.import_id NOT IN ({_SAME_FORM}) AND NOT EXISTS "
    f"(SELECT 1 FROM sightings AS s WHERE s.message_id = m.id AND s.import_id IN ({_SAME_FORM})) "
    "ORDER BY m.ordinal DESC, m.id DESC"
)
_ALIASES = (
    "SELECT a.key, m.id, m.key FROM aliases AS a JOIN messages AS m ON m.id = a.message_id WHERE a.conversation_id = ?"
)


@dataclass(slots=True)
class _Stored:
    id: int
    key: str


class Twins:
    """What a conversation held, in other formats only, before an import of one format began.

    Memory grows with the conversation: some 300 bytes a message.
    """

    def __init__(self, connection: sqlite3.Connection, conversation_id: int, form: str) -> None:
        self._connection, self._conversation_id = connection, conversation_id
        self._alike: defaultdict[int, list[_Stored]] = defaultdict(list)
        self._stored: dict[int, _Stored] = {}
        for number, key, *facts in connection.execute(_UNSEEN, {"conversation": conversation_id, "form": form}):
            self._stored[number] = _Stored(number, key)
            self._alike[likeness(*facts)].append(self._stored[number])
        self._aliases: dict[str, _Stored] = {}
        for alias, number, key in connection.execute(_ALIASES, (conversation_id,)):
            self._aliases[alias] = self._stored.setdefault(number, _Stored(number, key))
        self._keys = {stored.key for stored in self._stored.values()}

    def __bool__(self) -> bool:
        """False when there is nothing that could be met again in another form."""
        return bool(self._stored)

    def settled(self, item: Incoming) -> Incoming:
        """The message under the key by which it is stored; a stored key of our own gives way to the platform's id."""
        message = item.message
        alike = self._alike.get(likeness(item.sent_at, message.sender, message.kind, message.text), [])
        met = self._aliases.get(item.key)
        key = item.key if met is None else met.key
        if met is not None or key in self._keys:
            alike[:] = [stored for stored in alike if stored.key != key]  # it has met its twin: no other may
            return item._replace(key=key)
        twin = _earliest(alike, has_id=not is_made(item.key))
        return item if twin is None else self._united(item, twin)

    def _united(self, item: Incoming, twin: _Stored) -> Incoming:
        if is_made(item.key):
            self._remember(item.key, twin)
            return item._replace(key=twin.key)
        taken = "SELECT 1 FROM messages WHERE conversation_id = ? AND key = ?"
        if self._connection.execute(taken, (self._conversation_id, item.key)).fetchone():
            return item  # stored already, under another name of its sender
        self._connection.execute("UPDATE messages SET key = ? WHERE id = ?", (item.key, twin.id))
        self._remember(twin.key, twin)
        twin.key = item.key
        self._keys.add(item.key)
        return item

    def _remember(self, alias: str, twin: _Stored) -> None:
        self._aliases[alias] = twin
        row = (self._conversation_id, alias, twin.id)
        self._connection.execute(
            "INSERT OR IGNORE INTO aliases (conversation_id, key, message_id) VALUES (?, ?, ?)", row
        )


def _earliest(alike: list[_Stored], *, has_id: bool) -> _Stored | None:
    """The earliest stored message that may be the same one; it is taken."""
    for place in range(len(alike) - 1, -1, -1):
        if not has_id or is_made(alike[place].key):
            return alike.pop(place)
    return None

"""This file is where a message that came in one format of a chat is found again in another one.

Within one format messages are told apart by key. Between two (JSON and text, with seconds and without) the keys
differ, and the union is one of multisets: what both have is kept once, what one has more often stays as often. A
stored message can be the same as an incoming one only if no import of the incoming format has had it, and if at least
one of the two has no id of the platform.
"""

import sqlite3
from collections import defaultdict
from typing import NamedTuple

from core.archive.incoming import Incoming
from core.keys import is_made, likeness


class _Stored(NamedTuple):
    id: int
    key: str


class Twins:
    """The messages that a conversation held, in other formats only, before an import of one format began.

    Memory grows with the conversation: some 200 bytes a message.
    """

    def __init__(self, connection: sqlite3.Connection, conversation_id: int, form: str) -> None:
        self._connection = connection
        self._alike: defaultdict[int, list[_Stored]] = defaultdict(list)
        self._keys: set[str] = set()
        same_form = "SELECT id FROM imports WHERE format IN ('', :form)"
        rows = connection.execute(
            "SELECT m.id, m.key, m.sent_at, p.name, m.kind, m.text FROM messages AS m "
            "LEFT JOIN people AS p ON p.id = m.sender_id WHERE m.conversation_id = :conversation "
            f"AND m.import_id NOT IN ({same_form}) AND NOT EXISTS "
            f"(SELECT 1 FROM sightings AS s WHERE s.message_id = m.id AND s.import_id IN ({same_form})) "
            "ORDER BY m.ordinal DESC, m.id DESC",
            {"conversation": conversation_id, "form": form},
        )
        for number, key, *facts in rows:
            self._keys.add(key)
            self._alike[likeness(*facts)].append(_Stored(number, key))

    def __len__(self) -> int:
        return len(self._keys)

    def settled(self, item: Incoming) -> Incoming:
        """The message under the key by which it is stored; a stored key of our own gives way to the platform's id."""
        message = item.message
        alike = self._alike.get(likeness(item.sent_at, message.sender, message.kind, message.text))
        if not alike:
            return item
        if item.key in self._keys:
            self._take(alike, item.key)
            return item
        twin = self._twin(alike, has_id=not is_made(item.key))
        if twin is None:
            return item
        if is_made(item.key):
            return item._replace(key=twin.key)
        self._connection.execute("UPDATE messages SET key = ? WHERE id = ?", (item.key, twin.id))
        return item

    @staticmethod
    def _take(alike: list[_Stored], key: str) -> None:
        """The stored message with this key has met its twin: no other one may."""
        alike[:] = [stored for stored in alike if stored.key != key]

    @staticmethod
    def _twin(alike: list[_Stored], *, has_id: bool) -> _Stored | None:
        """The earliest stored message that may be the same one; it is taken."""
        for place in range(len(alike) - 1, -1, -1):
            if not has_id or is_made(alike[place].key):
                return alike.pop(place)
        return None

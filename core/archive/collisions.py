"""This file is where two messages that bear one id are told apart.

An id counts in its conversation only, and not every export names its conversation surely: two groups of one name,
local numbers of two databases, ids that somebody has blanked. What has the id of another message is kept under a key
of its own. It is the same message when its time is the same: words change when they are edited, or read by a newer
version of an importer.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from core.archive.chunks import CHUNK
from core.archive.incoming import Incoming
from core.keys import is_made

_MINUTE = 60_000


class Stored(NamedTuple):
    """What the archive holds under a key. changed: edited or deleted; import_id: of the import that brought it."""

    sent_at: int | None
    local_time: str | None
    text: str
    changed: int
    sender_id: int | None
    import_id: int | None


class Sent(NamedTuple):
    """A message and the id of its sender."""

    item: Incoming
    sender_id: int | None


class Collisions:
    """Looks at the ids of one archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stored(self, conversation_id: int, keys: Iterable[str]) -> dict[str, Stored]:
        """What a conversation holds under some ids of its platform."""
        found: dict[str, Stored] = {}
        wanted = [key for key in dict.fromkeys(keys) if not is_made(key)]
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            rows = self._connection.execute(
                "SELECT key, sent_at, local_time, text, edited OR deleted, sender_id, import_id FROM messages "
                f"WHERE conversation_id = ? AND key IN ({','.join('?' * len(chunk))})",
                (conversation_id, *chunk),
            )
            found.update((row[0], Stored(*row[1:])) for row in rows)
        return found

    def parted(
        self, conversation_id: int, import_id: int, conflicting: Sequence[Sent]
    ) -> tuple[list[Incoming], list[Incoming]]:
        """Messages whose keys are known: those that are stored, and those that are others, under keys of their own."""
        stored = self.stored(conversation_id, (item.key for item, _ in conflicting))
        known, apart = [], []
        for item, sender_id in conflicting:
            other = stored.get(item.key)
            if other and (
                is_another(other, item) or self._is_apart(conversation_id, import_id, (other, item, sender_id))
            ):
                apart.append(item._replace(key=own_key(item)))
            else:
                known.append(item)
        return known, apart

    def _is_apart(self, conversation_id: int, import_id: int, two: tuple[Stored, Incoming, int | None]) -> bool:
        """Whether other words under one id are a message of their own: in one import, or where they are stored so."""
        other, item, sender_id = two
        if not _says_another(other, item, sender_id):
            return False
        own = own_key(item)
        return other.import_id == import_id or own in self.stored(conversation_id, [own])


def is_another(stored: Stored, item: Incoming) -> bool:
    """True when a message is not the stored one, although both bear one id."""
    alike = _same_time(stored, item)
    if alike is None:
        return stored.sent_at is None and item.sent_at is None and _other_words(stored, item)
    return not alike


def is_the_same(stored: Stored, item: Incoming) -> bool:
    """True when a message surely is the stored one: by its words, and its time if it has one."""
    timeless = stored.sent_at is None and item.sent_at is None
    return (timeless or _same_time(stored, item) is True) and stored.text == item.message.text


def _says_another(stored: Stored, item: Incoming, sender_id: int | None) -> bool:
    """The same in one import: what was said then is no newer wording of it."""
    return stored.sender_id != sender_id or _other_words(stored, item)


def _other_words(stored: Stored, item: Incoming) -> bool:
    message = item.message
    changed = bool(stored.changed) or message.edited or message.edited_at is not None or message.deleted
    return not changed and stored.text != message.text


def _same_time(stored: Stored, item: Incoming) -> bool | None:
    """Whether two moments are one, in either of the two ways to tell; None where one of them is not known."""
    walls = (stored.local_time, item.message.local_time)
    if walls[0] and walls[1] and walls[0][:16] == walls[1][:16]:
        return True
    if stored.sent_at is None or item.sent_at is None:
        return None
    return abs(stored.sent_at - item.sent_at) < _MINUTE


def own_key(item: Incoming) -> str:
    """The key of a message whose id is another one's."""
    message = item.message
    facts = "\x1f".join((str(item.sent_at), message.local_time or "", message.sender or "", message.text))
    return f"{item.key}~{blake2b(facts.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"

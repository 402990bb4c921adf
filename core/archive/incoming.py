"""This file is where a message on its way into the archive is: its key, instant and words are settled."""

from collections.abc import Iterable
from typing import NamedTuple

from core.archive.words import split_scripts
from core.types import ExportedMessage, Message, StoredMedia

TIMELESS = -(1 << 59)
"""Sort keys below this belong to messages before any known time."""


class Incoming(NamedTuple):
    """words: what is to be found of it, as `words_of` gives it; media: one per attachment, None unless found."""

    key: str
    sent_at: int | None
    message: ExportedMessage
    words: str
    media: tuple[StoredMedia | None, ...] = ()


def words_of(message: ExportedMessage | Message, read: Iterable[str] = ()) -> str:
    """The text under which a message is found: its own, the names and captions of its attachments, and what was read
    in them."""
    if not message.attachments:
        return split_scripts(message.text)
    names = (f"{item.name}\n{item.caption}" for item in message.attachments)
    return split_scripts("\n".join([message.text, *names, *read]))


def next_ordinal(ordinal: int, item: Incoming) -> int:
    """The sort key of a message behind one with `ordinal`. Before any known time it rises by one with each message, so
    that a conversation without times has an order that can be searched."""
    if item.sent_at is not None:
        return item.sent_at
    return ordinal + 1 if ordinal < TIMELESS else ordinal

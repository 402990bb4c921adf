"""This file is where the filters of a query get their meaning in one archive: names become ids, open dates get ends."""

from collections.abc import Iterable, Sequence

from core.archive import Archive
from core.archive.words import WordFilter, kinds_of
from core.errors import QueryError
from core.names import folded
from core.types import Conversation, Message, Query


def resolve(archive: Archive, query: Query) -> WordFilter:
    """The query's filters as ids and instants. Raises QueryError when a name fits nobody and nothing."""
    conversations = _conversations(archive, query)
    people = _people(archive, query.senders)
    after, before = _closed(archive, query)
    return WordFilter(conversations, people, query.kinds, after, before)


def passes(message: Message, where: WordFilter) -> bool:
    """Whether one message satisfies every filter; a message without a time passes no date filter."""
    if where.conversations and message.conversation_id not in where.conversations:
        return False
    if where.people and message.sender_id not in where.people:
        return False
    if where.kinds and not set(where.kinds) & set(kinds_of(message.text, [item.kind for item in message.attachments])):
        return False
    if where.after is None and where.before is None:
        return True
    if message.sent_at is None:
        return False
    early = where.after is not None and message.sent_at < where.after
    late = where.before is not None and message.sent_at >= where.before
    return not early and not late


def _conversations(archive: Archive, query: Query) -> tuple[int, ...]:
    if not query.chats and not query.people and not query.conversations:
        return ()
    everything = archive.chats.conversations()
    wanted = {item.id for item in everything}
    if query.conversations:
        wanted &= {*query.conversations}
        if not wanted:
            raise QueryError("What the search was narrowed to is no longer in this archive. Search everything.")
    if query.chats:
        wanted &= {item.id for name in query.chats for item in _titled(everything, name)}
    if query.people:
        writers = set(_people(archive, query.people))
        wrote_in = archive.chats.people_of()
        wanted &= {number for number, people in wrote_in.items() if people & writers}
    if not wanted:
        together = "the chosen conversations, in: and with:" if query.conversations else "in: and with:"
        raise QueryError(f"No conversation fits {together} together. Remove one of them.")
    return tuple(sorted(wanted))


def _titled(conversations: Sequence[Conversation], name: str) -> list[Conversation]:
    wanted = folded(name)
    found = [item for item in conversations if wanted == folded(item.title)]
    found = found or [item for item in conversations if wanted in folded(item.title)]
    found = found or [item for item in conversations if wanted == item.source.casefold()]
    if not found:
        titles = _some(item.title for item in conversations)
        raise QueryError(f"No conversation is called “{name}”. The conversations are: {titles}.")
    return found


def _people(archive: Archive, names: Sequence[str]) -> tuple[int, ...]:
    if not names:
        return ()
    people, groups = archive.people.all(), archive.people.groups()
    found: set[int] = set()
    for name in names:
        wanted = folded(name)
        exact = {person.id for person in people if folded(person.name) == wanted}
        partly = exact or {person.id for person in people if wanted in folded(person.name)}
        if not partly:
            known = _some(person.name for person in people)
            raise QueryError(f"Nobody called “{name}” has written in this archive. The people are: {known}.")
        found |= partly
    return tuple(sorted({account for person in found for account in groups[person]}))


def _closed(archive: Archive, query: Query) -> tuple[int | None, int | None]:
    """An open end of the dates is closed with the archive's own first or last instant, so that month tags can help."""
    after, before = query.after, query.before
    if after is None and before is None:
        return None, None
    span = archive.chats.time_range()
    if span is None:
        return after, before
    return (span[0] if after is None else after), (span[1] + 1 if before is None else before)


def _some(names: Iterable[str], most: int = 8) -> str:
    known = list(names)
    return ", ".join(known[:most]) + (" …" if len(known) > most else "")

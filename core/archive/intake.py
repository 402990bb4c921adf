"""This file is where exported messages become stored ones: one transaction a batch, duplicates ignored."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from core.archive.bulk import insert
from core.archive.collisions import Collisions, Sent
from core.archive.cuts import Cuts
from core.archive.identity import Identity
from core.archive.incoming import Incoming, next_ordinal
from core.archive.renewal import Renewal, word_row, written_reactions
from core.archive.senders import Senders
from core.archive.twins import Twins
from core.archive.words import Words
from core.types import ExportedConversation

_COLUMNS = (
    "id, conversation_id, key, sender_id, sent_at, local_time, ordinal, kind, text, reply_to, edited, edited_at, "
    "deleted, forwarded_from, reactions, import_id"
)

_Entry = tuple[tuple[object, ...], Incoming]
"""A message with its row."""


@dataclass
class Place:
    """Where the next batch of a conversation goes. ordinal: the sort key of the message before it."""

    conversation_id: int
    source: str
    import_id: int
    twins: Twins | None = None
    ordinal: int = -(1 << 60)


class Intake:
    """Adds messages to one archive; every method is one transaction (the caller opens it)."""

    def __init__(self, connection: sqlite3.Connection, words: Words, cuts: Cuts) -> None:
        self._connection = connection
        self._words, self._renewal = words, Renewal(connection, words, cuts)
        self._collisions = Collisions(connection)
        self._identity = Identity(connection, self._collisions)
        self._senders = Senders(connection)

    def conversation(self, exported: ExportedConversation, import_id: int, first: Sequence[Incoming]) -> Place:
        """The place of an exported conversation: that of the stored one that it is, else a new one.

        import_id: the part of the import that is of its format (History.part). first: its first messages, by which
        it is known again when its key is not (core.archive.identity).
        """
        known = self._identity.find(exported, first)
        twins = None
        if known is None:
            key = self._identity.key_of(exported, first)
            row = (exported.source, key, exported.title, exported.kind, exported.owner, exported.has_id)
            cursor = self._connection.execute(
                "INSERT INTO conversations (source, key, title, kind, owner, has_id) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            known = int(cursor.lastrowid or 0)
        else:
            self._connection.execute(
                "UPDATE conversations SET owner = coalesce(?, owner) WHERE id = ?", (exported.owner, known)
            )
            self._identity.adopt(known, exported)
            twins = Twins(self._connection, known, exported.form)
        return Place(known, exported.source, import_id, twins or None)

    def add(self, place: Place, batch: Sequence[Incoming]) -> int:
        """Stores a batch of one conversation and returns how many messages were new.

        Messages whose key is known stay as they are, but take files instead of placeholders, and edits that are later
        than what is stored. What bears the id of another message is a message of its own (core.archive.collisions).
        """
        if place.twins is not None:
            batch = [place.twins.settled(item) for item in batch]
        new, conflicting = self._inserted(place, batch)
        known, apart = self._collisions.parted(place.conversation_id, place.import_id, conflicting)
        if apart:
            others, again = self._inserted(place, apart)
            new, known = new + others, known + [item for item, _ in again]
        self._store_parts(place.conversation_id, new)
        self._saw(place, known)
        self._renewal.renew(place.conversation_id, known)
        self._count(place.conversation_id, new)
        self._senders.store_names()
        return len(new)

    def _inserted(self, place: Place, batch: Sequence[Incoming]) -> tuple[list[_Entry], list[Sent]]:
        """Those that are new with their rows, and those whose key is there already."""
        first_id = self._next_id()
        rows = []
        for offset, item in enumerate(batch):
            place.ordinal = next_ordinal(place.ordinal, item)
            sender_id = self._senders.id_of(place.source, item)
            rows.append(_row(first_id + offset, place, (item, sender_id)))
        added = insert(self._connection, "messages", _COLUMNS, rows, "ON CONFLICT (conversation_id, key) DO NOTHING")
        entries = list(zip(rows, batch, strict=True))
        if added == len(rows):
            return entries, []
        fresh = self._fresh(first_id, len(rows))
        known = [Sent(item, cast("int | None", row[3])) for row, item in entries if row[0] not in fresh]
        return [entry for entry in entries if entry[0][0] in fresh], known

    def _saw(self, place: Place, known: list[Incoming]) -> None:
        """Remembers that this import has these messages too: undoing another one must not take them away."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO sightings (message_id, import_id) SELECT id, :import FROM messages "
            "WHERE conversation_id = :conversation AND key = :key AND import_id <> :import",
            [{"import": place.import_id, "conversation": place.conversation_id, "key": item.key} for item in known],
        )

    def forget_cache(self) -> None:
        """To be called after a rollback: people that were only in it have no row."""
        self._senders.forget_cache()

    def _next_id(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM messages").fetchone()[0])

    def _fresh(self, first_id: int, count: int) -> set[int]:
        rows = self._connection.execute(
            "SELECT id FROM messages WHERE id BETWEEN ? AND ?", (first_id, first_id + count - 1)
        )
        return {row[0] for row in rows}

    def _store_parts(self, conversation_id: int, new: list[_Entry]) -> None:
        words = []
        for row, item in new:
            message_id, sender_id = cast(int, row[0]), cast("int | None", row[3])
            if item.message.attachments:
                self._renewal.attach(message_id, item)
            words.append(word_row(message_id, conversation_id, (sender_id, item.sent_at), (item.message, item.words)))
        self._words.add(words)

    def _count(self, conversation_id: int, new: list[_Entry]) -> None:
        notices = sum(1 for _, item in new if item.message.kind == "notice")
        times = [item.sent_at for _, item in new if item.sent_at is not None]
        self._connection.execute(
            "UPDATE conversations SET messages = messages + :messages, notices = notices + :notices, "
            "first_at = coalesce(min(first_at, :first), first_at, :first), "
            "last_at = coalesce(max(last_at, :last), last_at, :last) WHERE id = :id",
            {
                "messages": len(new) - notices,
                "notices": notices,
                "first": min(times, default=None),
                "last": max(times, default=None),
                "id": conversation_id,
            },
        )
        senders = Counter(row[3] for row, item in new if row[3] is not None and item.message.kind != "notice")
        self._connection.executemany(
            "INSERT INTO participants (conversation_id, person_id, messages) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET messages = messages + excluded.messages",
            [(conversation_id, person, count) for person, count in senders.items()],
        )


def _row(message_id: int, place: Place, facts: tuple[Incoming, int | None]) -> tuple[object, ...]:
    item, sender_id = facts
    message = item.message
    return (
        message_id,
        place.conversation_id,
        item.key,
        sender_id,
        item.sent_at,
        message.local_time,
        place.ordinal,
        message.kind,
        message.text,
        message.reply_to,
        message.edited or message.edited_at is not None,
        message.edited_at,
        message.deleted,
        message.forwarded_from,
        written_reactions(message) if message.reactions else None,
        place.import_id,
    )

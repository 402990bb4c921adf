"""This file is where exported messages become stored ones: one transaction a batch, duplicates ignored."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import time

from core.archive.cuts import Cuts
from core.archive.words import Words, kinds_of, message_tags
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, ImportReport, Message, StoredMedia

TIMELESS = -(1 << 59)
"""Sort keys below this belong to messages before any known time."""


_NEVER = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message on its way in. key and sent_at are settled; media holds one entry per attachment, None unless found."""

    key: str
    sent_at: int | None
    message: ExportedMessage
    media: tuple[StoredMedia | None, ...] = ()


@dataclass
class _Person:
    id: int
    name: str
    named_at: int


class Intake:
    """Adds messages to one archive; every method is one transaction (the caller opens it)."""

    def __init__(self, connection: sqlite3.Connection, words: Words, cuts: Cuts) -> None:
        self._connection = connection
        self._words, self._cuts = words, cuts
        self._people: dict[tuple[str, str], _Person] = {}
        self._renamed: dict[int, _Person] = {}

    def begin(self, path: str, importer: str) -> int:
        """Opens an entry of the import history and returns its id."""
        row = (path, importer, int(time() * 1000))
        cursor = self._connection.execute("INSERT INTO imports (path, importer, started_at) VALUES (?, ?, ?)", row)
        return int(cursor.lastrowid or 0)

    def finish(self, import_id: int, report: ImportReport) -> None:
        """Closes the entry with its report."""
        row = (int(time() * 1000), report.new, report.known, json.dumps(asdict(report)), import_id)
        self._connection.execute("UPDATE imports SET finished_at = ?, new = ?, known = ?, report = ? WHERE id = ?", row)

    def conversation(self, exported: ExportedConversation) -> int:
        """The id of the conversation with this source and key, made when it is new."""
        row = (exported.source, exported.key, exported.title, exported.kind, exported.owner)
        self._connection.execute(
            "INSERT INTO conversations (source, key, title, kind, owner) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (source, key) DO UPDATE SET owner = coalesce(excluded.owner, owner)",
            row,
        )
        found = self._connection.execute(
            "SELECT id FROM conversations WHERE source = ? AND key = ?", (exported.source, exported.key)
        )
        return int(found.fetchone()[0])

    def add(self, conversation: tuple[int, str], import_id: int, batch: Sequence[Incoming], ordinal: int) -> int:
        """Stores a batch of one conversation, given as (id, source), and returns how many messages were new.

        ordinal: the sort key to use before the first known instant (`next_ordinal`). Messages whose key is known stay
        as they are, but take files instead of placeholders, and edits that are later than what is stored.
        """
        conversation_id, source = conversation
        first_id = self._next_id()
        rows = []
        for offset, item in enumerate(batch):
            ordinal = next_ordinal(ordinal, item)
            sender_id = self._person(source, item)
            rows.append(_row(first_id + offset, conversation_id, import_id, (item, ordinal, sender_id)))
        added = self._insert(rows)
        fresh = self._fresh(first_id, len(rows)) if added < len(rows) else None
        entries = list(zip(rows, batch, strict=True))
        new = entries if fresh is None else [entry for entry in entries if entry[0][0] in fresh]
        known = [] if fresh is None else [entry[1] for entry in entries if entry[0][0] not in fresh]
        self._store_parts(conversation_id, new)
        self._renew(conversation_id, known)
        self._count(conversation_id, new)
        self._store_names()
        return added

    def _next_id(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM messages").fetchone()[0])

    def _person(self, source: str, item: Incoming) -> int | None:
        """The sender's id. A person's name is that of their latest message: an older export, or one in which the
        account is gone ("Deleted Account" on all its old messages), renames nobody."""
        name, at = item.message.sender, item.sent_at if item.sent_at is not None else 0
        key = item.message.sender_key or name
        if key is None:
            return None
        known = self._people.get((source, key))
        if known is None:
            known = self._people[source, key] = self._found_person((source, key), name, at)
        if name and at > known.named_at:
            known.named_at = at
            self._renamed[known.id] = known
            known.name = name
        return known.id

    def _found_person(self, identity: tuple[str, str], name: str | None, at: int) -> "_Person":
        sql = "SELECT id, name, named_at FROM people WHERE source = ? AND key = ?"
        row = self._connection.execute(sql, identity).fetchone()
        if row is None:
            named_at = at if name else _NEVER
            self._connection.execute(
                "INSERT INTO people (source, key, name, named_at) VALUES (?, ?, ?, ?)",
                (*identity, name or identity[1], named_at),
            )
            row = self._connection.execute(sql, identity).fetchone()
        return _Person(*row)

    def _store_names(self) -> None:
        self._connection.executemany(
            "UPDATE people SET name = ?, named_at = ? WHERE id = ?",
            [(person.name, person.named_at, person.id) for person in self._renamed.values()],
        )
        self._renamed.clear()

    def forget_cache(self) -> None:
        """To be called after a rollback: people that were only in it have no row."""
        self._people.clear()
        self._renamed.clear()

    def _insert(self, rows: Sequence[tuple[object, ...]]) -> int:
        cursor = self._connection.executemany(
            "INSERT INTO messages (id, conversation_id, key, sender_id, sent_at, local_time, ordinal, kind, "
            "text, reply_to, edited, edited_at, deleted, forwarded_from, reactions, import_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation_id, key) DO NOTHING",
            rows,
        )
        return cursor.rowcount

    def _fresh(self, first_id: int, count: int) -> set[int]:
        rows = self._connection.execute(
            "SELECT id FROM messages WHERE id BETWEEN ? AND ?", (first_id, first_id + count - 1)
        )
        return {row[0] for row in rows}

    def _store_parts(self, conversation_id: int, new: list[tuple[tuple[object, ...], Incoming]]) -> None:
        words = []
        for row, item in new:
            message_id, sender_id = int(str(row[0])), row[3]
            if item.message.attachments:
                self._attach(message_id, item)
            words.append(word_row(message_id, conversation_id, (sender_id, item.sent_at), item.message))
        self._words.add(words)

    def _attach(self, message_id: int, item: Incoming) -> None:
        for attachment, media in zip(item.message.attachments, item.media, strict=True):
            if media:
                self._keep(media)
            self._connection.execute(
                "INSERT INTO attachments (message_id, kind, name, status, sha256, caption) VALUES (?, ?, ?, ?, ?, ?)",
                (message_id, attachment.kind, attachment.name, *_status(attachment, media), attachment.caption),
            )

    def _keep(self, media: StoredMedia) -> None:
        """A file that was known only where it lay is from now on known where it lies now; a copy stays a copy."""
        self._connection.execute(
            "INSERT INTO media (sha256, size, media_type, width, height, reference) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (sha256) DO UPDATE SET reference = excluded.reference WHERE media.reference IS NOT NULL",
            (media.sha256, media.size, media.media_type, media.width, media.height, media.reference),
        )

    def _renew(self, conversation_id: int, known: list[Incoming]) -> None:
        """Known messages take what a later export knows better: files instead of placeholders, and later edits."""
        for item in known:
            for media in filter(None, item.media):
                self._keep(media)
            if not any(item.media) and item.message.edited_at is None:
                continue
            stored = self._connection.execute(
                "SELECT id, sender_id, sent_at, text, coalesce(edited_at, 0) FROM messages "
                "WHERE conversation_id = ? AND key = ?",
                (conversation_id, item.key),
            ).fetchone()
            edited = (item.message.edited_at or 0) > stored[4]
            if edited or (any(item.media) and not self._has_media(stored[0])):
                self._replace(conversation_id, stored[:4], item, edited=edited)

    def _has_media(self, message_id: int) -> bool:
        sql = "SELECT 1 FROM attachments WHERE message_id = ? AND status = 'found'"
        return self._connection.execute(sql, (message_id,)).fetchone() is not None

    def _replace(
        self, conversation_id: int, stored: tuple[int, int | None, int | None, str], item: Incoming, *, edited: bool
    ) -> None:
        message_id, sender_id, sent_at, text = stored
        facts = (sender_id, sent_at)
        old = self._attachments(message_id)
        before = item.message._replace(text=text, attachments=old)
        after = item.message if edited else item.message._replace(text=text)
        if any(item.media) and not self._has_media(message_id):
            self._connection.execute("DELETE FROM attachments WHERE message_id = ?", (message_id,))
            self._attach(message_id, item)
        else:
            after = after._replace(attachments=old)
        self._words.remove([word_row(message_id, conversation_id, facts, before)])
        self._words.add([word_row(message_id, conversation_id, facts, after)])
        if edited:
            self._connection.execute(
                "UPDATE messages SET text = ?, edited = 1, edited_at = ?, deleted = ?, reactions = ? WHERE id = ?",
                (after.text, after.edited_at, after.deleted, _reactions(after), message_id),
            )
        # The fragment's text has changed: it has to be embedded again.
        self._cuts.drop_of([message_id])

    def _attachments(self, message_id: int) -> tuple[ExportedAttachment, ...]:
        rows = self._connection.execute(
            "SELECT kind, name, status, caption FROM attachments WHERE message_id = ? ORDER BY id", (message_id,)
        )
        return tuple(ExportedAttachment(row[0], row[1], row[2], caption=row[3]) for row in rows)

    def _count(self, conversation_id: int, new: list[tuple[tuple[object, ...], Incoming]]) -> None:
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


def next_ordinal(ordinal: int, item: Incoming) -> int:
    """The sort key of a message behind one with `ordinal`. Before any known time it rises by one with each message, so
    that a conversation without times has an order that can be searched."""
    if item.sent_at is not None:
        return item.sent_at
    return ordinal + 1 if ordinal < TIMELESS else ordinal


def word_row(
    message_id: int, conversation_id: int, facts: tuple[object, int | None], message: ExportedMessage | Message
) -> tuple[int, str, str]:
    """What the words index holds of a message; facts are (sender id, sent_at)."""
    sender_id, sent_at = facts
    attachments = message.attachments
    text = message.text
    if attachments:
        text = "\n".join([text, *(f"{item.name}\n{item.caption}" for item in attachments)])
    kinds = kinds_of(message.text, [item.kind for item in attachments])
    return message_id, text, message_tags(conversation_id, sender_id, sent_at, kinds)  # type: ignore[arg-type]


def _row(
    message_id: int, conversation_id: int, import_id: int, facts: tuple[Incoming, int, int | None]
) -> tuple[object, ...]:
    item, ordinal, sender_id = facts
    message = item.message
    return (
        message_id,
        conversation_id,
        item.key,
        sender_id,
        item.sent_at,
        message.local_time,
        ordinal,
        message.kind,
        message.text,
        message.reply_to,
        message.edited or message.edited_at is not None,
        message.edited_at,
        message.deleted,
        message.forwarded_from,
        _reactions(message),
        import_id,
    )


def _reactions(message: ExportedMessage) -> str | None:
    if not message.reactions:
        return None
    return json.dumps([[r.emoji, r.count, r.senders] for r in message.reactions], ensure_ascii=False)


def _status(attachment: ExportedAttachment, media: StoredMedia | None) -> tuple[str, str | None]:
    if attachment.status == "found" and media is None:
        return "missing", None
    return attachment.status, media.sha256 if media else None

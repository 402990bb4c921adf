"""This file is where stored messages take what a later export knows better, and where the files of messages stand."""

import json
import sqlite3
from collections.abc import Sequence

from core.archive.cuts import Cuts
from core.archive.incoming import Incoming, words_of
from core.archive.words import Words, kinds_of, message_tags
from core.types import ExportedAttachment, ExportedMessage, StoredMedia


class Renewal:
    """Attaches files in one archive, and renews messages; the caller opens the transactions."""

    def __init__(self, connection: sqlite3.Connection, words: Words, cuts: Cuts) -> None:
        self._connection = connection
        self._words, self._cuts = words, cuts

    def attach(self, message_id: int, item: Incoming) -> None:
        """Gives a stored message its attachments."""
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

    def renew(self, conversation_id: int, known: Sequence[Incoming]) -> None:
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
        before, read = item.message._replace(text=text, attachments=old), self._read(message_id)
        words_before = words_of(before, read)
        after = item.message if edited else item.message._replace(text=text)
        if any(item.media) and not self._has_media(message_id):
            self._connection.execute("DELETE FROM attachments WHERE message_id = ?", (message_id,))
            self.attach(message_id, item)
            read = []
        else:
            after = after._replace(attachments=old)
        self._words.remove([word_row(message_id, conversation_id, facts, (before, words_before))])
        self._words.add([word_row(message_id, conversation_id, facts, (after, words_of(after, read)))])
        if edited:
            self._connection.execute(
                "UPDATE messages SET text = ?, edited = 1, edited_at = ?, deleted = ?, reactions = ? WHERE id = ?",
                (after.text, after.edited_at, after.deleted, written_reactions(after), message_id),
            )
        # The fragment's text has changed: it has to be embedded again.
        self._cuts.drop_of([message_id])

    def _read(self, message_id: int) -> list[str]:
        """What was read in a message's pictures."""
        sql = "SELECT ocr_text FROM attachments WHERE message_id = ? AND ocr_text <> '' ORDER BY id"
        return [row[0] for row in self._connection.execute(sql, (message_id,))]

    def _attachments(self, message_id: int) -> tuple[ExportedAttachment, ...]:
        rows = self._connection.execute(
            "SELECT kind, name, status, caption FROM attachments WHERE message_id = ? ORDER BY id", (message_id,)
        )
        return tuple(ExportedAttachment(row[0], row[1], row[2], caption=row[3]) for row in rows)


def word_row(
    message_id: int, conversation_id: int, facts: tuple[int | None, int | None], said: tuple[ExportedMessage, str]
) -> tuple[int, str, str]:
    """What the words index holds of a message; facts are (sender id, sent_at), said (message, its words)."""
    message, words = said
    kinds = kinds_of(message.text, [item.kind for item in message.attachments])
    return message_id, words, message_tags(conversation_id, *facts, kinds)


def written_reactions(message: ExportedMessage) -> str:
    return json.dumps([[r.emoji, r.count, r.senders] for r in message.reactions], ensure_ascii=False)


def _status(attachment: ExportedAttachment, media: StoredMedia | None) -> tuple[str, str | None]:
    if attachment.status == "found" and media is None:
        return "missing", None
    return attachment.status, media.sha256 if media else None

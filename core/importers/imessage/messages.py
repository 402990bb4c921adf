"""This file is where one row of `message` becomes one message, notice or call."""

import sqlite3
from dataclasses import dataclass, field

from core.importers.imessage import attachments
from core.importers.imessage.apps import balloon_text, drawing, is_link
from core.importers.imessage.attachments import Folders
from core.importers.imessage.chats import Chats
from core.importers.imessage.edits import Summary, summary
from core.importers.imessage.instants import of_column
from core.importers.imessage.notices import event, sender_of
from core.importers.imessage.survey import Survey
from core.importers.imessage.tapbacks import Tapbacks
from core.importers.imessage.typedstream import stream_text, without_marks
from core.sqlite_rows import Database, blob, number, words
from core.types import ExportedAttachment, ExportedMessage, MessageKind

COLUMNS = (
    "guid",
    "text",
    "attributedBody",
    "subject",
    "handle_id",
    "date",
    "is_from_me",
    "is_audio_message",
    "item_type",
    "other_handle",
    "group_title",
    "group_action_type",
    "share_status",
    "associated_message_guid",
    "associated_message_type",
    "balloon_bundle_id",
    "thread_originator_guid",
    "date_edited",
    "date_retracted",
    "message_summary_info",
)
_UNEDITED = Summary()
_APP_MARK = "\ufffd"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows of one database are read with."""

    database: Database
    chats: Chats
    survey: Survey
    tapbacks: Tapbacks
    folders: Folders
    entry: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its files and the other person of its chat, if there is only one."""

    facts: sqlite3.Row
    files: list[sqlite3.Row] = field(default_factory=list)
    peer: str | None = None


def exported(row: Row, around: Surroundings) -> ExportedMessage:
    """The message of a row. Values of a wrong type count as absent."""
    facts = row.facts
    happened = event(facts, around.chats) if facts["item_type"] else None
    sender, sender_key = sender_of(facts, around.chats, row.peer)
    edits = summary(blob(facts["message_summary_info"])) if facts["message_summary_info"] else _UNEDITED
    kind, text = happened or _content(facts, edits, around)
    spoken = bool(number(facts["is_audio_message"]))
    files = attachments.exported(row.files, around.folders, spoken) if row.files else ()
    unsent = _is_unsent(facts, edits) and not text and not files
    if happened and kind == "notice":
        sender, sender_key = None, None
    return ExportedMessage(
        key=words(facts["guid"]) or None,
        sender=sender,
        sent_at=of_column(facts["date"]),
        local_time=None,
        text=text,
        kind=kind,
        attachments=files + (_drawn(facts) if facts["balloon_bundle_id"] else ()) + _stickers(facts, around),
        sender_key=sender_key,
        reply_to=words(facts["thread_originator_guid"]) or None,
        edited=bool(edits.texts) or (of_column(facts["date_edited"]) is not None and not unsent),
        edited_at=None if unsent else edits.edited_at or of_column(facts["date_edited"]),
        deleted=unsent or facts["ROWID"] in around.survey.recovered,
        reactions=around.tapbacks.of(words(facts["guid"])),
        where=f"{around.entry}: message {facts['ROWID']}",
    )


def lost_tapback(row: Row, around: Surroundings) -> ExportedMessage:
    """A reaction whose message is not in the database: a notice, in the words that Messages kept for it."""
    facts = row.facts
    sender, _ = sender_of(facts, around.chats, row.peer)
    text = _written(facts) or "reacted to a message that is not in the database"
    return ExportedMessage(
        words(facts["guid"]) or None,
        None,
        of_column(facts["date"]),
        None,
        f"{sender or 'Somebody'}: {text}",
        "notice",
        where=f"{around.entry}: message {facts['ROWID']}",
    )


def _content(facts: sqlite3.Row, edits: Summary, around: Surroundings) -> tuple[MessageKind, str]:
    kind: MessageKind = "message"
    text, balloon = _written(facts) or "\n".join(edits.texts), words(facts["balloon_bundle_id"])
    if balloon and not is_link(balloon) and not drawing(balloon):
        payload = next(around.database.select("message", ["payload_data"], "WHERE ROWID = ?", [facts["ROWID"]]), None)
        kind, shown = balloon_text(balloon, blob(payload[0]) if payload else b"")
        text = text or shown
    subject = words(facts["subject"]).strip()
    return kind, "\n".join(part for part in (subject, text) if part)


def _written(facts: sqlite3.Row) -> str:
    """The text as the person wrote it: the column, or since macOS 13 the attributed body."""
    text = words(facts["text"])
    if not text and facts["attributedBody"]:
        text = stream_text(blob(facts["attributedBody"])) or ""
    if facts["balloon_bundle_id"] or text == _APP_MARK:
        text = text.replace(_APP_MARK, "")
    return without_marks(text)


def _is_unsent(facts: sqlite3.Row, edits: Summary) -> bool:
    return edits.unsent > 0 or of_column(facts["date_retracted"]) is not None


def _drawn(facts: sqlite3.Row) -> tuple[ExportedAttachment, ...]:
    """Drawings are kept as strokes, which no export has as a picture."""
    name = drawing(words(facts["balloon_bundle_id"]))
    return (ExportedAttachment("image", name, "not_exported"),) if name else ()


def _stickers(facts: sqlite3.Row, around: Surroundings) -> tuple[ExportedAttachment, ...]:
    """Pictures that people put onto this message; the rows that hold them are no messages."""
    placed = around.tapbacks.stickers(words(facts["guid"]))
    if not placed:
        return ()
    rows = attachments.files_of(around.database, around.survey.files, [each.number for each in placed])
    return tuple(
        file._replace(kind="sticker", caption=f"put here by {each.sender}")
        for each in placed
        for file in attachments.exported(rows.get(each.number, []), around.folders, False)
    )

"""This file is where one ChatLab record becomes one message, notice or call.

Types: 0 text, 1 image, 2 voice, 3 video, 4 file, 5 sticker, 7 link, 8 location, 20 red packet, 21 transfer, 22 pat,
23 call, 24 share, 25 reply, 26 forward, 27 contact, 80 system, 81 recall, 99 other (format specification, section 9).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.export import Export
from core.importers.chatlab.header import Header, display_name
from core.importers.chatlab.media import media
from core.importers.chatlab.times import Times
from core.json_values import word
from core.types import AttachmentKind, ExportedAttachment, ExportedMessage, MessageKind, Problem, Repair

_MEDIA: dict[int, AttachmentKind] = {1: "image", 2: "voice", 3: "video", 4: "file", 5: "sticker"}
_KINDS: dict[int, MessageKind] = {8: "location", 22: "notice", 23: "call", 27: "contact", 80: "notice"}
_NAMES = {7: "Link", 8: "Location", 20: "Red packet", 21: "Transfer", 22: "Pat", 23: "Call", 24: "Share"}
_NAMES |= {26: "Forwarded messages", 27: "Contact", 80: "System message"}
_TEXTS = frozenset((0, 25, 99))
_RECALL = 81
_LISTED = 100
_RECALLED = re.compile(
    r"[\[【(（]?\s*(?:消息)?(?:已)?撤回(?:的)?(?:了一条)?(?:消息)?\s*[\]】)）]?|\[?recalled(?: message)?\]?", re.I
)
_NO_ID = ("", "0", "-1", "null")


@dataclass
class Chat:
    """One conversation as it is read. ids: hashes of the message ids that were there: a number each, not a text."""

    export: Export
    entry: str
    header: Header
    times: Times = field(default_factory=Times)
    ids: set[int] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    @property
    def folder(self) -> str:
        return self.entry.rpartition("/")[0]

    def exported(self, raw: Any, where: str) -> Iterator[ExportedMessage | Problem | Repair]:
        """The message of a record, or a Problem, and what was put right on the way."""
        if not isinstance(raw, dict) or raw.keys().isdisjoint(("timestamp", "content", "type")):
            yield Problem(self.place(where), "not a message")
            return
        message = self._message(raw, where)
        yield message
        for what in (*self.times.notes(), *self._notes(raw, message)):
            yield Repair(self.place(where), what)

    def place(self, where: str) -> str:
        return where if where.startswith(self.entry) else f"{self.entry}: {where}"

    def _message(self, raw: dict[str, Any], where: str) -> ExportedMessage:
        kind, text, deleted = _body(raw)
        files: tuple[ExportedAttachment, ...] = ()
        if picture := _MEDIA.get(_type(raw)):
            attachment, text = media(picture, text, self.export, self.folder)
            files = (attachment,)
        sender, sender_key = self._sender(raw)
        sent_at, local_time = self.times.read(raw.get("timestamp"))
        answered = _id(raw.get("replyToMessageId"))
        return ExportedMessage(
            self._key(raw),
            sender,
            sent_at,
            local_time,
            text,
            kind,
            files,
            sender_key,
            answered,
            deleted=deleted,
            where=where,
        )

    def _sender(self, raw: dict[str, Any]) -> tuple[str | None, str | None]:
        """(name, id): the name that the record states, then the member's, then the id itself."""
        number = word(raw.get("sender")) or None
        name = display_name(raw) or (self.header.people.get(number, number) if number else None)
        return name, number

    def _key(self, raw: dict[str, Any]) -> str | None:
        """The platform's id; None the second time, where keeping it would lose one of two messages."""
        number = _id(raw.get("platformMessageId"))
        if number is None or hash(number) in self.ids:
            return None
        self.ids.add(hash(number))
        return number

    def _notes(self, raw: dict[str, Any], message: ExportedMessage) -> Iterator[str]:
        number = _id(raw.get("platformMessageId"))
        if number is not None and message.key is None:
            yield f"the id {number[:40]!r} was there before: this message is kept without one"
        if _type(raw) not in _KNOWN and len(self.unknown) < _LISTED and repr(raw.get("type")) not in self.unknown:
            self.unknown.add(repr(raw.get("type")))
            yield f"messages of the unknown type {repr(raw.get('type'))[:40]} are kept as text"


def _body(raw: dict[str, Any]) -> tuple[MessageKind, str, bool]:
    """(kind, text, deleted)."""
    number, content = _type(raw), word(raw.get("content"))
    if number in _TEXTS or number in _MEDIA:
        return "message", content, False
    if number == _RECALL:
        is_gone = not content.strip() or _RECALLED.fullmatch(content.strip()) is not None
        return ("message", "", True) if is_gone else ("notice", content, False)
    return _KINDS.get(number, "message"), content if content.strip() else _NAMES.get(number, ""), False


def _type(raw: dict[str, Any]) -> int:
    """The number of a record's type, also where it is written as text; -1 for anything else."""
    number = word(raw.get("type"))
    return int(number) if number.isdecimal() and len(number) < 6 else -1


def _id(value: Any) -> str | None:
    number = word(value)
    return None if number in _NO_ID else number


_KNOWN = _TEXTS | _MEDIA.keys() | _NAMES.keys() | {_RECALL}

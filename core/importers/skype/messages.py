"""This file is where one record of a MessageList becomes one message, notice or call."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.importers.skype import events
from core.importers.skype.events import json_in
from core.importers.skype.html_bodies import page_of
from core.importers.skype.markup import Body, body_of, parsed, words_of
from core.importers.skype.media import Media
from core.json_values import members, objects, word
from core.types import ExportedAttachment, ExportedMessage, MessageKind, Reaction

_FRACTION = re.compile(r"(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.A)
_NEVER = "0001-01-01"
_FIRST_INSTANT, _LAST_INSTANT = 10**11, 253_402_300_799_999
_TEXTS = ("Text", "RichText")
_MEDIA = ("RichText/UriObject", "RichText/Media_")
_READERS: dict[str, tuple[MessageKind, Callable[[str], str]]] = {
    "Event/Call": ("call", events.call),
    "Poll": ("poll", events.poll),
    "RichText/Location": ("location", events.place),
    "RichText/Contacts": ("contact", events.contacts),
}
_MOST_NAMES = 10_000


@dataclass
class Chat:
    """Where a record stands. names: of people by their ids, as far as they have been seen."""

    key: str
    media: Media
    names: dict[str, str] = field(default_factory=dict)


def exported(raw: dict[str, Any], chat: Chat, where: str) -> ExportedMessage:
    """The message of a record; values of a wrong type count as absent. `resolved` gives its people their names."""
    properties = members(raw.get("properties"))
    sender, sender_key = _sender(raw, chat)
    key, sent_at = word(raw.get("id")) or None, _sent_at(raw)
    kind, body = _content(raw)
    if kind == "notice":
        return ExportedMessage(key, None, sent_at, None, body.text, kind, where=where)
    files = (*chat.media.attachments(raw, _markup(raw), body.pictures), *_listed(properties.get("files"), chat.media))
    deleted = instant(properties.get("deletetime")) is not None or (
        kind == "message" and not (body.text or body.quote or files)
    )
    edited_at = instant(properties.get("edittime"))
    reply_to, text = _answered(body, chat)
    return ExportedMessage(
        key=key,
        sender=sender,
        sent_at=sent_at,
        local_time=None,
        text="" if deleted else text,
        kind=kind,
        attachments=() if deleted else files,
        sender_key=sender_key,
        reply_to=None if deleted else reply_to,
        edited=not deleted and (edited_at is not None or body.is_edited),
        edited_at=None if deleted else edited_at,
        deleted=deleted,
        reactions=_reactions(properties.get("emotions")),
        where=where,
    )


def resolved(message: ExportedMessage, names: Mapping[str, str]) -> ExportedMessage:
    """The message with the names of people that the records around it told; an id without one loses its network."""
    if message.kind == "notice":
        return message._replace(text=events.named(message.text, names))
    if message.sender is None and message.sender_key:
        message = message._replace(sender=events.person(message.sender_key, names))
    if not message.reactions:
        return message
    found = [(each, tuple(events.person(mri, names) for mri in each.senders)) for each in message.reactions]
    return message._replace(reactions=tuple(Reaction(each.emoji, each.count, people) for each, people in found))


def instant(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from a number of them or from a time with its zone; None for anything else."""
    text = word(value)
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 16 and _FIRST_INSTANT <= int(text) <= _LAST_INSTANT else None
    if not _ISO.fullmatch(text) or text.startswith(_NEVER):
        return None
    fraction = _FRACTION.search(text)
    bare = text[: fraction.start()] if fraction else text
    zone = (fraction[2] if fraction else None) or "Z"
    digits = (fraction[1] if fraction else None) or ".0"
    try:
        moment = datetime.fromisoformat(f"{bare}{zone.replace('Z', '+00:00')}")
        return round(moment.timestamp() * 1000) + int(digits[1:4].ljust(3, "0"))
    except (ValueError, OverflowError):
        return None


def _sent_at(raw: dict[str, Any]) -> int | None:
    times = (instant(raw.get(name)) for name in ("originalarrivaltime", "composetime", "id", "version"))
    return next((time for time in times if time is not None), None)


def _sender(raw: dict[str, Any], chat: Chat) -> tuple[str | None, str | None]:
    """(name, id). Names are missing for people who left Skype."""
    key = word(raw.get("from")).rpartition("/contacts/")[2]
    if not key:
        return None, None
    name = word(raw.get("displayName")).strip() or word(raw.get("imdisplayname")).strip()
    if name and (key in chat.names or len(chat.names) < _MOST_NAMES):
        chat.names.setdefault(key, name)
    return name or None, key


def _content(raw: dict[str, Any]) -> tuple[MessageKind, Body]:
    message_type, content = word(raw.get("messagetype")), word(raw.get("content"))
    if message_type.startswith(_MEDIA):
        return "message", Body(_card(message_type, content))
    if message_type.startswith("ThreadActivity/"):
        return "notice", Body(events.activity(message_type, content))
    if message_type in _READERS:
        kind, told = _READERS[message_type]
        return kind, Body(told(content))
    if message_type == "RichText/Html":
        page = page_of(content)
        return "message", page._replace(text=_headed(raw, page.text))
    if message_type.startswith(_TEXTS) or (not message_type and content):
        return "message", body_of(content)
    return "notice", Body(events.other(message_type, content))


def _headed(raw: dict[str, Any], text: str) -> str:
    """The text under the subject that it has in some conversations of Teams."""
    subject = word(members(raw.get("properties")).get("subject")).strip()
    return "\n".join(part for part in (subject, text) if part)


def _listed(files: Any, media: Media) -> tuple[ExportedAttachment, ...]:
    """The files that Teams lists, as JSON in a text: [{"fileName": "plan.docx", ...}]."""
    named = (word(each.get("fileName")) or word(each.get("title")) for each in objects(json_in(word(files))))
    return tuple(media.named(name) for name in named if name)


def _markup(raw: dict[str, Any]) -> Any:
    """The description of a file, which only some types have; a card is drawn by the app and is no file."""
    message_type = word(raw.get("messagetype"))
    is_media = message_type.startswith(_MEDIA) and message_type != "RichText/Media_Card"
    return parsed(word(raw.get("content"))) if is_media else None


def _card(message_type: str, content: str) -> str:
    """The title of a card; what other files say besides is how to see them on the web."""
    root = parsed(content) if message_type == "RichText/Media_Card" else None
    return words_of(root, "title") or "Card" if root is not None else ""


def _answered(body: Body, chat: Chat) -> tuple[str | None, str]:
    """(id of the answered message, text); the quoted words stand above it where the id is of no use here."""
    quote = body.quote
    if quote is None:
        return None, body.text
    if quote.message and quote.conversation in ("", chat.key):
        return quote.message, body.text
    lines = [f"> {line}" for line in quote.text.split("\n")] if quote.text else []
    return None, "\n".join([*lines, body.text] if body.text else lines)


def _reactions(value: Any) -> tuple[Reaction, ...]:
    """With the ids of those who reacted, as far as they are told."""
    found = []
    for each in objects(value):
        people = tuple(word(user.get("mri")) for user in objects(each.get("users")))
        if people:
            found.append(Reaction(word(each.get("key")) or "like", len(people), people))
    return tuple(found)

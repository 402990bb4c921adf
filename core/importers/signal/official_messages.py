"""This file is where one chatItem of Signal's own plaintext export becomes a message, notice or call.

The lines are Signal's backup frames as JSON: numbers of 64 bits are strings, bytes are base64, and a value that is the
default is left out.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from core.export import Export
from core.file_kinds import ending_of, kind_of
from core.importers.signal.bodies import mentions_of, quoted, with_mentions
from core.importers.signal.official_people import People, bytes_of
from core.importers.signal.official_updates import update
from core.json_values import members, objects, word
from core.types import AttachmentKind, ExportedAttachment, ExportedMessage, MessageKind, Reaction

_LAST = 253_402_300_799_999
_LONGEST_TEXT = 1 << 20
_FLAGS: dict[str, AttachmentKind] = {"VOICE_MESSAGE": "voice", "GIF": "gif", "BORDERLESS": "sticker"}
_KINDS = (
    "standardMessage",
    "contactMessage",
    "stickerMessage",
    "viewOnceMessage",
    "directStoryReplyMessage",
    "paymentNotification",
    "giftBadge",
    "poll",
)


@dataclass
class Reading:
    """What items of one file are read with. files: entries of the export by the name without its ending; originals:
    from the key of an edited message as it is now to the key that it was sent with."""

    export: Export
    people: People
    files: dict[str, str] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)


def exported(item: dict[str, Any], reading: Reading, where: str) -> ExportedMessage:
    """The message of a chatItem; values of a wrong type count as absent."""
    author = reading.people.of(item.get("authorId"))
    now = instant(item.get("dateSent"))
    if "updateMessage" in item:
        kind, text = update(members(item.get("updateMessage")), reading.people)
        who = (author.name, author.key) if kind == "call" else (None, None)
        return ExportedMessage(None, who[0], now, None, text, kind, sender_key=who[1], where=where)
    first = min((time for time in _times(item) if time is not None), default=None)
    key = _key(first, author.key)
    if key and first != now and (current := _key(now, author.key)):
        reading.originals[current] = key
    kind, text, files = _content(item, reading)
    reply_to, text = _answered(members(members(item.get("standardMessage")).get("quote")), text, reading)
    edited = bool(objects(item.get("revisions")))
    return ExportedMessage(
        key=key,
        sender=author.name,
        sent_at=first,
        local_time=None,
        text=text,
        kind=kind,
        attachments=files,
        sender_key=author.key,
        reply_to=reply_to,
        edited=edited,
        edited_at=now if edited and now != first else None,
        deleted="remoteDeletedMessage" in item or "adminDeletedMessage" in item,
        reactions=_reactions(item, reading.people),
        where=where,
    )


def instant(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from a number or a string of digits."""
    text = word(value)
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    return int(text) if 0 < int(text) <= _LAST else None


def _times(item: dict[str, Any]) -> list[int | None]:
    return [instant(each.get("dateSent")) for each in (item, *objects(item.get("revisions")))]


def _key(sent_at: int | None, author: str | None) -> str | None:
    """Signal knows a message by its author and the time at which it was sent."""
    return f"{sent_at}-{author or 'unknown'}" if sent_at is not None else None


def _content(item: dict[str, Any], reading: Reading) -> tuple[MessageKind, str, tuple[ExportedAttachment, ...]]:
    name = next((each for each in _KINDS if each in item), "")
    facts = members(item.get(name))
    if name == "standardMessage":
        files = [_attachment(each, reading) for each in objects(facts.get("attachments"))]
        return "message", _long(facts, reading) or _text(members(facts.get("text")), reading), tuple(files)
    if name == "stickerMessage":
        sticker = members(facts.get("sticker"))
        found = _file(members(sticker.get("data")), reading)._replace(
            kind="sticker", caption=word(sticker.get("emoji"))
        )
        return "message", "", (found,)
    if name == "viewOnceMessage":
        return "message", "", (ExportedAttachment("media", "view-once media", "not_exported"),)
    if name == "contactMessage":
        cards = objects(facts.get("contact")) or [members(facts.get("contact"))]
        return "contact", "\n".join(_card(card) for card in cards), ()
    if name == "poll":
        options = [f"• {word(each.get('option'))} ({_votes(each)})" for each in objects(facts.get("options"))]
        return "poll", "\n".join([word(facts.get("question")), *options]), ()
    return "message", _rarer(name, facts, reading), ()


def _rarer(name: str, facts: dict[str, Any], reading: Reading) -> str:
    if name == "directStoryReplyMessage":
        return _text(members(members(facts.get("textReply")).get("text")), reading) or word(facts.get("emoji"))
    if name == "paymentNotification":
        amount = f"Payment of {word(facts['amountMob'])} MOB" if facts.get("amountMob") else "Payment"
        return ": ".join(part for part in (amount, word(facts.get("note"))) if part)
    return "Gift badge" if name == "giftBadge" else ""


def _text(text: dict[str, Any], reading: Reading) -> str:
    def name_of(part: dict[str, Any]) -> str:
        return reading.people.account(part["mentionAci"]) if part.get("mentionAci") else ""

    return with_mentions(word(text.get("body")), mentions_of(text.get("bodyRanges"), name_of))


def _long(facts: dict[str, Any], reading: Reading) -> str:
    """A body too long for a message stands in a file of its own; the message has its beginning."""
    pointer = members(facts.get("longText"))
    entry = _entry(pointer, reading) if pointer else None
    if entry is None or reading.export.size(entry) > _LONGEST_TEXT:
        return ""
    return reading.export.head(entry).decode("utf-8", "replace")


def _attachment(each: dict[str, Any], reading: Reading) -> ExportedAttachment:
    found = _file(members(each.get("pointer")), reading)
    return found._replace(kind=_FLAGS.get(word(each.get("flag")), found.kind))


def _file(pointer: dict[str, Any], reading: Reading) -> ExportedAttachment:
    name, media_type = word(pointer.get("fileName")), word(pointer.get("contentType")) or None
    entry = _entry(pointer, reading)
    kind = kind_of(name, media_type)
    return ExportedAttachment(
        kind, name, "found" if entry else "not_exported", entry, media_type, word(pointer.get("caption"))
    )


def _entry(pointer: dict[str, Any], reading: Reading) -> str | None:
    """Files bear a digest of their content and their key as a name."""
    locator = members(pointer.get("locatorInfo"))
    plain = bytes_of(locator.get("plaintextHash"))
    if not plain:
        return None
    names = [sha256(plain + bytes_of(locator.get("localKey"))).hexdigest()]
    names += [(plain + bytes_of(locator.get("key"))).hex(), plain.hex()]
    return next((reading.files[name] for name in names if name in reading.files), None)


def files_by_name(export: Export) -> dict[str, str]:
    """The entries with hexadecimal names, by the name without its ending."""
    found: dict[str, str] = {}
    for entry in export.names():
        base = entry.rpartition("/")[2].lower()
        stem = base.removesuffix(f".{ending_of(base)}")
        if len(stem) >= 64 and all(digit in "0123456789abcdef" for digit in stem):
            found[stem] = entry
    return found


def _answered(quote: dict[str, Any], text: str, reading: Reading) -> tuple[str | None, str]:
    if not quote:
        return None, text
    key = _key(instant(quote.get("targetSentTimestamp")), reading.people.of(quote.get("authorId")).key)
    if key is not None:
        return reading.originals.get(key, key), text
    words = _text(members(quote.get("text")), reading)
    names = [word(each.get("fileName")) for each in objects(quote.get("attachments"))]
    return None, quoted(words or " ".join(name for name in names if name), text)


def _reactions(item: dict[str, Any], people: People) -> tuple[Reaction, ...]:
    senders: dict[str, list[str]] = {}
    for name in _KINDS:
        for each in objects(members(item.get(name)).get("reactions")):
            if emoji := word(each.get("emoji")):
                senders.setdefault(emoji, []).append(people.of(each.get("authorId")).name)
    return tuple(Reaction(emoji, len(names), tuple(names)) for emoji, names in senders.items())


def _votes(option: dict[str, Any]) -> str:
    number = len(objects(option.get("votes")))
    return "1 vote" if number == 1 else f"{number} votes"


def _card(card: dict[str, Any]) -> str:
    name = members(card.get("name"))
    full = " ".join(part for part in (word(name.get("givenName")), word(name.get("familyName"))) if part)
    values = [word(each.get("value")) for each in (*objects(card.get("number")), *objects(card.get("email")))]
    shown = full or word(name.get("nickname")) or word(card.get("organization"))
    return ", ".join(part for part in (shown, *values) if part) or "Contact"

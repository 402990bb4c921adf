"""This file is where one row of Signal Desktop's database, as sigtop copies it, becomes one message.

Three generations differ in how people are told: `source` (a number), `sourceUuid` and `authorUuid`, `sourceServiceId`
and `authorAci`; the first also counts `received_at` in milliseconds (format specification, section 6).
"""

from dataclasses import dataclass, field
from typing import Any

from core.export import Export
from core.file_kinds import kind_of
from core.importers.signal.bodies import mentions_of, quoted, with_mentions
from core.importers.signal.desktop_notices import event, timer_of
from core.importers.signal.people import ME, Named
from core.json_values import members, objects, word
from core.types import AttachmentStatus, ExportedAttachment, ExportedMessage, MessageKind, Reaction

_LONG_TEXT = "text/x-signal-plain"
_VOICE_FLAG = 1
_FIRST_INSTANT, _LAST_INSTANT = 10**11, 253_402_300_799_999
"""Milliseconds; a smaller received_at is a counter."""

_PERSON = ("sourceServiceId", "sourceUuid", "source")
_MENTIONED = ("mentionAci", "mentionUuid")


@dataclass(slots=True)
class Chat:
    """The conversation of a file. quoted: times of messages that later ones quote, filled with their ids on the way.

    ids: older ids of people (numbers) -> the id that later rows have for them; numbers: the reverse, of numbers only;
    person: the id of the other one, in a private chat.
    """

    export: Export
    entry: str
    name: Named
    quoted: dict[int, str | None] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    person: str | None = None

    def survey(self, raw: dict[str, Any]) -> None:
        """What a row tells about others: which message it quotes, and that two ids are one person's."""
        if (time := _instant(members(raw.get("quote")).get("id"))) is not None:
            self.quoted[time] = None
        if raw.get("type") == "incoming" and (known := _ids(raw)):
            self.ids.update(dict.fromkeys(known[1:], known[0]))
            if number := word(raw.get("source")):
                self.numbers[known[0]] = number
            if self.person is None or self.ids.get(self.person) == known[0] or "sourceServiceId" in raw:
                self.person = known[0]


def exported(raw: dict[str, Any], chat: Chat, where: str) -> ExportedMessage:
    """The message of a row; values of a wrong type count as absent."""
    sent_at = _sent_at(raw)
    key = word(raw.get("id")) or None
    if sent_at in chat.quoted and key:
        chat.quoted[sent_at] = key
    direction = word(raw.get("type"))
    sender, sender_key = _sender(raw, direction, chat)
    timer = timer_of(raw)
    if timer is not None:
        return ExportedMessage(key, None, sent_at, None, timer, "notice", where=where)
    if direction not in ("incoming", "outgoing", "story"):
        kind, text = event(raw)
        who = (sender, sender_key) if kind == "call" else (None, None)
        return ExportedMessage(key, who[0], sent_at, None, text, kind, sender_key=who[1], where=where)
    if raw.get("deletedForEveryone") is True:
        return ExportedMessage(key, sender, sent_at, None, "", sender_key=sender_key, deleted=True, where=where)
    kind, text = _content(raw)
    reply_to, text = _answered(members(raw.get("quote")), text, chat)
    edits = objects(raw.get("editHistory"))
    return ExportedMessage(
        key=key,
        sender=sender,
        sent_at=sent_at,
        local_time=None,
        text=text,
        kind=kind,
        attachments=_attachments(raw, chat),
        sender_key=sender_key,
        reply_to=reply_to,
        edited=bool(edits),
        edited_at=_instant(raw.get("editMessageTimestamp")) or (_instant(edits[0].get("timestamp")) if edits else None),
        reactions=_reactions(raw, chat),
        where=where,
    )


def _sent_at(raw: dict[str, Any]) -> int | None:
    """When it was first sent; of an edited message that stands in the last of its versions."""
    times = [_instant(raw.get(name)) for name in ("sent_at", "timestamp", "received_at_ms", "received_at")]
    sent = next((time for time in times if time is not None), None)
    edits = [_instant(edit.get("timestamp")) for edit in objects(raw.get("editHistory"))]
    return min((time for time in (sent, *edits) if time is not None), default=None)


def _instant(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    return value if isinstance(value, int) and _FIRST_INSTANT <= value <= _LAST_INSTANT else None


def _sender(raw: dict[str, Any], direction: str, chat: Chat) -> tuple[str | None, str | None]:
    """(name, id). The rows of a private chat do not say the name: the file does."""
    if direction == "outgoing":
        return ME, None
    if chat.name.kind == "private":
        return chat.name.name, chat.person
    known = _ids(raw)
    key = chat.ids.get(known[0], known[0]) if known else None
    return word(raw.get("source")) or chat.numbers.get(key or "") or key, key


def _ids(raw: dict[str, Any]) -> list[str]:
    """The ids of a row's sender, the latest kind first."""
    return list(dict.fromkeys(found for name in _PERSON if (found := word(raw.get(name)))))


def _content(raw: dict[str, Any]) -> tuple[MessageKind, str]:
    body = with_mentions(word(raw.get("body")), mentions_of(raw.get("bodyRanges"), _mentioned))
    cards = [_card(card) for card in objects(raw.get("contact"))]
    if cards:
        return "contact", "\n".join(line for line in (body, *cards) if line)
    poll = members(raw.get("poll"))
    if poll:
        options = [option if isinstance(option, str) else word(members(option).get("option")) for option in _list(poll)]
        return "poll", "\n".join([word(poll.get("question")) or body, *(f"• {option}" for option in options)])
    gift = "Gift badge" if raw.get("giftBadge") and not body else ""
    payment = "Payment" if raw.get("payment") and not body else ""
    note = word(members(raw.get("payment")).get("note"))
    return "message", body or gift or ": ".join(part for part in (payment, note) if part)


def _list(poll: dict[str, Any]) -> list[Any]:
    options = poll.get("options")
    return options if isinstance(options, list) else []


def _mentioned(part: dict[str, Any]) -> str:
    ids = [word(part.get(name)) for name in _MENTIONED]
    return word(part.get("replacementText")) or next((each for each in ids if each), "")


def _card(card: dict[str, Any]) -> str:
    name = members(card.get("name"))
    parts = [word(name.get(key)) for key in ("givenName", "familyName")]
    full = word(name.get("displayName")) or word(name.get("nickname")) or " ".join(part for part in parts if part)
    numbers = [word(each.get("value")) for each in (*objects(card.get("number")), *objects(card.get("email")))]
    return ", ".join(part for part in (full or word(card.get("organization")), *numbers) if part) or "Contact"


def _answered(quote: dict[str, Any], text: str, chat: Chat) -> tuple[str | None, str]:
    """(the id of the answered message, the text), with the quoted words above it where that id is not known."""
    if not quote:
        return None, text
    answered = word(quote.get("messageId")) or chat.quoted.get(_instant(quote.get("id")) or 0)
    if answered:
        return answered, text
    words = with_mentions(word(quote.get("text")), mentions_of(quote.get("bodyRanges"), _mentioned))
    files = [word(each.get("fileName")) for each in objects(quote.get("attachments"))]
    return None, quoted(words or " ".join(name for name in files if name), text)


def _attachments(raw: dict[str, Any], chat: Chat) -> tuple[ExportedAttachment, ...]:
    files = [_file(each, chat) for each in objects(raw.get("attachments")) if each.get("contentType") != _LONG_TEXT]
    if raw.get("isViewOnce") is True and not files:
        files.append(ExportedAttachment("media", "view-once media", "not_exported"))
    if sticker := members(raw.get("sticker")):
        data = members(sticker.get("data"))
        emoji = word(sticker.get("emoji")) or word(data.get("emoji"))
        files.append(_file(data, chat)._replace(kind="sticker", caption=emoji))
    return tuple(files)


def _file(each: dict[str, Any], chat: Chat) -> ExportedAttachment:
    """A file is found where sigtop exports attachments: beside the messages, in a folder of the conversation's name."""
    name, media_type = word(each.get("fileName")), word(each.get("contentType")) or None
    kind = "voice" if each.get("flags") == _VOICE_FLAG else kind_of(name, media_type)
    folder = chat.export.folder(chat.entry)
    stem = chat.entry.rpartition("/")[2].rpartition(".")[0]
    entry = (chat.export.resolve(f"{stem}/{name}", folder) or chat.export.resolve(name, folder)) if name else None
    status: AttachmentStatus = "found" if entry else "missing" if name else "not_exported"
    return ExportedAttachment(kind, name, status, entry, media_type, word(each.get("caption")))


def _reactions(raw: dict[str, Any], chat: Chat) -> tuple[Reaction, ...]:
    """Reactions by emoji; people in groups are told by ids that the file gives no name for."""
    people: dict[str, list[str]] = {}
    for each in objects(raw.get("reactions")):
        if emoji := word(each.get("emoji")):
            people.setdefault(emoji, []).append(_reacting(word(each.get("fromId")), raw, chat))
    return tuple(Reaction(emoji, len(names), tuple(name for name in names if name)) for emoji, names in people.items())


def _reacting(person: str, raw: dict[str, Any], chat: Chat) -> str:
    if person.startswith("+"):
        return person
    if chat.name.kind != "private":
        return ""
    return chat.name.name if person == word(raw.get("conversationId")) else ME

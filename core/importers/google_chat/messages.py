"""This file is where one record of messages.json becomes one message, call or notice."""

from collections.abc import Iterator
from typing import Any

from core.importers.google_chat.annotations import is_call, linked, notice_of
from core.importers.google_chat.groups import Group, address, display_name
from core.importers.google_chat.media import Files
from core.json_values import members, objects, word
from core.types import ExportedMessage, MessageKind, Reaction, Repair
from core.written_times import WrittenTime, read_time

Scene = tuple[Files, str]
"""What finds files, and where the record stands."""


def exported(raw: dict[str, Any], group: Group, scene: Scene) -> Iterator[ExportedMessage | Repair]:
    """The message that a record means; fields that are missing or of a wrong type count as absent."""
    files, where = scene
    creator = members(raw.get("creator"))
    time = _time(raw.get("created_date"))
    deleted = word(raw.get("message_state")) == "DELETED" or "deletion_metadata" in raw
    kind, text = _content(raw, group)
    reply_to, quoted = _answered(raw)
    yield ExportedMessage(
        key=word(raw.get("message_id")) or None,
        sender=_sender(creator, group) if creator or kind != "notice" else None,
        sent_at=time.sent_at if time else None,
        local_time=time.wall if time and time.offset is None else None,
        text="" if deleted else "\n".join(line for line in (quoted, text) if line),
        kind=kind,
        attachments=() if deleted else files.attachments(raw.get("attached_files")),
        sender_key=address(creator) or None,
        reply_to=reply_to,
        edited=bool(raw.get("previous_message_versions") or raw.get("updated_date")) and not deleted,
        edited_at=_edited_at(raw) if not deleted else None,
        deleted=deleted,
        reactions=_reactions(raw.get("reactions"), group),
        where=where,
    )
    if time is None and raw.get("created_date"):
        yield Repair(where, f"the date {word(raw['created_date'])[:60]!r} is none: kept without a time")


def _time(written: Any) -> WrittenTime | None:
    return read_time(word(written), None)


def _edited_at(raw: dict[str, Any]) -> int | None:
    time = _time(raw.get("updated_date"))
    return time.sent_at if time else None


def _sender(creator: dict[str, Any], group: Group) -> str:
    """The name that the message bears; of a creator without one that of the member."""
    return word(creator.get("name")).strip() or group.names.get(address(creator)) or display_name(creator)


def _content(raw: dict[str, Any], group: Group) -> tuple[MessageKind, str]:
    """The kind and the text; a record without text may be a notice, or say with an annotation what it is."""
    text, annotations = word(raw.get("text")), objects(raw.get("annotations"))
    if not text and (notice := notice_of(annotations, group.names)):
        return "notice", notice
    kind: MessageKind = "call" if any(map(is_call, annotations)) else "message"
    return kind, text or "\n".join(filter(None, map(linked, annotations)))


def _answered(raw: dict[str, Any]) -> tuple[str | None, str]:
    """(the id of the answered message, what is quoted of it where no id tells).

    The id of a message is group/topic/message; the message that opened a topic bears the topic's name.
    """
    quote = members(raw.get("quoted_message_metadata"))
    if quoted_id := word(quote.get("message_id")):
        return quoted_id, ""
    parts = word(raw.get("message_id")).split("/")
    opening = f"{parts[0]}/{parts[1]}/{parts[1]}" if len(parts) == 3 and parts[1] != parts[2] else None
    return opening, "\n".join(f"> {line}" for line in word(quote.get("text")).split("\n") if line)


def _reactions(listed: Any, group: Group) -> tuple[Reaction, ...]:
    return tuple(_reaction(each, group) for each in objects(listed))


def _reaction(item: dict[str, Any], group: Group) -> Reaction:
    emoji = members(item.get("emoji"))
    custom = members(emoji.get("custom_emoji"))
    addresses = item.get("reactor_emails")
    senders = [word(each) for each in addresses if word(each)] if isinstance(addresses, list) else []
    names = tuple(group.names.get(each.casefold(), each) for each in senders)
    shown = word(emoji.get("unicode")) or word(custom.get("shortcode")) or "custom emoji"
    return Reaction(shown, max(1, len(names)), names)

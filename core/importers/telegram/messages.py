"""This file is where one record of a Telegram chat becomes one message, notice or call."""

from dataclasses import dataclass
from typing import Any

from core.export import Export
from core.importers.telegram.content import described
from core.importers.telegram.fields import display_name, instant, plain, sender_id, times, word
from core.importers.telegram.media import attachments
from core.importers.telegram.notices import event
from core.types import ConversationKind, ExportedMessage, Reaction

_UNSUPPORTED = "A message that Telegram could not export"
_NEVER = ("1970-01-01", "1969-12-31")


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a record stands. folder: of the JSON file in the export; peer: the chat's own id ("channel123")."""

    export: Export
    folder: str
    peer: str
    title: str
    kind: ConversationKind


def exported(raw: dict[str, Any], chat: Chat, where: str) -> ExportedMessage:
    """The message that a record means; fields that are missing or of a wrong type count as absent."""
    if "action" in raw or raw.get("type") == "service":
        return _event(raw, chat, where)
    sent_at, local_time = times(raw.get("date"), raw.get("date_unixtime"))
    if raw.get("type") == "unsupported" and "text" not in raw:
        return ExportedMessage(_key(raw), None, sent_at, local_time, _UNSUPPORTED, "notice", where=where)
    kind, text = described(raw, _text(raw))
    sender, sender_key = _sender(raw, chat)
    edited_at = instant(raw["edited_unixtime"]) or None if "edited_unixtime" in raw else None
    return ExportedMessage(
        key=_key(raw),
        sender=sender,
        sent_at=sent_at,
        local_time=local_time,
        text=text,
        kind=kind,
        attachments=attachments(raw, chat.export, chat.folder),
        sender_key=sender_key,
        reply_to=_reply(raw, chat) if "reply_to_message_id" in raw else None,
        edited=edited_at is not None or _was_edited(raw),
        edited_at=edited_at,
        reactions=_reactions(raw["reactions"]) if "reactions" in raw else (),
        forwarded_from=_origin(raw),
        where=where,
    )


def _event(raw: dict[str, Any], chat: Chat, where: str) -> ExportedMessage:
    sent_at, local_time = times(raw.get("date"), raw.get("date_unixtime"))
    actor_key = sender_id(word(raw.get("actor_id"))) or None
    actor = display_name(raw.get("actor")) if actor_key or raw.get("actor") else None
    kind, text = event(raw, actor)
    files = attachments(raw, chat.export, chat.folder)
    return ExportedMessage(
        _key(raw), actor, sent_at, local_time, text, kind, files, actor_key, _reply(raw, chat), where=where
    )


def _key(raw: dict[str, Any]) -> str | None:
    return word(raw.get("id")) or None


def _text(raw: dict[str, Any]) -> str:
    text = raw["text"] if "text" in raw else raw.get("text_entities")
    return text if type(text) is str else plain(text)


def _sender(raw: dict[str, Any], chat: Chat) -> tuple[str | None, str | None]:
    """(display name, id). Posts of a channel that name nobody are the channel's."""
    key = sender_id(word(raw.get("from_id"))) or None
    if key or raw.get("from"):
        return display_name(raw.get("from")), key
    return (chat.title, chat.peer) if chat.kind == "channel" else (None, None)


def _reply(raw: dict[str, Any], chat: Chat) -> str | None:
    """The id of the answered message; None where it is in another chat, whose ids mean nothing here."""
    if raw.get("reply_to_peer_id") not in (None, chat.peer):
        return None
    return word(raw.get("reply_to_message_id")) or None


def _was_edited(raw: dict[str, Any]) -> bool:
    """Exports before 2020 wrote the epoch for messages that were never edited."""
    edited = raw.get("edited")
    return bool(edited) and not word(edited).startswith(_NEVER)


def _origin(raw: dict[str, Any]) -> str | None:
    """Whom the message was forwarded from; saved messages name the chat instead."""
    if "forwarded_from" in raw:
        return display_name(raw["forwarded_from"])
    return display_name(raw["saved_from"]) if raw.get("saved_from") else None


def _reactions(listed: Any) -> tuple[Reaction, ...]:
    if not isinstance(listed, list):
        return ()
    return tuple(_reaction(item) for item in listed if isinstance(item, dict))


def _reaction(item: dict[str, Any]) -> Reaction:
    recent = item.get("recent")
    senders = [display_name(each.get("from")) for each in recent if isinstance(each, dict)] if recent else []
    count = item.get("count")
    emoji = "⭐" if item.get("type") == "paid" else word(item.get("emoji")) or "custom emoji"
    return Reaction(emoji, count if type(count) is int and count > 0 else max(1, len(senders)), tuple(senders))

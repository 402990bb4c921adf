"""This file is where one event of a Hangouts conversation becomes a message, a call or a notice."""

from collections.abc import Callable
from typing import Any

from core.export import Export
from core.importers.hangouts.content import attachments_of, place_of, text_of
from core.importers.hangouts.people import Chat, person_id
from core.json_values import members, objects, word
from core.types import ExportedMessage, MessageKind

_LAST = 253_402_300_799_999
_CALLS = {
    "START_HANGOUT": "started a call",
    "END_HANGOUT": "ended the call",
    "JOIN_HANGOUT": "joined the call",
    "LEAVE_HANGOUT": "left the call",
    "HANGOUT_COMING_SOON": "announced a call",
    "ONGOING_HANGOUT": "is in a call",
}
_MEMBERSHIP = {"JOIN": "added", "LEAVE": "removed", "ADD_USER": "added", "REMOVE_USER": "removed"}

Scene = tuple[Export, str, str]
"""The export, the entry, and the place of the event in it."""


def exported(raw: dict[str, Any], chat: Chat, scene: Scene) -> ExportedMessage:
    """The message that an event means; fields that are missing or of a wrong type count as absent."""
    sender = person_id(raw.get("sender_id"))
    who = chat.name(sender) if sender else None
    kind, text = _said(raw, chat, who or "Somebody")
    content = members(members(raw.get("chat_message")).get("message_content"))
    embeds = objects(content.get("attachment"))
    if kind == "message" and not text and (place := place_of(embeds)):
        kind, text = "location", place
    return ExportedMessage(
        key=word(raw.get("event_id")) or None,
        sender=who,
        sent_at=instant(raw.get("timestamp")),
        local_time=None,
        text=text,
        kind=kind,
        attachments=attachments_of(embeds, scene[0], scene[1]),
        sender_key=sender or None,
        where=scene[2],
    )


def instant(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from microseconds, a string or a number; None when they are none."""
    try:
        moment = int(word(value) or "none") // 1000
    except ValueError:
        return None
    return moment if 0 <= moment <= _LAST else None


def _said(raw: dict[str, Any], chat: Chat, who: str) -> tuple[MessageKind, str]:
    """The kind and the text of an event, by the part that it has; the event_type names it where no part does."""
    if "chat_message" in raw:
        return "message", text_of(members(raw["chat_message"]))
    if "hangout_event" in raw:
        return "call", _call(members(raw["hangout_event"]), who)
    if "membership_change" in raw:
        return "notice", _membership(members(raw["membership_change"]), chat, person_id(raw.get("sender_id")))
    for part, told in _NOTICES.items():
        if part in raw:
            return "notice", f"{who} {told(members(raw[part]))}"
    return "notice", f"{who}: {word(raw.get('event_type')).replace('_', ' ').lower() or 'an event without content'}"


def _call(event: dict[str, Any], who: str) -> str:
    told = _CALLS.get(word(event.get("event_type")), "had a call")
    seconds = word(event.get("hangout_duration_secs"))
    length = f" ({_length(int(seconds))})" if seconds.isdecimal() and len(seconds) < 10 and int(seconds) else ""
    return f"{who} {told}{length}"


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _renamed(event: dict[str, Any]) -> str:
    new, old = word(event.get("new_name")), word(event.get("old_name"))
    if not new:
        return "removed the name of the conversation"
    return f"renamed the conversation {f'“{old}” ' if old else ''}to “{new}”"


def _history(event: dict[str, Any]) -> str:
    return f"turned the history {'off' if word(event.get('new_otr_status')) == 'OFF_THE_RECORD' else 'on'}"


def _link(event: dict[str, Any]) -> str:
    return f"turned joining by a link {'on' if word(event.get('new_status')).endswith('ON') else 'off'}"


def _membership(change: dict[str, Any], chat: Chat, sender: str) -> str:
    people = [person_id(person) for person in objects(change.get("participant_id"))]
    names = ", ".join(chat.name(person) for person in people) or "somebody"
    done = _MEMBERSHIP.get(word(change.get("type")), "changed the membership of")
    if people == [sender]:
        return f"{names} {'left' if done == 'removed' else 'joined'}"
    return f"{chat.name(sender) if sender else 'Somebody'} {done} {names}"


_NOTICES: dict[str, Callable[[dict[str, Any]], str]] = {
    "conversation_rename": _renamed,
    "otr_modification": _history,
    "group_link_sharing_modification": _link,
}

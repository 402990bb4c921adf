"""This file is where the parts of a Matrix event are taken out: its content, and how it relates to another event."""

from typing import Any

from core.json_values import members, word

_LAST = 253_402_300_799_999


def is_event(value: Any) -> bool:
    """True for an object with the three things that every event of a room has."""
    event = members(value)
    return bool(word(event.get("type"))) and bool(word(event.get("sender"))) and "origin_server_ts" in event


def content_of(event: dict[str, Any]) -> dict[str, Any]:
    return members(event.get("content"))


def relation_of(event: dict[str, Any]) -> dict[str, Any]:
    """m.relates_to of an event; of an encrypted one that could be read it is beside the secret part."""
    return members(content_of(event).get("m.relates_to"))


def instant(event: dict[str, Any]) -> int | None:
    """Milliseconds since 1970 UTC at which the event's server received it."""
    value = event.get("origin_server_ts")
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LAST:
        return int(value)
    return None


def answered(event: dict[str, Any]) -> str | None:
    """The event that this one answers: the quoted one, else the first one of its thread."""
    relation = relation_of(event)
    direct = word(members(relation.get("m.in_reply_to")).get("event_id"))
    thread = word(relation.get("event_id")) if relation.get("rel_type") in ("m.thread", "io.element.thread") else ""
    if thread and relation.get("is_falling_back") is True:
        return thread
    return direct or thread or None


def previous(event: dict[str, Any]) -> dict[str, Any]:
    """The content that a state had before."""
    return members(members(event.get("unsigned")).get("prev_content")) or members(event.get("prev_content"))

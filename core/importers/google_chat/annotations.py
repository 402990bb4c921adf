"""This file is where the annotations of a message in Google Chat are read: links, calls, changes of a group."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.json_values import members, objects, word

_URL = "private_do_not_access_or_else_safe_url_wrapped_value"
_ACTIONS = {
    "JOINED": "joined",
    "LEFT": "left",
    "ADDED": "was added",
    "INVITED": "was invited",
    "REMOVED": "was removed",
    "BOT_ADDED": "was added",
    "BOT_REMOVED": "was removed",
}


def linked(annotation: dict[str, Any]) -> str:
    """What an annotation shows where the message has no text: a title and an address, a file in Drive, a video."""
    for kind in ("url_metadata", "drive_metadata", "youtube_metadata", "video_call_metadata", "interaction_data"):
        facts = members(annotation.get(kind))
        if facts:
            parts = (word(facts.get("title")), _address(facts), word(facts.get("id")) if kind != "url_metadata" else "")
            return " ".join(dict.fromkeys(part for part in parts if part))
    return ""


def is_call(annotation: dict[str, Any]) -> bool:
    """True for a message that is a call: a meeting that was begun, or one that was missed."""
    integration = members(annotation.get("gsuite_integration_metadata"))
    return "video_call_metadata" in annotation or "call_data" in integration


def notice_of(annotations: Sequence[dict[str, Any]], names: Mapping[str, str]) -> str:
    """What happened to the group, "" when the annotations tell nothing of that kind."""
    for annotation in annotations:
        if change := members(annotation.get("membership_changed")):
            return _membership(change, names)
        if update := members(annotation.get("room_updated")):
            title = word(members(update.get("name")).get("new_name")) or word(update.get("name"))
            return f"The space is now called “{title}”" if title else "The space was changed"
        if "group_retention_settings_updated" in annotation:
            return "How long messages are kept was changed"
    return ""


def _membership(change: dict[str, Any], names: Mapping[str, str]) -> str:
    people = objects(change.get("affected_members")) or objects(change.get("affected_member_profiles"))
    who = ", ".join(_name(person, names) for person in people) or "Somebody"
    return f"{who} {_ACTIONS.get(word(change.get('type')), 'changed membership')}"


def _name(person: dict[str, Any], names: Mapping[str, str]) -> str:
    user = members(person.get("user")) or person
    email = word(user.get("email"))
    return word(user.get("name")) or names.get(email.casefold(), email) or "somebody"


def _address(facts: dict[str, Any]) -> str:
    url = facts.get("url") or facts.get("safe_url")
    inner = members(url)
    meeting = members(facts.get("meeting_space"))
    return word(inner.get(_URL)) or word(url) or word(meeting.get("meeting_url"))

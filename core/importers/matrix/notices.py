"""This file is where the states of a Matrix room - who came, how it is called - become sentences."""

from collections.abc import Callable
from typing import Any

from core.importers.matrix.events import content_of, previous
from core.json_values import word

Name = Callable[[str], str]
"""What a person is called, by their id."""

_SENTENCES = {
    "m.room.create": "{who} created this room",
    "m.room.avatar": "{who} changed the picture of the room",
    "m.room.encryption": "{who} turned on end-to-end encryption",
    "m.room.power_levels": "{who} changed who may do what in the room",
    "m.room.pinned_events": "{who} changed the pinned messages of the room",
    "m.room.canonical_alias": "{who} changed the addresses of the room",
    "m.room.server_acl": "{who} changed which servers may take part",
    "m.room.tombstone": "{who} upgraded this room",
    "m.room.third_party_invite": "{who} invited {display_name}",
    "m.room.join_rules": "{who} changed who can join the room: {join_rule}",
    "m.room.history_visibility": "{who} changed who can read the history: {history_visibility}",
    "m.room.guest_access": "{who} changed whether guests can join: {guest_access}",
    "m.poll.end": "{who} ended a poll",
    "org.matrix.msc3381.poll.end": "{who} ended a poll",
    "im.vector.modular.widgets": "{who} changed the widget {name}",
    "m.widget": "{who} changed the widget {name}",
}


def sentence(event: dict[str, Any], name: Name) -> str:
    """What happened; an unknown event is told by its type."""
    kind, content = word(event.get("type")), content_of(event)
    who = name(word(event.get("sender")))
    if kind == "m.room.member":
        return _member(event, content, name)
    if kind == "m.room.name":
        title = word(content.get("name"))
        return f"{who} changed the name of the room to “{title}”" if title else f"{who} removed the name of the room"
    if kind == "m.room.topic":
        topic = word(content.get("topic"))
        return f"{who} changed the topic to “{topic}”" if topic else f"{who} removed the topic"
    told = _SENTENCES.get(kind)
    if told is None:
        return f"{who}: {kind}"
    return " ".join(told.format_map(_Words(content, who)).rstrip(": ").split())


class _Words(dict[str, str]):
    """The words of a content by their names, "" where there is none."""

    def __init__(self, content: dict[str, Any], who: str) -> None:
        super().__init__(who=who)
        self._content = content

    def __missing__(self, key: str) -> str:
        return word(self._content.get(key))


def _member(event: dict[str, Any], content: dict[str, Any], name: Name) -> str:
    sender, person = word(event.get("sender")), word(event.get("state_key"))
    who, whom = name(sender), name(person)
    before = previous(event)
    told = _STEPS.get((word(content.get("membership")), word(before.get("membership"))))
    told = told or _STEPS.get((word(content.get("membership")), ""))
    if content.get("membership") == "join" and before.get("membership") == "join":
        return _profile(content, before, whom)
    if content.get("membership") == "leave" and sender == person:
        told = "{whom} turned the invitation down" if before.get("membership") == "invite" else "{whom} left the room"
    reason = word(content.get("reason"))
    text = (told or "{who} changed the membership of {whom}").replace("{whom}", whom).replace("{who}", who)
    return f"{text}: {reason}" if reason else text


_STEPS = {
    ("join", ""): "{whom} joined the room",
    ("invite", ""): "{who} invited {whom}",
    ("knock", ""): "{whom} asked to join",
    ("ban", ""): "{who} banned {whom}",
    ("leave", ""): "{who} removed {whom}",
    ("leave", "ban"): "{who} lifted the ban of {whom}",
    ("leave", "invite"): "{who} took back the invitation of {whom}",
}


def _profile(content: dict[str, Any], before: dict[str, Any], whom: str) -> str:
    """A person who was there already changed what they are called, or how they look."""
    old, new = word(before.get("displayname")), word(content.get("displayname"))
    if old != new:
        return f"{old or whom} changed their name to {new}" if new else f"{old} removed their name"
    if before.get("avatar_url") != content.get("avatar_url"):
        return f"{whom} changed their picture"
    return f"{whom} made no change"

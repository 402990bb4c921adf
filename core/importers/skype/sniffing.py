"""This file is where an entry is told to be Skype's by its beginning, and a messages.json of Teams to be Teams'.

Teams for private use exports a file of the same schema; ids and types in it tell the two apart.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from core.beginning import Beginning
from core.json_values import objects, word

_TEAMS_IDS = ("@thread.v2", "@thread.tacv2", "@unq.gbl.spaces")
_SHARED = "19:uni01_"
"""Conversations of a Skype user with a Teams user: both have them."""

_COLUMNS = (b"chatmsg_type", b"body_xml", b"convo_id")


def is_database(beginning: Beginning) -> bool:
    """True for a main.db."""
    return beginning.form == "sqlite" and all(column in beginning.raw for column in _COLUMNS)


def is_export(facts: Mapping[str, Any]) -> bool:
    """True for the beginning of a messages.json, of either app."""
    listed = facts.get("conversations")
    if not isinstance(listed, list) or not ("userId" in facts or "exportDate" in facts):
        return False
    return not listed or any(isinstance(each, dict) and ("MessageList" in each or "id" in each) for each in listed)


def is_of_teams(facts: Mapping[str, Any]) -> bool:
    """True where at least as many conversations are made as only Teams makes them as are made in Skype's way."""
    votes = [vote for each in objects(facts.get("conversations")) for vote in _votes(each)]
    return any(votes) and 2 * sum(votes) >= len(votes)


def _votes(conversation: dict[str, Any]) -> Iterator[bool]:
    """Whether this conversation is one of Teams; nothing where it could be either's."""
    key = word(conversation.get("id"))
    types = {word(each.get("messagetype")) for each in objects(conversation.get("MessageList"))}
    if "RichText/Html" in types or (key.endswith(_TEAMS_IDS) and not key.startswith(_SHARED)):
        yield True
    elif key.endswith("@thread.skype") or "RichText" in types:
        yield False

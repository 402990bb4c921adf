"""This file is where an entry is told to be Slack's by what it holds: messages, people, or a list of conversations."""

import re
from typing import Any, Literal

from core.beginning import Beginning
from core.json_values import members, objects, word

Sort = Literal["messages", "people", "channels", "database"]

_TIME = re.compile(r"\d{9,10}\.\d{6}", re.A)
_ANY_TIME = re.compile(r"\d{1,11}(?:\.\d{1,9})?", re.A)
_PERSON, _CHANNEL = re.compile(r"[UWB][A-Z0-9]{2,}", re.A), re.compile(r"[CDG][A-Z0-9]{2,}", re.A)
_SPOKEN = ("text", "user", "bot_id", "subtype", "files", "blocks")


def sort_of(beginning: Beginning) -> Sort | None:
    """What Slack keeps in such an entry; None when it is not Slack's."""
    if beginning.form == "sqlite":
        return "database" if _is_database(beginning.raw) else None
    if beginning.form != "json":
        return None
    if any(is_surely_message(record) for record in (*beginning.records, *objects(beginning.facts.get("messages")))):
        return "messages"
    records = [members(record) for record in beginning.records]
    if records and all(_is_person(record) for record in records):
        return "people"
    return "channels" if records and all(_is_channel(record) for record in records) else None


def is_surely_message(raw: Any) -> bool:
    """True for a record with a time as only Slack writes it, and something said."""
    facts = members(raw)
    return _TIME.fullmatch(word(facts.get("ts"))) is not None and not facts.keys().isdisjoint(_SPOKEN)


def is_message(raw: Any) -> bool:
    """True for a record that can be a message where others surely are: it says something, or has a time."""
    facts = members(raw)
    if facts.keys().isdisjoint(_SPOKEN) or facts.get("type", "message") != "message":
        return False
    return "text" in facts or _ANY_TIME.fullmatch(word(facts.get("ts"))) is not None


def _is_person(facts: dict[str, Any]) -> bool:
    is_named = _PERSON.fullmatch(word(facts.get("id"))) is not None
    return is_named and isinstance(facts.get("profile"), dict)


def _is_channel(facts: dict[str, Any]) -> bool:
    is_named = _CHANNEL.fullmatch(word(facts.get("id"))) is not None
    return is_named and "created" in facts and isinstance(facts.get("members", []), list) and "messages" not in facts


def _is_database(raw: bytes) -> bool:
    """True for the archive of slackdump, whose tables are named in its first pages."""
    return all(f"CREATE TABLE {table}".encode() in raw for table in ("MESSAGE", "S_USER", "CHANNEL"))

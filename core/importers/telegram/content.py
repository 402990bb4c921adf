"""This file is where places, contacts, polls and other things that are no text get words one can read and search."""

import json
from typing import Any

from core.importers.telegram.fields import plain, word
from core.types import MessageKind

_TELLING = frozenset(
    [
        "location_information",
        "place_name",
        "address",
        "contact_information",
        "poll",
        "todo_list",
        "game_title",
        "invoice_information",
        "giveaway_information",
    ]
)


def described(raw: dict[str, Any], text: str) -> tuple[MessageKind, str]:
    """The kind of a record and its text, with what the record shows besides the text on lines of its own."""
    if _TELLING.isdisjoint(raw):
        return "message", text
    kind, lines = _shown(raw)
    return kind, "\n".join(line for line in (text, *lines) if line)


def _shown(raw: dict[str, Any]) -> tuple[MessageKind, list[str]]:
    if "poll" in raw:
        return "poll", _poll(_members(raw["poll"]))
    if "contact_information" in raw:
        return "contact", [_contact(_members(raw["contact_information"]))]
    if "location_information" in raw or "place_name" in raw or "address" in raw:
        return "location", _place(raw)
    if "todo_list" in raw:
        return "message", _tasks(_members(raw["todo_list"]))
    if "game_title" in raw:
        return "message", [word(raw["game_title"]), word(raw.get("game_description"))]
    offer = _members(raw.get("invoice_information") or raw.get("giveaway_information"))
    return "message", [plain(offer.get(key)) for key in ("title", "description", "additional_prize")]


def _members(value: Any) -> dict[str, Any]:
    """An object, also where it was written as JSON inside a string (invoices)."""
    if isinstance(value, str):
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _poll(poll: dict[str, Any]) -> list[str]:
    answers = [
        f"• {plain(answer.get('text'))} ({_votes(answer.get('voters'))})" for answer in _dicts(poll.get("answers"))
    ]
    return [plain(poll.get("question")), *answers]


def _votes(count: Any) -> str:
    number = count if type(count) is int else 0
    return "1 vote" if number == 1 else f"{number} votes"


def _tasks(todo: dict[str, Any]) -> list[str]:
    items = _dicts(todo.get("answers")) or _dicts(todo.get("items")) or _dicts(todo.get("tasks"))
    return [plain(todo.get("title")), *(f"• {plain(item.get('text') or item.get('title'))}" for item in items)]


def _contact(contact: dict[str, Any]) -> str:
    name = f"{word(contact.get('first_name'))} {word(contact.get('last_name'))}".strip()
    return ", ".join(part for part in (name, word(contact.get("phone_number"))) if part) or "Contact"


def _place(raw: dict[str, Any]) -> list[str]:
    point = _members(raw.get("location_information"))
    latitude, longitude = point.get("latitude"), point.get("longitude")
    numbers = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    lines = [plain(raw.get("place_name")), plain(raw.get("address")), f"{latitude}, {longitude}" if numbers else ""]
    return lines if any(lines) else ["Location"]

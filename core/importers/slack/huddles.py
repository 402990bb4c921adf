"""This file is where a huddle or a call of Slack is put into words: how long it was, and who was there."""

from typing import Any

from core.importers.slack.people import People
from core.json_values import count, members, word


def huddle(raw: dict[str, Any], text: str, people: People) -> str:
    """ "A huddle started (25 min; Ana, Bo)"."""
    room = members(raw.get("room"))
    began, ended = count(room.get("date_start")), count(room.get("date_end"))
    listed = room.get("participant_history") or room.get("participants")
    names = ", ".join(people.name(word(user)) for user in listed) if isinstance(listed, list) else ""
    details = [part for part in (_length(ended - began) if began and ended > began else "", names) if part]
    head = text or word(room.get("name")) or "Huddle"
    return f"{head} ({'; '.join(details)})" if details else head


def _length(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    if not hours:
        return f"{minutes} min" if minutes else f"{seconds} s"
    return f"{hours} h {minutes} min"

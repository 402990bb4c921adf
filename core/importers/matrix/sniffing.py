"""This file is where an entry is told to be a Matrix room's: events, Element's text, or Element's page."""

import re
from typing import Literal

from core.beginning import Beginning
from core.importers.matrix.events import is_event
from core.importers.matrix.head import LISTS
from core.importers.matrix.lines import header_of, sender_of
from core.importers.matrix.vocabulary import is_about_room, placeholder

Sort = Literal["events", "text", "page"]

_HEAD = re.compile(r'\s*\{\s*"room_name"\s*:')
_PAGE = re.compile(r'\bclass="[^"]*\bmx_(?:MatrixChat|RoomView|Export_EventWrapper)\b')
_LEVELS = frozenset("trace debug info notice warn warning error critical fatal severe verbose".split())  # noqa: SIM905
_LOOKED_AT = 500
_PERSON = re.compile(r"@[\w.=/+-]+:[\w.:-]+: |[^\n]{1,200}?: <@[\w.=/+-]+:[\w.:-]+[ >]")
_MEDIA = re.compile(r".* \(([^()]{2,100})\)", re.S)


def sort_of(beginning: Beginning) -> Sort | None:
    """What of a room an entry holds; None when it is not of Matrix."""
    if beginning.form == "json":
        return "events" if _has_events(beginning) else None
    if beginning.form == "html":
        return "page" if _PAGE.search(beginning.text) else None
    return "text" if beginning.form == "text" and _is_text(beginning) else None


def _has_events(beginning: Beginning) -> bool:
    listed = [*beginning.records]
    for key in LISTS:
        found = beginning.facts.get(key)
        listed += found if isinstance(found, list) else []
    if any(is_event(value) for value in listed):
        return True
    # The head may be no JSON: then its keys stand in it all the same, and an empty room has no events.
    start = beginning.text[: 1 << 16]
    return bool(_HEAD.match(start)) and '"exported_by"' in start and '"messages"' in start


def _is_text(beginning: Beginning) -> bool:
    """Lines of "time - name: text" with seconds, and something in Element's own words or a person's Matrix id.

    WhatsApp and programs write such lines too; where no word tells, the lines are theirs.
    """
    lines = [line for line in beginning.lines[:_LOOKED_AT] if line]
    if not lines or header_of(lines[0]) is None:
        return False
    spoken = [header for line in lines if (header := header_of(line))]
    senders = {sender_of(header.text) for header in spoken} - {None}
    if any(sender and sender.casefold() in _LEVELS for sender in senders):
        return False
    return any(_is_named_day(header.time) or _tells(header.text) for header in spoken)


def _is_named_day(time: str) -> bool:
    """True for "Thu, Nov 17, 2022, ...": newer versions write the day of the week, which no phone does."""
    return re.match(r"\W*[^\W\d]", time) is not None


def _tells(text: str) -> bool:
    if _PERSON.match(text) or (sender_of(text) is None and is_about_room(text)):
        return True
    media = _MEDIA.fullmatch(text)
    return media is not None and placeholder(media[1]) is not None

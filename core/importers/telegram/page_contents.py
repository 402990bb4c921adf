"""This file is where calls, polls, places, contacts and games on a page get the words that they have in JSON too."""

import re
from collections.abc import Callable

from core.html_elements import Element, Inside, classes_of, text_of
from core.importers.telegram.notices import duration
from core.types import MessageKind

_SECONDS = re.compile(r"\((\d{1,9}) seconds?\)")
_POINT = re.compile(r"[?&]q=(-?[\d.]{1,20}),(-?[\d.]{1,20})")
_ENDS = {"Missed": "Missed call", "Cancelled": "Missed call", "Declined": "Declined call"}


def content_of(inside: Inside, text: str) -> tuple[MessageKind, str]:
    """The kind of a message and its text, with what it shows besides the text on lines of its own."""
    if (poll := inside.first("media_poll")) is not None:
        return "poll", _joined(text, *_poll(Inside(poll)))
    for media in inside.all("media"):
        for name in classes_of(media):
            if name in _SHOWN:
                kind, lines = _SHOWN[name](media)
                return kind, _joined(text, *lines)
    return "message", text


def part(media: Element, name: str) -> str:
    """The text of a part of a generic medium: its title, description or status."""
    found = Inside(media).first(name)
    return " ".join(text_of(found).split()) if found is not None else ""


def _call(media: Element) -> tuple[MessageKind, list[str]]:
    status = part(media, "status")
    if seconds := _SECONDS.search(status):
        return "call", [f"Call, {duration(int(seconds[1]))}"]
    return "call", [_ENDS.get(status, "Call")]


def _place(media: Element) -> tuple[MessageKind, list[str]]:
    point = _POINT.search(media.get("href") or "")
    shown = [f"{point[1]}, {point[2]}"] if point else [part(media, "status")]
    return "location", shown if any(shown) else ["Location"]


def _venue(media: Element) -> tuple[MessageKind, list[str]]:
    point = _POINT.search(media.get("href") or "")
    return "location", [part(media, "title"), part(media, "description"), f"{point[1]}, {point[2]}" if point else ""]


def _contact(media: Element) -> tuple[MessageKind, list[str]]:
    number = part(media, "status").removesuffix("- vCard").strip()
    return "contact", [", ".join(filter(None, (part(media, "title"), number))) or "Contact"]


def _offer(media: Element) -> tuple[MessageKind, list[str]]:
    return "message", [part(media, "title"), part(media, "description")]


_SHOWN: dict[str, Callable[[Element], tuple[MessageKind, list[str]]]] = {
    "media_call": _call,
    "media_location": _place,
    "media_live_location": _place,
    "media_venue": _venue,
    "media_contact": _contact,
    "media_game": _offer,
    "media_invoice": _offer,
}


def _poll(poll: Inside) -> list[str]:
    question = poll.first("question")
    lines = [text_of(question) if question is not None else ""]
    for answer in poll.all("answer"):
        details = Inside(answer).first("details")
        number = re.match(r"\d+", text_of(details).strip()) if details is not None else None
        votes = int(number[0][:9]) if number else 0
        words = text_of(answer, skip=("details",)).removeprefix("- ").strip()
        lines.append(f"• {words} ({'1 vote' if votes == 1 else f'{votes} votes'})")
    return lines


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)

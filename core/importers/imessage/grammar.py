"""This file is where the lines that imessage-exporter writes around messages are told from what people wrote.

The grammar (format specification, section 7): a time, a sender, the parts of the message, an empty line. Times are
English, with two spaces before hours of one digit. Body lines stand as they were written.
"""

import re
from functools import lru_cache

from core.importers.imessage.tapbacks import REACTIONS, STICKER
from core.types import Reaction

INDENT = "    "
"""Copies of replies are indented under the message they answer."""

RESPONDED = "This message responded to an earlier message."
DELETED = "This message was deleted from the conversation!"

_WRITTEN = r"([A-Z][a-z]{2}) (\d{2}), (\d{4}) ([ \d]?\d):(\d{2}):(\d{2}) ([AP]M)"
_TIME = re.compile(rf"{_WRITTEN}(?: \(Read by .{{1,300}} after [^()]{{1,200}}\))?")
_BEGINNING = re.compile(_WRITTEN)
_ANNOUNCED = re.compile(rf"({_WRITTEN}) (\S.*)", re.S)
_DONE = re.compile(
    r"(?:(?:re)?named the conversation|unsent a message|kept an audio message|left the conversation|"
    r"(?:added .+ to|removed .+ from) the conversation|(?:changed|removed) the (?:group photo|chat background)|"
    r"changed their phone number|performed unknown action)",
    re.S,
)
_UNSENT = re.compile(r"(.+) unsent a message[!.]", re.S)
_PART_UNSENT = re.compile(r".{1,200} unsent this message part(?: .{1,100} after sending)?!")
_FIRST_VERSION = re.compile(rf"{_WRITTEN} ?(.*)", re.S)
_LATER_VERSION = re.compile(r"Edited [^:]{1,100} later: ?(.*)", re.S)
_EFFECT = re.compile(
    r"Sent with (?:Confetti|Echo|Fireworks|Balloons|Heart|Lasers|Shooting Start?|Sparkles|Spotlight|Slam|Loud|Gentle|"
    r"Invisible Ink)"
)
_HEADINGS = ("Tapbacks:", "Reactions:")
_NAMES = dict(zip(("Loved", "Liked", "Disliked", "Laughed", "Emphasized", "Questioned"), range(6), strict=True))
_REACTION = re.compile(r"\s*(\S.{0,40}?) by (.+)")
_STUCK = re.compile(r"\s*(?:\S+ )?Sticker from (.+?)(?:: .*| not found!)")
_FILE = re.compile(
    r"(?:attachments/|~/Library/|/(?:Users|var|private|Volumes|home)/).*|"
    r".*/(?:Attachments|StickerCache)/[0-9a-f]{2}/.*|.*/(?:Library/Messages|Library/SMS)/.*"
)
_STICKER = re.compile(r"(?:\S+ )?Sticker from (.+?): (.*?)(?: \((?:App|Genmoji prompt): .*\))?")
_MISSING = ("Attachment missing!", "Attachment missing name metadata!", "Attachment does not exist!")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def time_of(line: str) -> str | None:
    """The wall time of a line that is only a time, with or without when it was read."""
    match = _TIME.fullmatch(line)
    return _wall(match.groups()) if match else None


def time_at_start(text: str) -> str | None:
    """The wall time that a text begins with, whatever follows."""
    match = _BEGINNING.match(text)
    return _wall(match.groups()) if match else None


def announcement(line: str) -> tuple[str, str] | None:
    """(wall time, sentence) of a line that announces what happened in the chat."""
    match = _ANNOUNCED.fullmatch(line)
    if match is None or not _DONE.search(match[9]):
        return None
    wall = _wall(match.groups()[1:8])
    return (wall, match[9]) if wall else None


def who_unsent(sentence: str) -> str | None:
    """Who took a whole message back, None for any other sentence."""
    match = _UNSENT.fullmatch(sentence)
    return match[1] if match else None


def is_unsent_part(line: str) -> bool:
    return _PART_UNSENT.fullmatch(line) is not None


def first_version(line: str) -> str | None:
    """The text of the first version of an edited message, which stands behind its time."""
    match = _FIRST_VERSION.fullmatch(line)
    return match[8] if match else None


def later_version(line: str) -> str | None:
    match = _LATER_VERSION.fullmatch(line)
    return match[1] if match else None


def is_effect(line: str) -> bool:
    return _EFFECT.fullmatch(line) is not None


def is_heading(line: str) -> bool:
    """The line above the reactions to a message."""
    return line.strip() in _HEADINGS


def reaction(line: str) -> tuple[str, str] | None:
    """(emoji, who) of one line under the heading."""
    if stuck := _STUCK.fullmatch(line):
        return STICKER, stuck[1]
    match = _REACTION.fullmatch(line)
    if match is None:
        return None
    emoji = REACTIONS[_NAMES[match[1]]] if match[1] in _NAMES else match[1]
    return emoji, match[2].strip()


def gathered(pairs: list[tuple[str, str]]) -> tuple[Reaction, ...]:
    """Reactions from (emoji, who), in the order of their first."""
    senders: dict[str, list[str]] = {}
    for emoji, who in pairs:
        senders.setdefault(emoji, []).append(who)
    return tuple(Reaction(emoji, len(names), tuple(names)) for emoji, names in senders.items())


def file_path(line: str) -> str | None:
    """The path when the line is one of a file; "" when it says that the file is missing."""
    if line in _MISSING:
        return ""
    return line if _FILE.fullmatch(line) else None


def sticker_path(line: str) -> str | None:
    match = _STICKER.fullmatch(line)
    return match[2] if match else None


@lru_cache(maxsize=4096)
def _wall(written: tuple[str, ...]) -> str | None:
    month, day, year, hour, minute, second, half = written
    if month not in _MONTHS or not 1 <= int(day) <= 31 or not 1 <= int(hour) <= 12:
        return None
    hours = int(hour) % 12 + 12 * (half == "PM")
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{hours:02}:{minute}:{second}"

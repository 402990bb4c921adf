"""This file is where a line of Element's text export is taken apart: "11/17/2022, 4:58:32 PM - Ann: hello".

The time is written in the language of the person who exported, always with seconds, which tells it from WhatsApp's.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.written_times import readings

_MARK = " - "
_LONGEST = 60
_TO_SECONDS = len("2022-11-17T16:58:32")
_NAME = re.compile(r"(?P<name>\S(?:[^\n]{0,198}?\S)?): (?P<text>.*)", re.S)


class Header(NamedTuple):
    """The time of a line as written, and what stands after it."""

    time: str
    text: str


def header_of(line: str) -> Header | None:
    """The parts of a line that begins an event; None for a line that goes on with one."""
    time, mark, _ = line[: _LONGEST + len(_MARK)].partition(_MARK)
    if not mark or not time[:1].strip() or not _is_time(time):
        return None
    return Header(time, line[len(time) + len(_MARK) :])


def sender_of(text: str) -> str | None:
    """The name before the first ": "; None where nobody speaks."""
    match = _NAME.match(text)
    return match["name"] if match else None


@lru_cache(4096)
def _is_time(text: str) -> bool:
    found = next(iter(readings(text).values()), None)
    return found is not None and len(found.wall) == _TO_SECONDS

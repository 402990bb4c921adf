"""This file is where the lines are known that begin a message in text copied from WeChat for the desktop.

"Name 2023/09/16 2:51 PM", "昵称 2023年9月16日 14:51" or with 下午; in mails that the app makes of a chat, day lines
("—————  2018-09-16  —————") with "name  14:51" below them (format specification, section 8). The year stands first in
all of them, so that no date has two readings.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.importers.chatlog.headers import header
from core.importers.wechat.times import wall_time
from core.written_times import clock_time

_DATE = r"(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})日?"
_HEADER = re.compile(
    rf"([^\s:：](?:.{{0,62}}[^\s:：])?)[:：]?[ \t\xa0]{{1,4}}{_DATE}(?: ?(?:星期|周)[一二三四五六日天])?"
    r"[ \t\xa0]{0,3}(\S.{3,24})"
)
_UNDER_DAY = re.compile(
    r"([^\s:：](?:.{0,62}[^\s:：])?)[ \t\xa0]{2,4}(\S{0,3} ?\d{1,2}:\d\d(?::\d\d)?(?: ?[APap][Mm])?)"
)
_DAY = re.compile(
    r"([^\s:：](?:.{0,62}[^\s:：])?)[:：]?[ \t\xa0]{1,4}(\S{0,3} ?\d{1,2}:\d\d(?::\d\d)?(?: ?[APap][Mm])?)"
)
_DAY = re.compile(rf"\s{{0,4}}[—–－-]{{2,20}}\s{{0,4}}{_DATE}\s{{0,4}}[—–－-]{{2,20}}\s{{0,4}}")
_FEWEST = 2
_SHARE = 30
"""A text where fewer than one line in so many begins a message is no chat that was copied."""


class Head(NamedTuple):
    """Who began a message, and when."""

    name: str
    time: str


def day_of(line: str) -> str | None:
    """The day of a day line, "2018-09-16"."""
    match = _DAY.fullmatch(line) if line.strip()[:1] in tuple("—–－-") else None
    return wall_time(f"{match[1]}-{match[2]}-{match[3]}") if match else None


def head_of(line: str, day: str | None) -> Head | None:
    """Who and when, where a line begins a message. day: that of the day line above, None where there was none."""
    if len(line) > 120 or not line[-1:].strip():
        return None
    match = _HEADER.fullmatch(line)
    if match is not None:
        clock = clock_time(match[5].strip())
        time = wall_time(f"{match[2]}-{match[3]}-{match[4]} {clock}") if clock else None
        return Head(match[1], time) if time else None
    under = _UNDER_DAY.fullmatch(line) if day else None
    clock = clock_time(under[2].strip()) if under else None
    return Head(under[1], f"{day}T{clock}") if under and clock else None


def is_copied(lines: Sequence[str]) -> bool:
    """True for lines of which the first is the beginning of a message, or a day line stands among the first; and of
    which several begin messages that say something."""
    shown = [line for line in lines if line.strip()]
    heads = list(_heads(shown))
    is_mail = any(day_of(line) for line in shown[:20])
    if not heads or (heads[0] != 0 and not is_mail) or any(_is_of_chatlog(shown[place]) for place in heads):
        return False
    begun = frozenset(heads)
    said = sum(1 for place in heads if place + 1 < len(shown) and place + 1 not in begun)
    return said >= _FEWEST and len(heads) * _SHARE >= len(shown)


def _heads(lines: Sequence[str]) -> Iterator[int]:
    day: str | None = None
    for place, line in enumerate(lines):
        day = day_of(line) or day
        if head_of(line, day):
            yield place


def _is_of_chatlog(line: str) -> bool:
    """True for a line as chatlog writes it; its texts look like copied ones otherwise."""
    head = header(line)
    return head is not None and head.is_telling

"""This file is where the lines are read that clients write about the log itself: when it began, that a day changed.

`--- Log opened Tue Dec 24 00:26:23 2013`, `--- Day changed Wed Dec 25 2013` (irssi), `**** BEGIN LOGGING AT ...` in
any language (HexChat, XChat), `Session Start: ...` (mIRC), `[00:00] --- Wed Dec 25 2013` (eggdrop).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.written_times import read_time

_BANNER = re.compile(r"(?:---|\*{3,4}|Session (?:Start|Time|Close|Ident):) .*|Session Close.*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST = 200
_WORDS = 14


class Banner(NamedTuple):
    """What a banner says: the wall time it names ("2013-12-24T00:26:23", or the day alone), "" for none."""

    wall: str


def banner_of(text: str) -> Banner | None:
    """The banner that a line without a time before it is; None when it is none."""
    if not text or text[0] not in "-*S" or len(text) > _LONGEST:
        return None
    if _BANNER.fullmatch(text) is None:
        return None
    if text.startswith(("Session Ident", "Session Close")) and not _YEAR.search(text):
        return Banner("")
    wall = _date_in(text) if _YEAR.search(text) else ""
    return Banner(wall) if wall else None


def day_change(text: str) -> str:
    """The day in "--- Wed Dec 25 2013", which stands behind a time; "" where there is none."""
    if not text.startswith("--- ") or len(text) > 60:
        return ""
    found = read_time(text[4:], None)
    return found.wall[:10] if found else ""


@lru_cache(1000)
def _date_in(text: str) -> str:
    """The longest row of words in a line that is a date, wherever it stands (languages differ)."""
    words = text.split()[:_WORDS]
    for length in range(min(len(words), 7), 2, -1):
        for start in range(len(words) - length, -1, -1):
            found = read_time(" ".join(words[start : start + length]), None)
            if found is not None and _YEAR.match(found.wall):
                return found.wall
    return ""

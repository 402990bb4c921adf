"""This file is where a written time of day becomes hours, minutes and seconds (format specification, section 1.3)."""

import re
from functools import lru_cache

from core.written_times.characters import SPACE, plain_date
from core.written_times.words import WORD, half_day

HALF_DAY = rf"[^\d\s\[\]:\-–—/,،](?:{SPACE}?[^\d\s\[\]:\-–—/,،]){{0,13}}"
"""Regex: an AM/PM marker of any language; what it means is looked up."""

_PLAIN = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
_WHOLE = re.compile(r"(\D*)(\d{1,2}(?!\d)\D.*\d)(\D*)", re.DOTALL)
_DIGITS = re.compile(r"(\d{1,2})\D{1,8}(\d{1,2})(?:\D{1,8}(\d{1,2})(?:[.,](\d{1,9}))?)?\D{0,8}")
_HOUR = r"(?:h|u|:|時|时|点|點|시|นาฬิกา)"
_MINUTE = r"(?:min|m|分|분|นาที)"

COLON = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?!\d)")
"""Regex: a time of day with colons."""

WORDED = re.compile(
    rf"(?<!\d)\d{{1,2}}{SPACE}?{_HOUR}{SPACE}?\d{{1,2}}{SPACE}?(?:{_MINUTE}{SPACE}?(?:\d{{1,2}}{SPACE}?(?:[s秒초]|วินาที))?)?(?!\d)",
    re.IGNORECASE,
)
"""Regex: a time of day with the words or signs for hours and minutes."""

DOTTED = re.compile(r"(?<![\d./-])\d{1,2}\.\d\d(?:\.\d\d)?(?![\d/-]|\.\d)")
"""Regex: a time of day with dots, which a date may look like too."""


def clock_time(text: str) -> str | None:
    """ "2:05 p. m." -> "14:05"; "오전 12:05:09" -> "00:05:09"; None when it is no time of day.

    A 24-hour value beside a word for half a day ("14:05 PM", "00:23 AM") is taken as it is; so is one beside an
    unknown word.
    """
    if _PLAIN.fullmatch(text):
        return text
    match = _WHOLE.fullmatch(plain_date(text).strip())
    if match is None:
        return None
    before, digits, after = match.groups()
    return clock_of(digits, half_of(before) or half_of(after))


def half_of(text: str) -> str | None:
    """The half of the day that the words beside a clock mean."""
    half = half_day(" ".join(WORD.findall(text)))
    return None if half == "none" else half


@lru_cache(100_000)
def clock_of(digits: str, half: str | None) -> str | None:
    """The time of day in 24 hours, as precise as it is written; None when there is no such time."""
    match = _DIGITS.fullmatch(digits)
    if match is None:
        return None
    if len(match[2]) == 1 and digits[match.end(1)] in ":.":
        return None
    hour, minute, second = _of_day(int(match[1]), half), int(match[2]), min(int(match[3] or 0), 60)
    if hour > 23 or minute > 59 or int(match[3] or 0) > 60:
        return None
    written = f"{hour:02}:{minute:02}"
    if match[3]:
        written += f":{min(second, 59):02}"
    return f"{written}.{int(match[4].ljust(3, '0')[:3]):03}" if match[4] else written


def _of_day(hour: int, half: str | None) -> int:
    if hour == 24:
        return 0
    if half in ("am", "night") and hour == 12:
        return 0
    if (half == "pm" and hour < 12) or (half == "noon" and hour < 11) or (half == "night" and 5 < hour < 12):
        return hour + 12
    return hour

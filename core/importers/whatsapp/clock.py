"""This file is where the time of a WhatsApp header becomes hours, minutes and seconds (specification 1.3)."""

import re
import unicodedata
from functools import cache, lru_cache

from core.importers.whatsapp.characters import SPACE, without_marks
from core.importers.whatsapp.vocabulary import facts

HALF_DAY = rf"[^\d\s\[\]:\-–—/,،](?:{SPACE}?[^\d\s\[\]:\-–—/,،]){{0,13}}"
"""Regex: an AM/PM marker of any language; what it means is looked up."""

_TIME = re.compile(r"(\D*)(\d{1,2})\D{1,3}(\d\d)(?:\D{1,5}(\d\d))?(\D*)")
_PLAIN = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
_NOISE = re.compile("[\\s.'\"״׳’\u200c]")


def clock_time(text: str) -> str | None:
    """ "2:05 p. m." -> "T14:05:00"; None when it is no time of day.

    A 24-hour value beside a marker ("14:05 PM", "00:23 AM") is taken as it is; so is one beside an unknown marker.
    """
    if _PLAIN.fullmatch(text):
        return f"T{text}" if len(text) == 8 else f"T{text}:00"
    match = _TIME.fullmatch(without_marks(text).strip())
    if match is None:
        return None
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    hour = _of_day(hour, half_day(match[1]) or half_day(match[5]))
    if hour > 23 or minute > 59 or second > 60:
        return None
    return f"T{hour:02}:{minute:02}:{min(second, 59):02}"


@lru_cache(1000)
def half_day(marker: str) -> str | None:
    """ "am", "pm", "noon" or "none" (a word for "o'clock"); None for an unknown or empty marker."""
    return _markers().get(_key(marker)) if marker else None


def _of_day(hour: int, half: str | None) -> int:
    if hour == 24:
        return 0
    if half == "am" and hour == 12:
        return 0
    if (half == "pm" and hour < 12) or (half == "noon" and hour < 11):
        return hour + 12
    return hour


@cache
def _markers() -> dict[str, str]:
    table = facts()["meridiem"]
    return {_key(word): half for half, words in table.items() for word in words}


def _key(marker: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", without_marks(marker))).casefold()

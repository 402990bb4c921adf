"""This file is where the times of WeChat tools become instants.

A time with an epoch is exact. The others are wall times of the computer that the tool ran on, and say nothing about its
zone: they are read as China time (UTC+8), which the format specification (section 8) gives as WeChat's, unless the
person names another zone for this import. That it was so is told once for each chat.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from core.instants import WallClock, local_zone
from core.protocols import ReadOptions
from core.types import Repair

CHINA = timezone(timedelta(hours=8))
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 4_102_444_800
"""2000 and 2100: no chat is from outside."""

_THOUSAND = 1000


class Clock:
    """Turns the wall times of one import into instants."""

    def __init__(self, options: ReadOptions) -> None:
        self._is_assumed = options.zone == local_zone()
        self._wall = WallClock(CHINA if self._is_assumed else options.zone)

    def instant(self, local_time: str | None) -> int | None:
        """Milliseconds since 1970 UTC of "2024-05-01T12:33:05"; None where there is no time."""
        return None if local_time is None else self._wall.instant(local_time)

    def told(self, where: str) -> list[Repair]:
        """What the person should know about the times of a chat that names no zone."""
        said = "the times name no zone: read as China time (UTC+8); another one can be given with --zone"
        return [Repair(where, said)] if self._is_assumed else []


def epoch(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from seconds, or from milliseconds as some forks write; None for what is neither."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if _FIRST_SECOND <= number < _LAST_SECOND:
        return number * _THOUSAND
    return number if _FIRST_SECOND * _THOUSAND <= number < _LAST_SECOND * _THOUSAND else None


def wall_time(text: str) -> str | None:
    """ "2024-05-01 12:33:05" as "2024-05-01T12:33:05"; also with slashes, unpadded, without seconds, or a day alone.
    None for what is no time."""
    day, _, clock = text.strip().replace("T", " ").replace("/", "-").partition(" ")
    parts = day.split("-")
    marks = clock.strip().split(":")
    if len(parts) != 3 or not all(_is_number(part) for part in parts) or len(parts[0]) != 4:
        return None
    date = f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
    if clock and not (2 <= len(marks) <= 3 and all(_is_number(mark) for mark in marks)):
        return None
    written = f"{date}T{':'.join(f'{mark:0>2}' for mark in marks)}" if clock else date
    return written if _exists(written) else None


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= 4


def _exists(written: str) -> bool:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


def wall_of(moment: datetime) -> str:
    """A moment as its own clock showed it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")

"""This file is where the zone of a page's times is told: its head has the same instant in UTC and as a clock shows it.

"Contains data you requested from <time datetime="2018-01-01T08:00:00.000Z">January 1, 2018 at 12:00 AM</time>"
(format specification, section 5). An offset is not a zone: where it is not that of this computer's own zone, times in
the other half of the year may be off by an hour, which is said once.
"""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from core.types import DateOrder
from core.written_times import read_time

_PAIR = re.compile(r"<time\b[^<>]*?\bdatetime=[\"']([^\"'<>]{10,40})[\"'][^<>]*>([^<>]{6,80})</time>", re.I)
_LOOKED_AT = 1 << 18
_QUARTER = timedelta(minutes=15)
_WIDEST = timedelta(hours=15)
_YEAR = 366
_YEARS = range(1990, 2200)


class Pair(NamedTuple):
    """One instant with what a clock showed then. offset: minutes east of UTC."""

    instant: datetime
    offset: int


class PageZone:
    """Turns wall times of a page into instants, where its head tells more than this computer's zone does."""

    def __init__(self, head: str, zone: tzinfo, order: DateOrder | None = None) -> None:
        pairs = list(_pairs(head[:_LOOKED_AT], order))
        alike = all(pair.instant.astimezone(zone).utcoffset() == timedelta(minutes=pair.offset) for pair in pairs)
        self.pairs: tuple[Pair, ...] = () if alike else tuple(pairs)

    @property
    def told(self) -> str:
        """What is said about it once, "" when the zone of this computer holds."""
        if not self.pairs:
            return ""
        offsets = " and ".join(sorted({_written(pair.offset) for pair in self.pairs}))
        return f"times are of the zone {offsets} by the head of the page; in the other half of the year by the nearest"

    def instant(self, wall: str) -> int | None:
        """Milliseconds since 1970 UTC; None where this computer's zone holds, or for a bare date."""
        if not self.pairs or "T" not in wall:
            return None
        moment = datetime.fromisoformat(wall).replace(tzinfo=UTC)
        nearest = min(self.pairs, key=lambda pair: _days_between(pair.instant, moment))
        return (moment - _EPOCH) // timedelta(milliseconds=1) - nearest.offset * 60_000


def _pairs(head: str, order: DateOrder | None) -> Iterator[Pair]:
    for written, shown in _PAIR.findall(head):
        wall = read_time(html.unescape(shown).strip(), order)
        try:
            stated = datetime.fromisoformat(written.strip().replace("Z", "+00:00"))
        except ValueError:
            continue
        if wall is None or "T" not in wall.wall or stated.year not in _YEARS:
            continue
        instant = stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
        offset = datetime.fromisoformat(wall.wall).replace(tzinfo=UTC) - instant
        rounded = round(offset / _QUARTER) * _QUARTER
        if abs(offset - rounded) <= timedelta(minutes=1) and abs(rounded) <= _WIDEST:
            yield Pair(instant, rounded // timedelta(minutes=1))


def _days_between(one: datetime, other: datetime) -> int:
    """Days of the year between two dates, whatever years they are in: clocks change with the season."""
    apart = abs(one.timetuple().tm_yday - other.timetuple().tm_yday)
    return min(apart, _YEAR - apart)


def _written(offset: int) -> str:
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

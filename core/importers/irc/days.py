"""This file is where clock times of a log get their day: from banners, from the file's name, and by counting on.

A clock that falls back by more than twelve hours has passed midnight; a month that falls back by more than six has
passed New Year. Without any day to start from there is none: nothing is made up (format specification, section 14).
"""

from datetime import UTC, date, datetime, timedelta

from core.importers.irc.stamps import Stamp

_HALF_DAY = 12 * 60
_HALF_YEAR = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = date(9999, 1, 1)


class Days:
    """Where a walk through a log stands in time."""

    def __init__(self, day: str) -> None:
        self._day = day
        self._year = int(day[:4]) if day else 0
        self._last = -1
        self._month = int(day[5:7]) if day else 0

    def stated(self, wall: str) -> None:
        """A banner names the day, or the whole time, from which the clock goes on."""
        self._day, self._year, self._month = wall[:10], int(wall[:4]), int(wall[5:7])
        self._last = _minutes(wall[11:]) if "T" in wall else -1

    def times(self, stamp: Stamp) -> tuple[int | None, str | None]:
        """(exact instant in ms UTC, wall time) of a line; each None where it is not known."""
        if stamp.epoch is not None:
            return stamp.epoch * 1000, None
        if stamp.month:
            return None, self._in_year(stamp)
        if not stamp.day:
            self._count_on(stamp.clock)
        day = stamp.day or self._day
        if not day:
            return None, None
        if stamp.day:
            self._day, self._last = day, _minutes(stamp.clock)
        wall = f"{day}T{stamp.clock}"
        return _exact(wall, stamp.offset), wall

    def _count_on(self, clock: str) -> None:
        now = _minutes(clock)
        if self._day and self._last - now > _HALF_DAY:
            day = date.fromisoformat(self._day)
            self._day = (day + timedelta(days=1)).isoformat() if day < _LAST else self._day
        self._last = now

    def _in_year(self, stamp: Stamp) -> str | None:
        """A time with month and day; the year is the banner's, or the next one when December is over."""
        if not self._year:
            return None
        if self._month - stamp.month > _HALF_YEAR:
            self._year += 1
        elif stamp.month - self._month > _HALF_YEAR and self._month:
            return _valid(self._year - 1, stamp)
        self._month = stamp.month
        return _valid(self._year, stamp)


def _valid(year: int, stamp: Stamp) -> str | None:
    try:
        return f"{date(year, stamp.month, stamp.number).isoformat()}T{stamp.clock}"
    except ValueError:
        return None


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _exact(wall: str, offset: int | None) -> int | None:
    if offset is None:
        return None
    try:
        moment = datetime.fromisoformat(wall).replace(tzinfo=UTC)
    except ValueError:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1) - offset * 60_000

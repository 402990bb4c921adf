"""This file is where the calendar is counted: days, weeks, months, seasons and years as windows of local time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from dateutil.relativedelta import relativedelta

Unit = Literal["hours", "days", "weeks", "months", "years"]

YEARS = range(1900, 2200)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `after` (inclusive) to `before` (exclusive), local wall times without zone; None is an open end.

    pivot: the point that "before" and "after" mean where it is not the beginning ("a year ago" is a whole year, but
    "before a year ago" means this day of it).
    """

    after: datetime | None
    before: datetime | None
    pivot: datetime | None = None

    @property
    def point(self) -> datetime | None:
        return self.pivot or self.after

    def meet(self, other: "Window") -> "Window | None":
        """What lies in both, None when nothing does."""
        after = max((end for end in (self.after, other.after) if end), default=None)
        before = min((end for end in (self.before, other.before) if end), default=None)
        return Window(after, before) if after is None or before is None or after < before else None

    def join(self, other: "Window") -> "Window":
        """The smallest window around both."""
        after = min(self.after, other.after) if self.after and other.after else None
        before = max(self.before, other.before) if self.before and other.before else None
        return Window(after, before)

    def instants(self, zone: tzinfo) -> tuple[int | None, int | None]:
        """Both ends in ms since 1970 UTC."""
        return _instant(self.after, zone), _instant(self.before, zone)


def day(year: int, month: int, number: int) -> Window:
    """Raises ValueError where there is no such day, or the year is not one of YEARS; so do all below."""
    return days(date(_year(year), month, number), 1)


def days(first: date, count: int) -> Window:
    start = datetime.combine(first, time())
    return Window(start, start + timedelta(days=count))


def month(year: int, number: int, count: int = 1) -> Window:
    """`count` months from the month `number`, which may run into the next year."""
    start = datetime(_year(year), number, 1)  # noqa: DTZ001 - wall time
    return Window(start, start + relativedelta(months=count))


def year(number: int) -> Window:
    return month(number, 1, 12)


def season(number: int, name: str) -> Window:
    return month(number, SEASONS[name], 3)


def week(of: date, weeks: int = 0) -> Window:
    """The week, Monday to Sunday, that is `weeks` after that of the day."""
    return days(of - timedelta(days=of.weekday() - 7 * weeks), 7)


def weekend(of: date, weeks: int = 0) -> Window:
    return days(of + timedelta(days=5 - of.weekday() + 7 * weeks), 2)


def last_night(now: datetime) -> Window:
    """Yesterday 18:00 to today 06:00."""
    start = datetime.combine(now.date(), time())
    return Window(start - timedelta(hours=6), start + timedelta(hours=6))


def recent(now: datetime, count: int, unit: Unit) -> Window:
    """The last `count` units up to the end of today; hours are counted from now, all others from midnight."""
    tomorrow = datetime.combine(now.date(), time()) + timedelta(days=1)
    if unit == "hours":
        return Window(now - timedelta(hours=count), tomorrow)
    return Window(_back(datetime.combine(now.date(), time()), count, unit), tomorrow)


def ago(now: datetime, count: int, unit: Unit) -> Window:
    """The hour, day, week, month or year that lies so far back; the pivot is the very point."""
    point = _back(now, count, unit)
    if unit == "hours":
        start = point.replace(minute=0, second=0, microsecond=0)
        return Window(start, start + timedelta(hours=1), point)
    whole = {
        "days": lambda: days(point.date(), 1),
        "weeks": lambda: week(point.date()),
        "months": lambda: month(point.year, point.month),
        "years": lambda: year(point.year),
    }[unit]()
    return Window(whole.after, whole.before, datetime.combine(point.date(), time()))


def latest(of_year: Callable[[int], Window], now: datetime, *, ended: bool = False) -> Window:
    """The latest yearly occurrence that has begun (or ended) by now. Raises ValueError when 9 years have none."""
    for number in range(now.year, now.year - 9, -1):
        try:
            window = of_year(number)
        except ValueError:
            continue
        end = window.before if ended else window.after
        if end is not None and end <= now:
            return window
    raise ValueError("no such day")


def weekday(now: datetime, number: int, *, ended: bool = False) -> Window:
    """The latest such weekday (Monday is 0): today counts unless it must have ended."""
    back = (now.weekday() - number) % 7
    return days(now.date() - timedelta(days=back or (7 if ended else 0)), 1)


def _back(point: datetime, count: int, unit: Unit) -> datetime:
    step = {
        "hours": relativedelta(hours=count),
        "days": relativedelta(days=count),
        "weeks": relativedelta(weeks=count),
        "months": relativedelta(months=count),
        "years": relativedelta(years=count),
    }[unit]
    result = point - step
    _year(result.year)
    return result


def _year(number: int) -> int:
    if number not in YEARS:
        raise ValueError(f"year {number}")
    return number


def _instant(wall: datetime | None, zone: tzinfo) -> int | None:
    return None if wall is None else (wall.replace(tzinfo=zone) - _EPOCH) // _MILLISECOND

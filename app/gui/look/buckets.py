"""This file is where days become the bars of a timeline: weeks, months, quarters or years, by how long it lasted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

from app.gui.look.dates import day

Days = Sequence[tuple[date, int]]
"""Days with how much happened on them; days without may be left out."""

_MOST = 200
_QUARTER = 3
_YEAR = 12


@dataclass(frozen=True)
class Bucket:
    """Days from `first` to `last`, both included, and how much happened on them."""

    first: date
    last: date
    count: int


@dataclass(frozen=True)
class Step:
    """How long a bucket is: so many days (1 or 7), or else so many months."""

    days: int = 0
    months: int = 0

    def start(self, moment: date) -> date:
        """The first day of the bucket that a day is in; weeks begin on Monday."""
        if self.days:
            back = moment.weekday() if self.days > 1 else 0
            return date.fromordinal(max(1, moment.toordinal() - back))
        month = (moment.year - 1) * _YEAR + moment.month - 1
        year, month = divmod(month // self.months * self.months, _YEAR)
        return date(year + 1, month + 1, 1)

    def after(self, start: date) -> date | None:
        """The first day of the next bucket; None where the calendar ends."""
        try:
            if self.days:
                return self.start(start) + timedelta(self.days)
            year, month = divmod((start.year - 1) * _YEAR + start.month - 1 + self.months, _YEAR)
            return date(year + 1, month + 1, 1)
        except (OverflowError, ValueError):
            return None


def step_for(first: date, last: date) -> Step:
    """Days for three months, weeks for two years, months for ten, quarters for thirty, else years or many of them."""
    span = (last - first).days
    for most, step in ((92, Step(1)), (740, Step(7)), (3_660, Step(0, 1)), (11_000, Step(0, _QUARTER))):
        if span <= most:
            return step
    return Step(0, _YEAR * (span // (366 * _MOST) + 1))


def buckets(days: Days) -> list[Bucket]:
    """Buckets without a gap from the first day to the last."""
    if not days:
        return []
    first, last = min(each for each, _ in days), max(each for each, _ in days)
    step = step_for(first, last)
    counts: dict[date, int] = {}
    for each, count in days:
        begin = step.start(each)
        counts[begin] = counts.get(begin, 0) + count
    made: list[Bucket] = []
    start: date | None = step.start(first)
    while start is not None and start <= last:
        following = step.after(start)
        end = date.max if following is None else following - timedelta(1)
        made.append(Bucket(start, end, counts.get(start, 0)))
        start = following
    return made


def period_name(first: date, last: date) -> str:
    """ "May 2025", "Apr – Jun 2025", "2025", "1990 – 1999", or two days."""
    whole_months = first.day == 1 and (last == date.max or (last + timedelta(1)).day == 1)
    if first == last or not whole_months:
        return day(first) if first == last else f"{day(first)} – {day(last)}"
    if (first.month, last.month) == (1, _YEAR):
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return month_name(first, long=True)
    return f"{month_name(first)} – {month_name(last)}"


def month_name(moment: date, long: bool = False) -> str:
    """ "May 2025", "2025年5月"."""
    chinese = QLocale().language() == QLocale.Language.Chinese
    form = "yyyy年M月" if chinese else "MMMM yyyy" if long else "MMM yyyy"
    return QLocale().toString(QDate(moment.year, moment.month, 1), form)

"""This file is where dates in digits are read: 2024-05-03, 2024/5, 13.05.2024 and times of day after them."""

import re
from datetime import datetime, timedelta

from core.dates.rules import Clear, Rule, compiled
from core.dates.windows import YEARS, Window, day, month, year

_BEFORE = r"(?<![\d:/+-])(?<!\d[.,])"
_AFTER = r"(?!\d|[-/.:,]\d)"
_TIME = r"(?:(?:T|\s{1,3})(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?"


def _written(found: re.Match[str], now: datetime) -> Window:
    whole = day(int(found["year"]), int(found["month"]), int(found["day"]))
    if found["hour"] is None or whole.after is None:
        return whole
    second = int(found["second"] or 0)
    start = whole.after.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=second)
    return Window(start, start + (timedelta(seconds=1) if found["second"] else timedelta(minutes=1)))


def _short(found: re.Match[str], now: datetime) -> Window:
    """Day and month in the order that only one reading allows; with points the day is always first."""
    first, second, number = int(found["first"]), int(found["second"]), int(found["year"])
    if found["sign"] == "." or first > 12 or first == second:
        return day(number, second, first)
    if second > 12:
        return day(number, first, second)
    raise ValueError("day or month first")


def _is_year(found: re.Match[str], now: datetime) -> Window:
    number = int(found["year"])
    if number not in YEARS or number > now.year + 1:
        raise ValueError("not a year of a chat")
    return year(number)


def _years(found: re.Match[str], now: datetime) -> Window:
    first, last = year(int(found["year"])), year(int(found["last"]))
    if first.after is None or last.before is None or first.after > last.before:
        raise ValueError("the years run backwards")
    return Window(first.after, last.before)


_ISO = r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sign)(?P<day>3[01]|[12]\d|0?[1-9])"

RULES = (
    Rule(compiled(_BEFORE + _ISO + _TIME + _AFTER), _written),
    Rule(
        compiled(_BEFORE + r"(?P<first>\d{1,2})(?P<sign>[./])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})" + _AFTER),
        _short,
    ),
    Rule(
        compiled(_BEFORE + r"(?P<year>\d{4})[-/.](?P<month>1[0-2]|0?[1-9])" + _AFTER),
        lambda found, now: month(int(found["year"]), int(found["month"])),
        Clear.NEVER,
    ),
    Rule(
        compiled(_BEFORE + r"(?P<year>(?:19|20)\d\d)(?:-|–|—|~|\.\.)(?P<last>(?:19|20)\d\d)年?" + _AFTER),
        _years,
        Clear.LED,
    ),
    Rule(compiled(_BEFORE + r"(?P<year>(?:19|20)\d\d)(?![A-Za-z%年])" + _AFTER), _is_year, Clear.LED),
)

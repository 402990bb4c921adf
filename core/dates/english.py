"""This file is where English dates are read: yesterday, last summer, in May, 3 days ago, May 3rd 2024."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from core.dates import windows
from core.dates.rules import WORD_END, WORD_START, Clear, Rule, compiled
from core.dates.windows import Unit, Window

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS: dict[str, Unit] = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)" + WORD_END
)
_FULL_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)" + WORD_END
_WEEKDAY = r"(?P<weekday>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:day|sday|nesday|urday)?" + WORD_END
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)" + WORD_END
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%]|[-/.:,]\d)" + WORD_END
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?P<ordinal>st|nd|rd|th)?(?![\d%]|[-/.:,]\d)" + WORD_END
_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(_NUMBERS[1:])})"
_UNIT = r"(?P<unit>hour|day|week|month|year)s?" + WORD_END
_GAP = r"\s{1,3}"
# "May" said to somebody, "march" as a verb: without a capital letter they are a month only where something says so.
_VERBS = ("may", "march", "mar")


def _month_name(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3].lower()) + 1


def _weekday_name(found: re.Match[str]) -> int:
    return _WEEKDAYS.index(found["weekday"][:3].lower())


def _season_name(found: re.Match[str]) -> str:
    return {"fall": "autumn"}.get(found["season"].lower(), found["season"].lower())


def _count(found: re.Match[str]) -> int:
    written = found["count"].lower()
    if written.isdigit():
        return int(written)
    return 1 if written in ("a", "an") else _NUMBERS.index(written)


def _unit(found: re.Match[str]) -> Unit:
    return _UNITS[found["unit"][0].lower()]


def _day_back(found: re.Match[str], now: datetime) -> Window:
    back = {"today": 0, "yesterday": 1}.get(found["word"].lower(), 2)
    return windows.days(now.date() - timedelta(days=back), 1)


def _calendar(found: re.Match[str], now: datetime) -> Window:
    back = 1 if found["which"].lower() == "last" else 0
    unit = found["span"].lower()
    if unit == "week":
        return windows.week(now.date(), -back)
    if unit == "weekend":
        return windows.weekend(now.date(), -back)
    if unit == "year":
        return windows.year(now.year - back)
    first = now.replace(day=1) - timedelta(days=back)
    return windows.month(first.year, first.month)


def _named_season(found: re.Match[str], now: datetime) -> Window:
    name = _season_name(found)
    ended = found["which"].lower() == "last"
    return windows.latest(lambda number: windows.season(number, name), now, ended=ended)


def _named_month(found: re.Match[str], now: datetime) -> Window:
    if found["month"] in _VERBS:
        raise ValueError("may be a verb")
    ended = found["which"].lower() == "last"
    number = _month_name(found)
    return windows.latest(lambda year: windows.month(year, number), now, ended=ended)


def _named_weekday(found: re.Match[str], now: datetime) -> Window:
    number = _weekday_name(found)
    if found["which"].lower() == "last":
        return windows.weekday(now, number, ended=True)
    return windows.days(now.date() + timedelta(days=number - now.weekday()), 1)


def _month_day(found: re.Match[str], now: datetime) -> Window:
    number, month = int(found["day"]), _month_name(found)
    if found["year"]:
        return windows.day(int(found["year"]), month, number)
    if found["month"] in _VERBS and not found["ordinal"] and not found.groupdict().get("said"):
        raise ValueError("may be a verb")
    return windows.latest(lambda year: windows.day(year, month, number), now)


def _bare(of: Callable[[re.Match[str]], Callable[[int], Window]]) -> Callable[[re.Match[str], datetime], Window]:
    return lambda found, now: windows.latest(of(found), now)


def _month_of(found: re.Match[str]) -> Callable[[int], Window]:
    number = _month_name(found)
    return lambda year: windows.month(year, number)


def _season_of(found: re.Match[str]) -> Callable[[int], Window]:
    name = _season_name(found)
    return lambda year: windows.season(year, name)


def _rule(pattern: str, build: Callable[[re.Match[str], datetime], Window], clear: Clear = Clear.ALONE) -> Rule:
    yearless = build is _month_day or clear is not Clear.ALONE
    return Rule(compiled(WORD_START + pattern), build, clear, yearless)


RULES = (
    _rule(r"(?P<word>today|yesterday|(?:the\s{1,3})?day\s{1,3}before\s{1,3}yesterday)" + WORD_END, _day_back),
    _rule(r"last\s{1,3}night" + WORD_END, lambda found, now: windows.last_night(now)),
    _rule(r"(?P<which>last|this)\s{1,3}(?P<span>week|weekend|month|year)" + WORD_END, _calendar),
    _rule(r"(?P<which>last|this(?!\s{1,3}fall))" + _GAP + _SEASON, _named_season),
    _rule(r"(?P<which>last|this)" + _GAP + _MONTH, _named_month),
    _rule(r"(?P<which>last|this)" + _GAP + _FULL_WEEKDAY, _named_weekday),
    _rule(
        r"(?:the\s{1,3})?(?:last|past)" + _GAP + _COUNT + _GAP + _UNIT,
        lambda found, now: windows.recent(now, _count(found), _unit(found)),
    ),
    _rule(
        r"(?:the\s{1,3}(?:last|past)|past)\s{1,3}(?P<unit>hour|day|week|month|year)" + WORD_END,
        lambda found, now: windows.recent(now, 1, _unit(found)),
    ),
    _rule(
        rf"(?P<count>an?|\d{{1,4}}|{'|'.join(_NUMBERS[1:])})" + _GAP + _UNIT + r"\s{1,3}ago" + WORD_END,
        lambda found, now: windows.ago(now, _count(found), _unit(found)),
    ),
    _rule(
        r"(?:the\s{1,3})?" + _SEASON + r"\s{1,3}(?:of\s{1,3})?" + _YEAR,
        lambda found, now: windows.season(int(found["year"]), _season_name(found)),
    ),
    _rule(_YEAR + _GAP + _SEASON, lambda found, now: windows.season(int(found["year"]), _season_name(found))),
    _rule(
        _MONTH + r"(?:\.?,?\s{1,3})(?:of\s{1,3})?" + _YEAR,
        lambda found, now: windows.month(int(found["year"]), _month_name(found)),
    ),
    _rule(_MONTH + r"\.?\s{1,3}" + _DAY + r"(?:,?\s{1,3}" + _YEAR + ")?", _month_day),
    _rule(
        r"(?:the\s{1,3})?" + _DAY + r"\s{1,3}(?P<said>of\s{1,3})?" + _MONTH + r"(?:\.?,?\s{1,3}" + _YEAR + ")?",
        _month_day,
    ),
    _rule(_MONTH, _bare(_month_of), Clear.LED),
    _rule(_FULL_WEEKDAY, lambda found, now: windows.weekday(now, _weekday_name(found)), Clear.LED),
    _rule(_WEEKDAY, lambda found, now: windows.weekday(now, _weekday_name(found)), Clear.NEVER),
    _rule(_SEASON, _bare(_season_of), Clear.NEVER),
)

"""This file is where a date in numbers becomes a day, once the order of its parts is known.

Years come with two or four digits, in the Buddhist or Persian calendar, in eras of Japan or Taiwan (format
specification, section 1.3).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from core.types import DateOrder
from core.written_times.characters import MARK, SPACE, without_marks

YearPlace = Literal["first", "last", "open"]
"""Where the year stands: told by its four digits or era, or open (three parts of one or two digits)."""

ERA = "(?:令和|平成|昭和|大正|明治|民國|民国|[RHSTM])"
SEPARATOR = f"(?:[/.\\-]{SPACE}?|{SPACE}|[年月년월]{SPACE}?)"
TAIL_WORD = f"{SPACE}(?:BE|B\\.E\\.|AD|CE|พ\\.ศ\\.|ค\\.ศ\\.|г\\.|г|[RHSTM](?=[,،\\s\\]]))"
TAIL = f"(?:\\.(?!\\d)|[日일])?(?:{TAIL_WORD})?"
_M = f"{MARK}{{0,8}}"

DATE = rf"{ERA}?\d{{1,4}}{_M}{SEPARATOR}{_M}\d{{1,2}}{_M}{SEPARATOR}{_M}{ERA}?{SPACE}?\d{{1,4}}{_M}{TAIL}"
"""Regex: a date in any of the known spellings, without groups."""

_PARTS = re.compile(
    rf"({ERA}?)(\d{{1,4}})({SEPARATOR})(\d{{1,2}})({SEPARATOR})({ERA}?){SPACE}?(\d{{1,4}})(?:\.|[日일])?(.*)"
)
_ERAS = {"R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867, "令": 2018, "平": 1988, "昭": 1925, "大": 1911}
_ERAS |= {"明": 1867, "民": 1911}
_BUDDHIST = 543
_SURELY_BUDDHIST = range(2443, 2700)
_REPUBLIC = range(98, 200)
"""Years of the Republic of China without their name, 98 = 2009."""
_PERSIAN = range(1380, 1426)
_GREGORIAN = range(1970, 2443)
_NOWRUZ_1400 = date(2021, 3, 21)
_LANDMARKS = {"月": "年", "년": "年", "월": "年"}


class Parts(NamedTuple):
    """The three numbers of a date in the order written, the first or last one already a Gregorian year if it tells.

    weekdays: those that the word beside the date may mean (Monday 0); empty where there is none.
    """

    first: int
    second: int
    third: int
    year: YearPlace
    separator: str
    weekdays: frozenset[int] = frozenset()


def century_of(year: int) -> int:
    """The year that two digits mean: 24 is 2024, 99 is 1999."""
    return year + (2000 if year < 69 else 1900)


@cache
def orders_of(year: YearPlace) -> tuple[DateOrder, ...]:
    """The orders a date may have when its year stands there."""
    table: dict[YearPlace, tuple[DateOrder, ...]] = {
        "first": ("ymd",),
        "last": ("dmy", "mdy"),
        "open": ("dmy", "mdy", "ymd"),
    }
    return table[year]


def parts_of(text: str) -> Parts | None:
    """The parts of a date; None when its separators differ or no part can be the year."""
    match = _PARTS.fullmatch(without_marks(text).strip())
    if match is None or _separator(match[3]) != _separator(match[5]):
        return None
    era, tail = match[1] or match[6], match[8].strip()
    first, second, third = int(match[2]), int(match[4]), int(match[7])
    place = _year_place((match[1], match[2]), (match[6] or _tail_era(tail), match[7]))
    if place == "first":
        first = _year(first, era, tail)
    elif place == "last" or (place == "open" and tail):
        place, third = "last", _year(third, era, tail)
    return Parts(first, second, third, place, _separator(match[3])) if place else None


def day_of(parts: Parts, order: DateOrder, century: Callable[[int], int] = century_of) -> date | None:
    """The day under one order; None when there is no such day, or when it is another day of the week.

    century: makes a whole year of two digits that stand alone.
    """
    if order not in orders_of(parts.year):
        return None
    year, month, day = {
        "dmy": (parts.third, parts.second, parts.first),
        "mdy": (parts.third, parts.first, parts.second),
        "ymd": parts[:3],
    }[order]
    if parts.year == "open":
        year = century(year)
    try:
        found = _persian_day(year, month, day) if year in _PERSIAN else _gregorian_day(year, month, day)
    except ValueError:
        return None
    return None if found and parts.weekdays and found.weekday() not in parts.weekdays else found


def _gregorian_day(year: int, month: int, day: int) -> date | None:
    """None for years of a calendar that is not known here: better no date than a wrong one."""
    return date(year, month, day) if year in _GREGORIAN else None


def _persian_day(year: int, month: int, day: int) -> date | None:
    """A day of the solar Hijri calendar: six months of 31 days, five of 30, the last of 29, or 30 in a leap year.

    Leap years by the 33-year rule, which agrees with the observed new year from 1799 to 2256.
    """
    lengths = [31] * 6 + [30] * 5 + [30 if _is_leap(year) else 29]
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    first = _NOWRUZ_1400 - timedelta(days=sum(365 + _is_leap(before) for before in range(year, 1400)))
    first += timedelta(days=sum(365 + _is_leap(before) for before in range(1400, year)))
    return first + timedelta(days=sum(lengths[: month - 1]) + day - 1)


def _is_leap(persian_year: int) -> bool:
    return (25 * persian_year + 11) % 33 < 8


def _separator(text: str) -> str:
    sign = text.strip() or " "
    return _LANDMARKS.get(sign, sign)


def _year_place(first: tuple[str, str], last: tuple[str, str]) -> YearPlace | None:
    if first[0] or len(first[1]) >= 3:
        return "first" if len(last[1]) <= 2 and not last[0] else None
    if last[0] or len(last[1]) == 4:
        return "last"
    return "open" if len(last[1]) <= 2 else None


def _year(number: int, era: str, tail: str) -> int:
    era = era or _tail_era(tail)
    if era:
        return number + _ERAS[era[0]]
    if tail.startswith(("BE", "B.E", "พ")):
        return (number if number > 99 else 2500 + number) - _BUDDHIST
    if number < 98:
        return century_of(number)
    if number in _REPUBLIC:
        return number + _ERAS["民"]
    return number - _BUDDHIST if number in _SURELY_BUDDHIST else number


def _tail_era(tail: str) -> str:
    return tail if tail in _ERAS else ""

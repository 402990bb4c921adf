"""This file is where everything of a written time but its digits of hours and minutes is understood: the date, a zone,
a weekday, half of the day. Every word must have a meaning; what has none is no written time.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from core.types import DateOrder
from core.written_times.calendar import DATE, Parts, century_of, day_of, orders_of, parts_of
from core.written_times.characters import plain_date
from core.written_times.words import WORD, Meaning, Meanings, dots_by_language, dots_of, meanings_of

CLOCK = "\x00"
"""Stands where the digits of the time were."""

LONGEST = 200
_DAY = "\x01"
_MAX_WORDS = 8
_DATE = re.compile(rf"(?<![\d:]){DATE}(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_ITEM = re.compile(rf"\d+|{CLOCK}|{_DAY}|{WORD.pattern}")
_MONGOLIAN = re.compile(r"(\d{4})\sоны\s(\d{1,2})-р\sсарын\s(\d{1,2})")
_VIETNAMESE = re.compile(r"(\d{1,2})\s(?:tháng|thg)\.?\s?(\d{1,2})(?:,|\snăm)?\s(\d{4})", re.IGNORECASE)
_OFFSET = re.compile(
    rf"(?:{CLOCK}\s?|(?:{CLOCK}\s?)?\(?(?:utc|gmt)\s?)([+−-])(\d{{1,2}})(?::?(\d\d))?(?![\d/.\-])\)?", re.IGNORECASE
)
_ZERO = re.compile(rf"(?<!\w)(?:utc|gmt|гринуич|غرينتش|گرینویچ)(?!\w)|(?<={CLOCK})\s?z(?!\w)", re.IGNORECASE)
_AMERICAN = re.compile(rf"(?<={CLOCK})([^\d]*?)\b([ECMP])([SD])T\b")
_HOURS_WEST = {"E": 5, "C": 6, "M": 7, "P": 8}
_BUDDHIST = 543
_SURELY_BUDDHIST = range(2443, 2700)


class Frame(NamedTuple):
    """A written time without its digits of hours and minutes.

    days: order -> ISO day for each order that gives one. settled: the day, where a named month, four digits of a year
    in front or their signs leave no choice. parts: the numbers, None where the month has a name. offset: minutes.
    """

    days: dict[DateOrder, str]
    settled: str | None
    parts: Parts | None
    half: str | None
    offset: int | None

    def day(self, order: DateOrder | None) -> str | None:
        """The day under an order; without one only a day that all orders agree on."""
        if self.settled is not None or order is not None:
            return self.settled or self.days.get(order or "ymd")
        days = set(self.days.values())
        return days.pop() if len(days) == 1 else None


class _Said(NamedTuple):
    """What the words say together."""

    months: dict[int, frozenset[str]]
    place: int
    weekdays: frozenset[int]
    half: str | None


_Item = str | Meanings


@lru_cache(100_000)
def frame_of(before: str, after: str) -> Frame | None:
    """The frame of what stands before and after the digits of a time; None when it is no date."""
    if len(before) + len(after) > LONGEST:
        return None
    text, offset = _zone_of(plain_date(before) + CLOCK + plain_date(after))
    for words_between in (_COMPACT, _VIETNAMESE, _MONGOLIAN):
        text = words_between.sub(r"\1/\2/\3", text, count=1)
    match = _DATE.search(text)
    parts = parts_of(match[0]) if match else None
    if match and parts:
        return _numeric(parts, text[: match.start()] + _DAY + text[match.end() :], offset)
    return _named(text, offset)


def _zone_of(text: str) -> tuple[str, int | None]:
    """The text without its zone, and the zone in minutes east of UTC."""
    if match := _OFFSET.search(text):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        kept = CLOCK if CLOCK in match[0] else " "
        return _ZERO.sub(" ", text.replace(match[0], kept, 1)), minutes if match[1] == "+" else -minutes
    if match := _AMERICAN.search(text):
        minutes = 60 * (_HOURS_WEST[match[2]] - (match[3] == "D"))
        return _AMERICAN.sub(r"\1", text), -minutes
    without = _ZERO.sub(" ", text)
    return without, None if without == text else 0


def _numeric(parts: Parts, rest: str, offset: int | None) -> Frame | None:
    said = _said(rest, 0)
    if said is None or re.search(r"\d", rest):
        return None
    parts = parts._replace(weekdays=said.weekdays)
    orders = orders_of(parts.year)
    days = {order: day.isoformat() for order in orders if (day := day_of(parts, order))}
    settled = days.get("ymd") if orders == ("ymd",) else None
    return Frame(days, settled, parts, said.half, offset) if days else None


def _named(text: str, offset: int | None) -> Frame | None:
    """A date whose month is a word: beside it stand the day and the year."""
    numbers = list(re.finditer(r"\d+", text))
    said = _said(text, 1) if len(numbers) == 2 else None
    if said is None:
        return None
    first, second = (match[0] for match in numbers)
    year_first = len(first) == 4 or (len(second) < 3 and int(first) > 31)
    year, day = (first, second) if year_first else (second, first)
    order: DateOrder = "ymd" if year_first else "mdy" if said.place < numbers[0].start() else "dmy"
    days = {found for month in _months(said, text) if (found := _day(_year(year, said), month, day))}
    days = {found for found in days if not said.weekdays or found.weekday() in said.weekdays}
    if len(days) != 1:
        return None
    settled = days.pop().isoformat()
    return Frame({order: settled}, settled, None, said.half, offset)


def _months(said: _Said, text: str) -> list[int]:
    """The months meant; where two languages disagree, those of the languages that put dots where the text does."""
    if len(said.months) == 1:
        return list(said.months)
    style, styles = dots_of(text), dots_by_language()
    alike = [month for month, codes in said.months.items() if any(styles[code] == style for code in codes)]
    return alike or list(said.months)


def _year(written: str, said: _Said) -> int:
    year = int(written)
    if len(written) == 2 and all(codes == {"th"} for codes in said.months.values()):
        year += 2500
    if year in _SURELY_BUDDHIST:
        return year - _BUDDHIST
    return century_of(year) if len(written) == 2 else year


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day)) if 1900 <= year < 2200 and len(day) < 3 else None
    except ValueError:
        return None


def _said(text: str, months: int) -> _Said | None:
    """What the words mean with so many months among them; None when there is no such reading."""
    items, places = _items(text)
    words = [place for place, item in enumerate(items) if not isinstance(item, str)]
    if places is None or len(words) > _MAX_WORDS:
        return None
    choices = [_possible(items, place) for place in words]
    readings = [reading for reading in product(*choices) if _fits(reading, months)]
    if not readings:
        return None
    best = min(_rank(reading) for reading in readings)
    readings = [reading for reading in readings if _rank(reading) == best]
    found: dict[int, frozenset[str]] = {}
    weekdays, half, place = set(), None, 0
    for reading in readings:
        for where, meaning in zip(words, reading, strict=True):
            if meaning.kind == "month":
                found[int(meaning.value)] = found.get(int(meaning.value), frozenset()) | meaning.languages
                place = places[where]
            elif meaning.kind == "weekday":
                weekdays.add(int(meaning.value))
            elif meaning.kind == "half":
                half = half or str(meaning.value)
    return _Said(found, place, frozenset(weekdays), half)


def _items(text: str) -> tuple[list[_Item], list[int] | None]:
    """Numbers, the clock and the meanings of words in order, with their places; no places when a word means nothing."""
    items: list[_Item] = []
    places: list[int] = []
    for words, start in _groups(text):
        meanings: list[Meanings] | None = None
        if len(words) == 1 and (words[0][0].isdecimal() or words[0] in (CLOCK, _DAY)):
            items.append(words[0])
            places.append(start)
            continue
        meanings = meanings_of(words)
        if meanings is None:
            return [], None
        items += meanings
        places += [start] * len(meanings)
    return items, places


def _groups(text: str) -> Iterator[tuple[list[str], int]]:
    """Runs of words, and each number or sign alone."""
    run: list[str] = []
    start = 0
    for match in _ITEM.finditer(text):
        if match[0][0].isdecimal() or match[0] in (CLOCK, _DAY):
            if run:
                yield run, start
                run = []
            yield [match[0]], match.start()
        else:
            start = start if run else match.start()
            run.append(match[0])
    if run:
        yield run, start


def _possible(items: list[_Item], place: int) -> list[Meaning]:
    """The meanings of a word where it stands: a half of the day stands beside the clock."""
    at_clock = _beside_clock(items, place, 1) or _beside_clock(items, place, -1)
    return [
        meaning for meaning in items[place] if isinstance(meaning, Meaning) and (at_clock or meaning.kind != "half")
    ]


def _beside_clock(items: list[_Item], place: int, step: int) -> bool:
    place += step
    while 0 <= place < len(items) and not isinstance(items[place], str):
        place += step
    return 0 <= place < len(items) and items[place] == CLOCK


def _fits(reading: tuple[Meaning, ...], months: int) -> bool:
    kinds = [meaning.kind for meaning in reading]
    return kinds.count("month") == months and kinds.count("weekday") <= 1 and kinds.count("half") <= 1


def _rank(reading: tuple[Meaning, ...]) -> tuple[bool, int]:
    """Lower is better: words of one language, few that mean nothing."""
    spoken = [meaning.languages for meaning in reading if meaning.languages]
    agree = not spoken or bool(frozenset.intersection(*spoken))
    return not agree, sum(meaning.kind == "glue" for meaning in reading)

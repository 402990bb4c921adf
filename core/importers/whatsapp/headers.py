"""This file is where the line that opens a WhatsApp message is recognised, in every spelling of date and time.

A phone writes all headers of one export in one Shape: the axes of specification 1.3 (order, separator, year, glue,
clock, seconds, AM/PM, brackets). `read_header` finds the shape of any line; `Shape.pattern` is the quick, strict
expression for one shape, so that header-like lines of another shape inside bodies stay text.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from core.importers.whatsapp.calendar import chat_day
from core.written_times.calendar import DATE, ERA, TAIL, TAIL_WORD, Parts, YearPlace, orders_of, parts_of
from core.written_times.characters import MARK, SPACE, without_marks
from core.written_times.clock import HALF_DAY, clock_time
from core.written_times.words import half_day

HALF = "half"
"""In `Shape.before` and `Shape.after`: an AM/PM marker stands there."""

_M = f"{MARK}{{0,8}}"
_INDENT = f"{SPACE}{{0,8}}"
_GLUE = f"(?:[,،;]{_M}{SPACE}{{0,2}}|{SPACE}{{1,2}})"
_WORDED = rf"{SPACE}?min{SPACE}?\d\d{SPACE}?s"
_DIGITS = rf"\d{{1,2}}(?:[:.]|{SPACE}?h{SPACE}?)\d\d(?:[:.]\d\d|{_WORDED})?(?!\d)"
_TIME = rf"(?:{HALF_DAY}{SPACE}?)?{_DIGITS}(?:{SPACE}{{0,2}}{HALF_DAY})?"
_END = rf"(?:\]{SPACE}?|{SPACE}[-–—](?:{SPACE}|$)|:{SPACE})"
_DATE_FIRST = re.compile(rf"{_INDENT}{_M}(\[?){_M}({DATE}){_M}({_GLUE}){_M}({_TIME}){_M}({_END})")
_TIME_FIRST = re.compile(rf"{_INDENT}{_M}(\[?){_M}({_TIME}){_M}({_GLUE}){_M}({DATE}){_M}({_END})")
_MAY_BEGIN = re.compile(rf"{_INDENT}{_M}\[?{_M}[^\[\]]{{0,16}}?\d")
_CLOCK = re.compile(rf"(\D*)\d{{1,2}}({SPACE}?h{SPACE}?|[:.])\d\d([:.]\d\d|{_WORDED})?(\D*)")


@dataclass(frozen=True, slots=True)
class Shape:
    """How one export writes date and time. `before` and `after` the clock: HALF, a fixed word ("klo"), or nothing."""

    bracketed: bool
    time_first: bool
    year: YearPlace
    separator: str
    glue: str
    clock: str
    seconds: bool
    before: str
    after: str
    ending: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a line's header of this shape only; its groups are `date`, and `time` with its marker."""
        return _pattern(self)

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words at the clock that mean nothing to us: if they are AM/PM markers, hours are off by twelve."""
        return tuple(word for word in (self.before, self.after) if word not in ("", HALF) and half_day(word) is None)


class Header(NamedTuple):
    """What `read_header` found: the date and time as written."""

    shape: Shape
    date: str
    time: str


def read_header(line: str) -> Header | None:
    """The header at the beginning of a line, in any shape; None when there is none or it is no possible time."""
    if _MAY_BEGIN.match(line) is None:
        return None
    head = line[:120]
    for expression, time_first in ((_DATE_FIRST, False), (_TIME_FIRST, True)):
        match = expression.match(head)
        if match is None:
            continue
        bracket, first, glue, second, ending = match.groups()
        date, time = (second, first) if time_first else (first, second)
        parts = parts_of(date)
        if parts and bool(bracket) == ending.startswith("]") and _possible(parts) and clock_time(time):
            shape = _shape(parts, time, (bool(bracket), time_first, glue, ending))
            return Header(shape, date, time) if shape.pattern.match(line) else None
    return None


def _possible(parts: Parts) -> bool:
    return any(chat_day(parts, order) for order in orders_of(parts.year))


def _shape(parts: Parts, time: str, frame: tuple[bool, bool, str, str]) -> Shape:
    bracketed, time_first, glue, ending = frame
    match = _CLOCK.fullmatch(without_marks(time).strip())
    before, clock, seconds, after = match.groups() if match else ("", ":", None, "")
    return Shape(
        bracketed,
        time_first,
        parts.year,
        parts.separator,
        "," if without_marks(glue).strip() else " ",
        clock.strip(),
        seconds is not None,
        _at_clock(before),
        _at_clock(after),
        "]" if bracketed else ":" if ending.startswith(":") else "-",
    )


def _at_clock(word: str) -> str:
    word = word.strip()
    return HALF if half_day(word) in ("am", "pm", "noon", "night") else word


@cache
def _pattern(shape: Shape) -> re.Pattern[str]:
    date, time = f"(?P<date>{_date(shape)})", f"(?P<time>{_time(shape)})"
    glue = _M + (f"[,،;]{_M}{SPACE}{{0,2}}" if shape.glue == "," else f"{SPACE}{{1,2}}") + _M
    moment = time + glue + date if shape.time_first else date + glue + time
    ends = {"]": rf"\]{SPACE}?", "-": f"{SPACE}[-–—](?:{SPACE}|$)", ":": f":{SPACE}"}
    opening = rf"\[{_M}" if shape.bracketed else ""
    return re.compile(_INDENT + _M + opening + moment + _M + ends[shape.ending])


def _date(shape: Shape) -> str:
    number = r"\d{1,2}"
    signs = {"年": f"[年月년월]{SPACE}?", " ": SPACE}
    between = _M + signs.get(shape.separator, re.escape(shape.separator) + f"{SPACE}?") + _M
    if shape.year == "first":
        return rf"(?:{ERA}\d{{1,3}}|\d{{3,4}}){between}{number}{between}{number}{_M}{TAIL}"
    year = number
    if shape.year == "last":
        year = rf"(?:{ERA}{SPACE}?\d{{1,3}}|\d{{4}}|{number}(?={TAIL_WORD}))"
    return f"{number}{between}{number}{between}{year}{_M}{TAIL}"


def _time(shape: Shape) -> str:
    clock = re.escape(shape.clock) if shape.clock != "h" else f"{SPACE}?h{SPACE}?"
    seconds = (_WORDED if shape.clock == "h" else r"[:.]\d\d") if shape.seconds else ""
    digits = rf"\d{{1,2}}{clock}\d\d{seconds}"
    before = {"": "", HALF: f"{HALF_DAY}{SPACE}?"}.get(shape.before, re.escape(shape.before) + f"{SPACE}?")
    after = {"": "", HALF: f"{SPACE}{{0,2}}{HALF_DAY}"}.get(shape.after, f"{SPACE}{{0,2}}" + re.escape(shape.after))
    return before + digits + "(?!\\d)" + after

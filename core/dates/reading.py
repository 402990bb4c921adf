"""This file is where a text is searched for dates: a filter's value, or a question in which a date is said."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from core.dates import chinese, english, numeric
from core.dates.rules import WORD_END, WORD_START, Clear, Rule, compiled
from core.dates.windows import Window

_RULES = (*numeric.RULES, *english.RULES, *chinese.RULES)
_BETWEEN = r"\s{0,2}(?:-|–|—|~|\.\.|…|到|至)\s{0,2}|\s{1,3}(?:to|until|till|through|and)\s{1,3}"
_TO = compiled(_BETWEEN)
_VALUE_END = re.compile(r"$|(?=[\s,;!?，。；！？)）】」』”])")

_PLACE = r"(?:back\s{1,3})?(?:in|during|over|within)\s{1,3}(?:(?:early|mid|late)[\s-]{1,3})?"
# Each lead says which rules may follow it and what it makes of the date.
_LEADS = (
    (compiled(WORD_START + r"(?:since|after)\s{1,3}|自从|自"), "after"),
    (compiled(WORD_START + r"before\s{1,3}"), "before"),
    (compiled(WORD_START + r"(?:until|till|up\s{1,3}to)\s{1,3}|截至|截止到|直到"), "until"),
    (compiled(WORD_START + r"(?:between|from)\s{1,3}|从"), "range"),
    (compiled(WORD_START + _PLACE), "in"),
    (compiled(WORD_START + r"(?:on|(?:early|mid|late)[\s-])\s{0,3}"), "on"),
    (compiled(WORD_START + r"(?:of|for|from|earlier)\s{1,3}|(?<![现存正实所])在|于|从"), "weak"),
    (compiled(""), "none"),
)
_TAIL_BEFORE = compiled(r"之前|以前|前(?![台面往女男任妻夫天后端排辈途者])")
_TAIL_AFTER = compiled(r"之后|以后|以来|后(?![来面天台年悔门院勤备期])|开始|起(?![来床])")
_TAIL = compiled(rf"['’]s{WORD_END}|那天|那时|期间|的时候|的(?![确话士])")
# Where an expression can begin at all: the rules are tried nowhere else.
_STARTS = compiled(WORD_START + r"[0-9A-Za-z]|\d|[今昨前大去上这本最过近一二两三四五六七八九十半在于从自截直]")


class Found(NamedTuple):
    """A date said in a text: its place (start, end), with the small words that belong to it."""

    start: int
    end: int
    window: Window


class _Read(NamedTuple):
    end: int
    window: Window
    rule: Rule
    match: re.Match[str]


def read_window(text: str, now: datetime) -> Window | None:
    """The window of a filter's value, None when the whole text is no date. `text` is plain, `now` local and naive."""
    trimmed = text.strip()
    found = _range_at(trimmed, 0, now, Clear.NEVER, full=True) or _single_at(trimmed, 0, now, Clear.NEVER, full=True)
    return found[1] if found else None


def window_at(text: str, start: int, now: datetime) -> tuple[int, Window] | None:
    """The longest date that begins here and ends where a word ends: (end, window)."""
    found = [
        reading
        for reading in (_range_at(text, start, now, Clear.NEVER), _single_at(text, start, now, Clear.NEVER))
        if reading and _VALUE_END.match(text, reading[0])
    ]
    return max(found, key=lambda reading: reading[0], default=None)


def find_windows(text: str, now: datetime) -> list[Found]:
    """The dates that a question clearly says, in order, without overlap. `text` is plain, `now` local and naive."""
    found: list[Found] = []
    position = 0
    while begin := _STARTS.search(text, position):
        here = next(_led_at(text, begin.start(), now), None)
        position = here.end if here else begin.start() + 1
        if here:
            found.append(here)
    return found


def _led_at(text: str, start: int, now: datetime) -> Iterator[Found]:
    for lead, sense in _LEADS:
        led = lead.match(text, start)
        if led is None:
            continue
        reading = _sense_at(text, led.end(), now, sense)
        if reading is None:
            the = re.compile(r"the\s{1,3}", re.IGNORECASE).match(text, led.end())
            reading = _sense_at(text, the.end(), now, sense) if the else None
        if reading is not None:
            yield _with_tail(text, start, reading)


def _sense_at(text: str, start: int, now: datetime, sense: str) -> tuple[int, Window] | None:
    level = Clear.ALONE if sense in ("weak", "none") else Clear.LED
    pair = _range_at(text, start, now, level) if sense in ("range", "in", "none") else None
    if pair or sense == "range":
        return pair
    reading = _longest_at(text, start, now, level)
    if reading is None or not _fits(reading, sense):
        return None
    window = reading.window
    turned = {
        "after": Window(window.after, None),
        "before": Window(None, window.after),
        "until": Window(None, window.before),
    }
    return reading.end, turned.get(sense, window)


def _fits(reading: _Read, sense: str) -> bool:
    """A bare month goes with "in", a weekday with "on"; "after May" may be a person, "in April's flat" surely is."""
    if reading.rule.clear is Clear.ALONE:
        return True
    names = reading.match.groupdict()
    owned = re.compile(r"['’]").match(reading.match.string, reading.end)
    if owned or (sense in ("before", "after") and names.get("month", "").lower() in ("may", "april", "june", "march")):
        return False
    if sense == "on":
        return names.get("weekday") is not None
    return sense != "in" or names.get("weekday") is None


def _with_tail(text: str, start: int, reading: tuple[int, Window]) -> Found:
    end, window = reading
    closed = window.after is not None and window.before is not None
    if closed and (tail := _TAIL_BEFORE.match(text, end)):
        end, window = tail.end(), Window(None, window.after)
    elif closed and (tail := _TAIL_AFTER.match(text, end)):
        end, window = tail.end(), Window(window.after, None)
    small = _TAIL.match(text, end)
    return Found(start, small.end() if small else end, window)


def _single_at(text: str, start: int, now: datetime, level: Clear, *, full: bool = False) -> tuple[int, Window] | None:
    reading = _longest_at(text, start, now, level, full=full)
    return (reading.end, reading.window) if reading else None


def _range_at(text: str, start: int, now: datetime, level: Clear, *, full: bool = False) -> tuple[int, Window] | None:
    """Two dates with "to" between them; a date without a year takes its year from the other one."""
    for first in _readings_at(text, start, now, level):
        to = _TO.match(text, first.end)
        second = _longest_at(text, to.end(), now, level, full=full) if to else None
        if second is None:
            continue
        begin, end = first.window, second.window
        if second.rule.yearless and not first.rule.yearless and begin.after:
            end = _again(second, begin.after + timedelta(days=366)) or end
        elif begin.after and end.before and begin.after >= end.before:
            begin = (_again(first, end.before) if first.rule.yearless else None) or begin
        if begin.after and end.before and begin.after < end.before:
            return second.end, Window(begin.after, end.before)
    return None


def _again(reading: _Read, now: datetime) -> Window | None:
    try:
        return reading.rule.build(reading.match, now)
    except (ValueError, OverflowError):
        return None


def _longest_at(text: str, start: int, now: datetime, level: Clear, *, full: bool = False) -> _Read | None:
    return next((found for found in _readings_at(text, start, now, level) if not full or found.end == len(text)), None)


def _readings_at(text: str, start: int, now: datetime, level: Clear) -> list[_Read]:
    """What the rules make of this place, longest first."""
    found = []
    for rule in _RULES:
        match = rule.pattern.match(text, start) if rule.clear <= level else None
        if match is None:
            continue
        window = _again(_Read(match.end(), Window(None, None), rule, match), now)
        if window is not None:
            found.append(_Read(match.end(), window, rule, match))
    return sorted(found, key=lambda reading: -reading.end)

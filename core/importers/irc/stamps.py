"""This file is where the time before an IRC line is read, in the ways of the clients (format specification, 14)."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from core.written_times import clock_time, read_time

_CLOCK = r"(?P<clock>\d\d:\d\d(?::\d\d)?)"
_HALVES = r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?)"
_ZONE = r"(?P<zone> ?(?:Z|[+-]\d\d:?\d\d))?"
_MONTH = r"(?P<month>[^\W\d_]{2,12}\.?|\d{1,2}[月월]) {1,2}(?P<number>\d{1,2})"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("clock", rf"\[{_HALVES}\] ?"),
    (
        "iso",
        rf"(?P<open>\[)?(?P<day>\d{{4}}[-/.]\d\d[-/.]\d\d)[T ]{_CLOCK}(?:[.,]\d{{1,9}})?{_ZONE}(?(open)\])(?:\t| +)",
    ),
    ("clock", rf"{_CLOCK}(?= ) ?"),
    ("month", rf" {{0,2}}(?P<open>\[)?{_MONTH} {_CLOCK}(?(open)\])[ \t]+"),
    ("epoch", r"T (?P<epoch>\d{9,11}) "),
    ("iso", rf"\[(?P<written>[^\[\]\d]{{0,20}}\d{{1,2}}[ .]+[^\W\d_]{{3,12}}\.? \d{{4}})\] \[{_CLOCK}\][ \t]*"),
)
_FORMS = tuple((kind, re.compile(pattern).match) for kind, pattern in _PATTERNS)


class Stamp(NamedTuple):
    """A time as it stands before a line: as much of it as the client wrote.

    day: ISO date; month and number: without a year; clock: "12:05" or "12:05:09"; epoch: seconds since 1970 UTC;
    offset: minutes east of UTC; end: where the rest of the line begins.
    """

    end: int
    clock: str = ""
    day: str = ""
    month: int = 0
    number: int = 0
    epoch: int | None = None
    offset: int | None = None


class Stamps:
    """Reads stamps; what fitted the last line is tried first."""

    def __init__(self) -> None:
        self._forms = list(_FORMS)

    def read(self, line: str) -> Stamp | None:
        for place, (kind, match) in enumerate(self._forms):
            found = match(line)
            stamp = _READERS[kind](found) if found else None
            if stamp is not None:
                if place:
                    self._forms.insert(0, self._forms.pop(place))
                return stamp
        return None


def _of_clock(match: re.Match[str]) -> Stamp | None:
    clock = day_clock(match["clock"])
    return Stamp(match.end(), clock) if clock else None


def _of_iso(match: re.Match[str]) -> Stamp | None:
    facts = match.groupdict()
    day = _day(facts.get("day") or facts.get("written") or "")
    clock = day_clock(match["clock"])
    return Stamp(match.end(), clock, day, offset=_offset(facts.get("zone"))) if day and clock else None


def _of_month(match: re.Match[str]) -> Stamp | None:
    month, clock = month_number(match["month"]), day_clock(match["clock"])
    return Stamp(match.end(), clock, month=month, number=int(match["number"])) if month and clock else None


def _of_epoch(match: re.Match[str]) -> Stamp | None:
    return Stamp(match.end(), epoch=int(match["epoch"]))


_READERS: dict[str, Callable[[re.Match[str]], Stamp | None]] = {
    "clock": _of_clock,
    "iso": _of_iso,
    "month": _of_month,
    "epoch": _of_epoch,
}


@lru_cache(1 << 17)
def day_clock(text: str) -> str:
    """A time of day on a clock of 24 hours; "" when it is none."""
    return clock_time(text) or ""


@lru_cache(4096)
def month_number(word: str) -> int:
    """The month that a word of any language names, 0 for none."""
    if word[0].isdigit():
        number = int(word[:-1])
        return number if 1 <= number <= 12 else 0
    if word.casefold() == "mrz":
        return 3
    found = read_time(f"1 {word} 2023", None)
    return int(found.wall[5:7]) if found else 0


@lru_cache(4096)
def _day(text: str) -> str:
    found = read_time(text.strip(), None)
    return found.wall[:10] if found else ""


def _offset(zone: str | None) -> int | None:
    if not zone or not zone.strip():
        return None
    bare = zone.strip().replace(":", "")
    if bare == "Z":
        return 0
    minutes = int(bare[1:3]) * 60 + int(bare[3:5])
    return -minutes if bare[0] == "-" else minutes

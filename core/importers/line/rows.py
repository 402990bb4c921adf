"""This file is where a line of a LINE export that begins a message is taken apart.

A phone puts tabs between time, name and text; a computer puts spaces (format specification, section 11).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

from core.written_times import clock_time

_HALF = "上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上|AM|PM|am|pm|[ap]\\.\\s?m\\.|น\\."
_TIME = rf"(?:(?:{_HALF})\s?)?\d{{1,2}}[:.]\d\d(?::\d\d)?(?:\s?(?:{_HALF}))?"
_TABBED = re.compile(rf"\ufeff?({_TIME})\s?\t(.*)", re.S)
_SPACED = re.compile(rf"\ufeff?({_TIME})[ \u3000](.+)", re.S)
_QUOTES = re.compile('"+')

QuoteState = Literal["open", "closed", "broken"]


class Row(NamedTuple):
    """time: in 24 hours; sender: "" on lines of the app; text: the first line of it."""

    time: str
    sender: str
    text: str


RowReader = Callable[[str], Row | None]


def tabbed_row(line: str) -> Row | None:
    """A row of a phone. What has no name column is a line of the app; the text keeps its own tabs."""
    match = _TABBED.fullmatch(line) if "\t" in line else None
    time = _clock(match[1]) if match else None
    if match is None or time is None:
        return None
    sender, tab, text = match[2].partition("\t")
    return Row(time, sender.strip(), text) if tab else Row(time, "", sender)


def spaced(line: str) -> tuple[str, str] | None:
    """(time in 24 hours, all the rest) of a row of a computer."""
    match = _SPACED.fullmatch(line) if line[:1].isdecimal() or line[:1] > "\x7f" or line[:1] in "AP" else None
    time = _clock(match[1]) if match else None
    return (time, match[2]) if match and time else None


def quote_state(line: str) -> QuoteState:
    """What a line does to a text that a quote has opened, where quotes inside are doubled: it goes on ("open"), ends
    with a single quote ("closed"), or has a single one elsewhere, so that the rule does not hold ("broken")."""
    if '"' not in line:
        return "open"
    for run in _QUOTES.finditer(line):
        if len(run[0]) % 2:
            return "closed" if run.end() == len(line.rstrip()) else "broken"
    return "open"


def unquoted(text: str, doubled: bool) -> str:
    inner = text[1:].rstrip()[:-1]
    return inner.replace('""', '"') if doubled else inner


@lru_cache(maxsize=8192)
def _clock(text: str) -> str | None:
    return clock_time(text)

"""This file is where a typed question is taken apart: filters, phrases, exclusions, and the free text between them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.dates import Window, plain, window_at
from core.errors import QueryError
from core.query.filters import DATED, OPERATORS, Filter, dated, kind_of, short

LONGEST = 10_000
"""Characters of a question; a longer one is a QueryError."""

_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
_NAMES = "|".join(sorted(OPERATORS, key=len, reverse=True))
_OPERATOR = re.compile(rf"(?P<minus>-?)(?P<name>{_NAMES}):(?=\S)", re.IGNORECASE | re.ASCII)
_VALUE = re.compile(r"\S+")
_EXCLUDED = re.compile(r"-(?=[^\W\d_])\S+")
_STOPS = ",;.!?，。；！？、"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a question at text[start:end].

    kind: a filter's name, "phrase", "excluded", "free" (text between) or "date" (a date said in free text).
    value: what follows the colon or stands in the quotes, or the canonical kind of media; window only with dates.
    """

    kind: Filter | Literal["phrase", "excluded", "free", "date"]
    value: str
    start: int
    end: int
    window: Window | None = None


def scan(text: str, now: datetime) -> list[Part]:
    """The parts in order; what is between them is white space. `now` is local and naive. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError(f"The question has {len(text):,} characters; at most {LONGEST:,} are possible. Shorten it.")
    parts: list[Part] = []
    free = 0
    for part in _special(text, now):
        if part.start > free:
            parts.append(Part("free", text[free : part.start], free, part.start))
        parts.append(part)
        free = part.end
    if free < len(text):
        parts.append(Part("free", text[free:], free, len(text)))
    return [part for part in parts if part.value.strip()]


def _special(text: str, now: datetime) -> Iterator[Part]:
    smooth = plain(text)
    position, token_start = 0, True
    while position < len(text):
        part = _token(text, smooth, position, now) if token_start else None
        part = part or _phrase(text, position)
        if part:
            yield part
        position = part.end if part else position + 1
        token_start = part is not None or text[position - 1].isspace()


def _token(text: str, smooth: str, start: int, now: datetime) -> Part | None:
    """A filter or an exclusion, which only begin where a word begins."""
    operator = _OPERATOR.match(smooth, start)
    if operator:
        name = OPERATORS[operator["name"].lower()]
        if operator["minus"]:
            raise QueryError(
                f"{short(operator[0])}… is not possible: only words and phrases can be excluded with a minus."
            )
        value, end = _value(name, text, operator, now)
        return _filtered(Part(name, value, start, end), now)
    if smooth[start] != "-":
        return None
    if (quoted := quoted_at(text, start + 1)) and quoted[0].strip():
        return Part("excluded", quoted[0].strip(), start, quoted[1])
    word = _EXCLUDED.match(smooth, start)
    value = text[start + 1 : word.end()].rstrip(_STOPS) if word else ""
    return Part("excluded", value, start, start + 1 + len(value)) if value else None


def _value(name: Filter, text: str, operator: re.Match[str], now: datetime) -> tuple[str, int]:
    """A filter's value and its end: quoted, or a date of several words, or up to the next white space."""
    start = operator.end()
    if quoted := quoted_at(text, start):
        return quoted
    if name in DATED and (date := window_at(operator.string, start, now)):
        return text[start : date[0]], date[0]
    word = _VALUE.match(text, start)
    value = word[0].rstrip(_STOPS) if word else ""
    return value, start + len(value)


def _filtered(part: Part, now: datetime) -> Part | None:
    """The filter with its value understood, None when there is nothing in it to filter by ("with:)")."""
    if not any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in part.value):
        return None
    if part.kind in DATED:
        return replace(part, window=dated(part.kind, part.value, now))
    return replace(part, value=kind_of(part.value)) if part.kind == "has" else part


def _phrase(text: str, start: int) -> Part | None:
    # 5" is a size: a straight quote behind a letter or digit opens nothing.
    if text[start] == '"' and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return None
    quoted = quoted_at(text, start)
    return Part("phrase", quoted[0].strip(), start, quoted[1]) if quoted else None


def quoted_at(text: str, start: int) -> tuple[str, int] | None:
    """What stands in the quotes that open here, and the place behind them; None where none open or close."""
    closing = _CLOSING.get(text[start : start + 1])
    ends = [end for sign in closing or "" if (end := text.find(sign, start + 1)) >= 0]
    return (text[start + 1 : min(ends)], min(ends) + 1) if ends else None

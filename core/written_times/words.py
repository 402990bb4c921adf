"""This file is where the words of written dates are looked up: months, weekdays, halves of the day, and mere glue.

Names are CLDR's (names.json, see gathering.py); spoken.json adds what messengers write besides. A word may mean several
things ("mar" is a month and a Tuesday), and one month name may be two months ("lis" in Croatian and in Polish).
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from core.written_times.characters import word_key

Kind = Literal["month", "weekday", "half", "glue"]
_NAMED: tuple[tuple[str, Kind], ...] = (("months", "month"), ("weekdays", "weekday"))
_LONGEST_PHRASE = 4
_LONGEST_WORD = 24
_WITHOUT_SPACES = "\u0e00"
"""From here on (Thai and further east) scripts may write words without spaces between them."""


class Meaning(NamedTuple):
    """One thing a word may say. value: the month (1-12), weekday (Monday 0) or half ("am", "pm", "noon", "night").

    languages: those that say it so; empty for words of no language in particular.
    """

    kind: Kind
    value: int | str
    languages: frozenset[str]


Meanings = tuple[Meaning, ...]


def meanings_of(words: list[str]) -> list[Meanings] | None:
    """What each word or phrase of a text may mean; None when something in it has no meaning in any date."""
    found: list[Meanings] = []
    keys = [word_key(word) for word in words]
    place = 0
    while place < len(keys):
        taken = _phrase_at(keys, place)
        if taken is None:
            parts = _unspaced(keys[place])
            if parts is None:
                return None
            found += parts
            place += 1
        else:
            count, meanings = taken
            found.append(meanings)
            place += count
    return found


@cache
def half_day(marker: str) -> str | None:
    """ "am", "pm", "noon", "night", or "none" (a word for "o'clock"); None for an unknown or empty marker."""
    known = _table().get(word_key(marker), ()) if marker else ()
    halves = [str(meaning.value) for meaning in known if meaning.kind == "half"]
    return halves[0] if halves else "none" if any(meaning.kind == "glue" for meaning in known) else None


@cache
def dots_by_language() -> dict[str, str]:
    """Which numbers of a date bear a dot in a language: "d", "y", "dy" or ""."""
    return dict(_facts("names.json")["dots"])


def dots_of(text: str) -> str:
    """Which numbers of a date with a named month bear a dot: "d", "y", "dy" or "". Languages differ in it."""
    day = re.search(r"(?<!\d)\d{1,2}\.", text) is not None
    return "d" * day + "y" * (re.search(r"\d{4}\.", text) is not None)


def _phrase_at(keys: list[str], place: int) -> tuple[int, Meanings] | None:
    for count in range(min(_LONGEST_PHRASE, len(keys) - place), 0, -1):
        if meanings := _table().get("".join(keys[place : place + count])):
            return count, meanings
    return None


def _unspaced(word: str) -> list[Meanings] | None:
    """The words that a run of letters without spaces consists of, longest first."""
    found: list[Meanings] = []
    if not word or max(word) < _WITHOUT_SPACES:
        return None if word else found
    while word:
        for length in range(min(len(word), _LONGEST_WORD), 0, -1):
            if meanings := _table().get(word[:length]):
                found.append(meanings)
                word = word[length:]
                break
        else:
            return None
    return found


@cache
def _table() -> dict[str, Meanings]:
    names, spoken = _facts("names.json"), _facts("spoken.json")
    table: dict[str, list[Meaning]] = {}
    nowhere: frozenset[str] = frozenset()
    for half, words in spoken["halves"].items():
        _enter(table, words, Meaning("half", half, nowhere))
    for section, kind in _NAMED:
        for number, words in spoken[section].items():
            _enter(table, words, Meaning(kind, int(number), nowhere))
        for word, values in names[section].items():
            for value, languages in values.items():
                _enter(table, [word], Meaning(kind, int(value), frozenset(languages)))
    for word, values in names["halves"].items():
        if not any(meaning.kind == "half" for meaning in table.get(word, ())):
            half, languages = next(iter(values.items()))
            _enter(table, [word], Meaning("half", half, frozenset(languages)))
    _enter(table, [*spoken["glue"], *names["glue"]], Meaning("glue", "", nowhere))
    return {word: tuple(meanings) for word, meanings in table.items()}


def _enter(table: dict[str, list[Meaning]], words: Iterable[str], meaning: Meaning) -> None:
    for word in words:
        entry = table.setdefault(word_key(word), [])
        if meaning not in entry:
            entry.append(meaning)


@cache
def _facts(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text("utf-8"))
    return loaded


WORD = re.compile(r"[^\s\d.,/:;()\[\]<>|\-–—،、・·•\x00+−]+")
"""Finds the words of a date: everything but digits, spaces and punctuation."""

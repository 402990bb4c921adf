"""This file is where single fields of a record become what they mean, whatever type they came in."""

import re
from collections.abc import Mapping
from typing import Any

from core.json_values import word

_WALL = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)", re.A)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NOBODY = frozenset(("", "0", "未知", "unknown", "undefined", "null"))
_NAMELESS = _NOBODY | {"未知用户"}


def first_word(record: Mapping[str, Any], *keys: str) -> str:
    """The first of these fields that says anything."""
    return next((text for key in keys if (text := word(record.get(key)))), "")


def person_key(*candidates: Any) -> str | None:
    """The first id that is one: "0" and the exporter's words for "unknown" are nobody."""
    return next((text for each in candidates if (text := word(each).strip()) not in _NOBODY), None)


def display_name(*candidates: Any) -> str | None:
    """The first name that is one, without invisible direction marks."""
    cleaned = (_MARKS.sub("", word(each)).strip() for each in candidates)
    return next((name for name in cleaned if name not in _NAMELESS), None)


def wall_time(written: Any) -> str | None:
    """A wall time as written, in ISO form; None for an instant with a zone, or no time at all."""
    match = _WALL.fullmatch(written.strip()) if isinstance(written, str) else None
    return f"{match[1]}-{match[2]}-{match[3]}T{match[4]}" if match else None

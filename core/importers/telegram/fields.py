"""This file is where single fields of a Telegram record become what they mean, whatever type they came in."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

NOBODY = "Deleted Account"
"""What Telegram shows for an account that is gone; its id still tells who it was."""

OLD_KIND = 1 << 32
"""Exports before 2021 wrote ids with a kind above 32 bits: 1 for people, 2 for groups and channels."""

_LAST_SECOND = 253_402_300_799
_WALL_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:?\d\d)?", re.A)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def word(value: Any) -> str:
    """A string, or a whole number written out; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def display_name(value: Any) -> str:
    """A name without invisible direction marks; null and empty names are deleted accounts."""
    return _clean_name(value) if isinstance(value, str) else NOBODY


@lru_cache(maxsize=4096)
def _clean_name(name: str) -> str:
    return _MARKS.sub("", name).strip() or NOBODY


def plain(text: Any) -> str:
    """Text as written: a string, or an array of strings and `{type, text}` parts joined."""
    if type(text) is str:
        return text
    parts = text if isinstance(text, list) else [text]
    return "".join(plain(part.get("text")) if isinstance(part, dict) else word(part) for part in parts)


@lru_cache(maxsize=4096)
def sender_id(identifier: str) -> str:
    """The id of a sender as it is written since 2021, "user123": a bare number before, later with the kind above it.

    Groups and channels have one kind; those that write as themselves are channels, as a rule.
    """
    if not (identifier.isascii() and identifier.isdigit()):
        return identifier
    kind, number = divmod(int(identifier), OLD_KIND)
    return f"{('user', 'user', 'channel')[kind]}{number}" if kind < 3 else identifier


def instant(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from seconds as Telegram writes them; None when they are none."""
    try:
        seconds = int(value)
    except (TypeError, ValueError):
        return None
    return seconds * 1000 if 0 <= seconds <= _LAST_SECOND else None


def times(written: Any, unixtime: Any) -> tuple[int | None, str | None]:
    """(instant, wall time): the unixtime is the truth, the formatted twin only says what the clock showed."""
    sent_at = instant(unixtime) if unixtime is not None else None
    match = _WALL_TIME.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        return sent_at, None
    wall = f"{match[1]}T{match[2]}"
    try:
        moment = datetime.fromisoformat(wall + (match[3] or ""))
    except ValueError:
        return sent_at, None
    if sent_at is None and moment.tzinfo is not None:
        sent_at = int((moment - _EPOCH).total_seconds()) * 1000
    return sent_at, wall


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

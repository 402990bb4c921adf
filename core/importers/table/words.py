"""This file is where the name of a column or key says what it may be, in the languages that people write headers in."""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SIGNS = re.compile(r"[\W_]+")
_ZERO = re.compile(r"(?<![^\W_])(?:utc|gmt)(?![^\W_])", re.I)
_LONGEST = 60
BEST = 3
"""The rank of a name that says what it is; 2 is usual for it, 1 may be many things."""


@lru_cache(4096)
def plain_name(name: str) -> str:
    """What two spellings of one name share: "sentAt", "sent_at" and "Sent At (UTC)"."""
    name = _ASIDE.sub(" ", unicodedata.normalize("NFKC", name[:200])) or name
    return _SIGNS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold()


@lru_cache(4096)
def rank(role: str, name: str) -> float:
    """How surely a column of this name is `role`, from 0 to 3; of a key's path ("author.name") the longest end that
    is a known name speaks, a little less surely than a name that is known whole."""
    words = plain_name(name).split()
    if len(name) > _LONGEST:
        return 0
    for start in range(len(words)):
        known = _table()[role].get(" ".join(words[start:]))
        if known is not None:
            return known if start == 0 else known - 0.5 if _is_path(name) and role != "id" else 0
    return 0


def is_known(name: str) -> bool:
    """True when the name is one of a column of messages."""
    return any(rank(role, name) for role in _table())


def says_utc(name: str) -> bool:
    """True when a header says that its times are UTC: "Date (UTC)"."""
    return _ZERO.search(_CAMEL.sub(" ", name)) is not None


def _is_path(name: str) -> bool:
    return "." in name


@cache
def known_words(name: str) -> frozenset[str]:
    """Words, folded: "labels" before a colon that are no names, "levels" of logs, "directions" of messages on a phone,
    "speakers" of talks with machines."""
    return frozenset(_vocabulary()[name])


@cache
def _table() -> dict[str, dict[str, float]]:
    return {
        role: {plain_name(word): BEST - tier for tier, words in reversed(list(enumerate(tiers))) for word in words}
        for role, tiers in _vocabulary()["columns"].items()
    }


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath("vocabulary.json").read_text("utf-8"))
    return found

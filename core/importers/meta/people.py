"""This file is where it is known whose export it is, and which names are nobody's: those of accounts that are gone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from core.beginning import Beginning
from core.entry_names import fold_name
from core.export import Export
from core.importers.meta.headers import participants_of
from core.importers.meta.mojibake import all_mended
from core.importers.meta.threads import Thread
from core.json_values import members, objects, word

_PROFILES = ("profile_information.json", "personal_information.json")
_BRANDS = ("facebook", "instagram")
_LONGEST_NOBODY = 40
_MOST_WORDS = 4
_NOBODY_ELSEWHERE = frozenset(("مستخدم فيسبوك", "مستخدم إنستغرام", "משתמש פייסבוק", "משתמש אינסטגרם"))
_MOST = 2000
"""Threads that are asked who takes part; whoever is in all of these is in all."""


def is_nobody(name: str) -> bool:
    """True for "Facebook user", "Instagram User" and their translations, which stand for everybody who is gone."""
    folded = name.casefold()
    if not name or folded in _BRANDS or len(name) > _LONGEST_NOBODY or len(name.split()) > _MOST_WORDS:
        return not name
    return any(brand in folded for brand in _BRANDS) or name in _NOBODY_ELSEWHERE


class Owners:
    """Finds out whose archive it is, once."""

    def __init__(self, export: Export, threads: Sequence[Thread]) -> None:
        self._export, self._threads = export, threads

    def of(self, people: Sequence[str]) -> str | None:
        """The owner among the people of a thread."""
        for name in self._names:
            if name in people:
                return name
        return None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """What the profile calls the owner; without a profile who takes part in all of at least two threads."""
        entries = [name for name in self._export.names() if fold_name(name).endswith(_PROFILES)]
        written = [name for entry in entries for name in _profile_names(self._export, entry)]
        if written:
            return tuple(dict.fromkeys(written))
        return tuple(self._everywhere())

    def _everywhere(self) -> Iterator[str]:
        asked = [thread for thread in self._threads if thread.form != "html"][:_MOST]
        counts: Counter[str] = Counter()
        told = 0
        for thread in asked:
            people = [name for name in participants_of(self._export, thread.parts[-1].entry) if not is_nobody(name)]
            counts.update(people)
            told += bool(people)
        everywhere = [name for name, count in counts.items() if count == told]
        if told > 1 and len(everywhere) == 1:
            yield everywhere[0]


def _profile_names(export: Export, entry: str) -> Iterator[str]:
    """The full name (Facebook), or all short values of the profile (Instagram, whose labels are translated)."""
    facts: dict[str, Any] = all_mended(dict(Beginning(export, entry).facts))
    for key in ("profile_v2", "profile"):
        name = members(members(facts.get(key)).get("name"))
        if full := word(name.get("full_name")).strip():
            yield full
    for profile in objects(facts.get("profile_user")):
        for value in members(profile.get("string_map_data")).values():
            if written := word(members(value).get("value")).strip():
                yield written

"""This file is where the files of Google Chat are found, which lie beside messages.json under shortened names.

Takeout writes export_name ("File-photo(1).jpg"). On disk the name may be cut to some fifty characters, have "_" for
signs that file systems refuse, lie in another part of a split archive, or be numbered where several are called alike.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from core.entry_names import fold_name
from core.export import Export
from core.file_kinds import kind_of
from core.json_values import objects, word
from core.types import ExportedAttachment, Repair

_REFUSED = re.compile(r"[^\w.()-]")
_SHORTEST_CUT = 30
"""Characters: a shorter name was not cut, so that a longer one is not taken for its beginning."""


class Files:
    """Finds the files of one messages.json. Of several messages whose files are called alike, the second gets
    "name(1)" where that is there: the order in which Takeout numbers them."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._folder = entry.rpartition("/")[0]
        self._met: Counter[str] = Counter()
        self._numbered = 0

    def attachments(self, listed: Any) -> tuple[ExportedAttachment, ...]:
        """The files of one message."""
        return tuple(self._attachment(item) for item in objects(listed))

    def notes(self) -> Iterator[Repair]:
        """What was put right: told once, after all messages."""
        if self._numbered:
            what = "files bear the name of another one; they were given to messages in the order of their numbers"
            yield Repair(self._entry, f"{self._numbered} {what}")

    def _attachment(self, item: dict[str, Any]) -> ExportedAttachment:
        original, stored = word(item.get("original_name")), word(item.get("export_name"))
        name = original or stored
        entry = self._found(stored) if stored else None
        if not name:
            return ExportedAttachment("media", "", "not_exported")
        return ExportedAttachment(kind_of(name), name, "found" if entry else "missing", entry)

    def _found(self, stored: str) -> str | None:
        before = self._met[stored]
        self._met[stored] += 1
        if before:
            stem, dot, ending = stored.rpartition(".")
            numbered = f"{stem or ending}({before}){dot}{ending if stem else ''}"
            if numbered not in self._met and (entry := self._named(numbered)):
                self._numbered += 1
                return entry
        return self._named(stored)

    def _named(self, stored: str) -> str | None:
        exact = self._export.resolve(stored, self._folder)
        if exact is not None and _same_folder(exact, self._folder):
            return exact
        key = _key(stored)
        return self._by_key.get(key) or self._cut(key)

    def _cut(self, key: str) -> str | None:
        """The one file whose name is the beginning of a longer one, with the same ending."""
        stem, _, ending = key.rpartition(".")
        found = [
            entry
            for other, entry in self._by_key.items()
            if len(other) >= _SHORTEST_CUT and _cut_from(other, stem, ending)
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_key(self) -> dict[str, str]:
        """The files of this group in all parts of the archive, by their plain names."""
        own = fold_name(self._folder.rpartition("/")[2])
        found: dict[str, str] = {}
        for entry in self._export.names():
            folder, _, base = entry.rpartition("/")
            if fold_name(folder.rpartition("/")[2]) == own and entry != self._entry:
                found.setdefault(_key(base), entry)
        return found


def _same_folder(entry: str, folder: str) -> bool:
    return fold_name(entry.rpartition("/")[0]) == fold_name(folder)


def _cut_from(name: str, stem: str, ending: str) -> bool:
    own_stem, _, own_ending = name.rpartition(".")
    return own_ending == ending and len(own_stem) < len(stem) and stem.startswith(own_stem)


def _key(name: str) -> str:
    return _REFUSED.sub("_", fold_name(name))

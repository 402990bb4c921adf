"""This file is where it is found which entry a message means by a file name.

A wrong picture is worse than a missing one: what lies where another chat lies belongs to that chat, however alike the
names are.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from core.entry_names import fold_name
from core.export.entries import Entry

_CHATS = (".txt", ".json", ".jsonl", ".ndjson", ".html", ".htm", ".csv", ".db", ".sqlite")
"""Endings of what chats are written into: a folder with such a file holds a chat of its own."""
_MANY = 32
"""A name that is there more often says nothing."""


class Resolver:
    """Looks names up in a tree that grows no more. tops: what may be one of several parts of an export, each with
    the same folders inside: archives, and folders at the top."""

    def __init__(self, entries: Mapping[str, Entry], tops: frozenset[str]) -> None:
        self._entries, self._tops = entries, tops

    def at(self, name: str) -> str | None:
        """The entry of exactly that name, else the one whose name differs in case and Unicode form only."""
        return name if name in self._entries else self._folded.get(fold_name(name))

    def find(self, wanted: str, folder: str) -> str | None:
        """The entry that `wanted`, a clean name, means in a chat that lies in `folder`.

        Where it says, seen from the folder or from the export's top; the same place in another part of the export;
        else, where the folders that it speaks of were not kept, the one entry of that base name.
        """
        places = [f"{base}/{wanted}" if base else wanted for base in _bases(wanted, folder)]
        for place in places:
            if found := self.at(place):
                return found
        for place in places:
            if found := self._in_other_part(place, folder):
                return found
        top, slash, _ = wanted.partition("/")
        if slash and self._is_folder(f"{folder}/{top}" if folder else top):
            return None
        return self._by_base_name(wanted.rpartition("/")[2], folder)

    def _in_other_part(self, place: str, folder: str) -> str | None:
        own = self._top_of(f"{folder}/")
        if own is None or not place.startswith(f"{own}/") or "/" not in (inside := place[len(own) + 1 :]):
            return None
        found = self._by_inner.get(fold_name(inside), [])
        home = self._home(place.rpartition("/")[0]) or folder
        home = home[len(own) :] if f"{home}/".startswith(f"{own}/") else folder[len(own) :]
        fitting = [name for name in found[:_MANY] if self._are_parts(own, self._top_of(name) or "", home)]
        sizes = {self._entries[name].size for name in fitting}
        return fitting[0] if len(sizes) == 1 and len(found) <= _MANY else None

    def _are_parts(self, own: str, other: str, home: str) -> bool:
        """True unless both hold the same chat file, as two exports of one kind do, and not two parts of one export.
        home: the folder of the chat, "" or "/folder"."""
        there = self._chats.get(other + home, set())
        return own != other and not there & self._chats.get(own + home, set()) and bool(home or not there)

    def _by_base_name(self, base: str, folder: str) -> str | None:
        found = self._by_base.get(fold_name(base), [])
        if len(found) > _MANY:
            return None
        home = self._home(folder)
        fitting = [name for name in found if self._home(name.rpartition("/")[0]) in (None, home)]
        return fitting[0] if len(fitting) == 1 else None

    def _home(self, folder: str) -> str | None:
        """The folder, it or the nearest around it, that holds a chat; None where there is none."""
        return next((place for place in _upwards(folder) if place in self._chats), None)

    def _top_of(self, name: str) -> str | None:
        return next((place for place in _upwards(name.rpartition("/")[0]) if place in self._tops), None)

    def _is_folder(self, folder: str) -> bool:
        start = fold_name(folder) + "/"
        place = bisect_left(self._sorted, start)
        return place < len(self._sorted) and self._sorted[place].startswith(start)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold_name(name): name for name in reversed([*self._entries])}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._folded)

    @cached_property
    def _by_base(self) -> dict[str, list[str]]:
        bases: dict[str, list[str]] = {}
        for folded, name in self._folded.items():
            bases.setdefault(folded.rpartition("/")[2], []).append(name)
        return bases

    @cached_property
    def _by_inner(self) -> dict[str, list[str]]:
        """Entries by their name inside the part that holds them."""
        inner: dict[str, list[str]] = {}
        for name in self._entries if len(self._tops) > 1 else ():
            if (top := self._top_of(name)) is not None:
                inner.setdefault(fold_name(name[len(top) + 1 :]), []).append(name)
        return inner

    @cached_property
    def _chats(self) -> dict[str, set[str]]:
        """The names of what may be chats, folded, by their folder."""
        chats: dict[str, set[str]] = {}
        for name in self._entries:
            if name.casefold().endswith(_CHATS):
                folder, _, base = name.rpartition("/")
                chats.setdefault(folder, set()).add(fold_name(base))
        return chats


def _bases(wanted: str, folder: str) -> Iterator[str]:
    """The places that a name may be seen from: the folder, and where its first folder is one of those around."""
    yield folder
    top = fold_name(wanted.partition("/")[0])
    *around, _ = _upwards(folder)
    for place in around:
        above, _, own = place.rpartition("/")
        if fold_name(own) == top:
            yield above


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all around it, "" last."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""

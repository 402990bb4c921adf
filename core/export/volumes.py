"""This file is where archives that were split into parts are put together again.

Two ways are common: one archive cut into pieces (`chats.zip.001`, `.002`, ...), and a zip that knows of its parts
(`chats.z01`, `chats.z02`, ..., and `chats.zip`, which is the last one and holds the table).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.entry_names import fold_name
from core.errors import BrokenExport
from core.export.sources import Absent, Joined, Source, Spanned
from core.types import Problem

_PIECE = re.compile(r"(.+\.(?:zip|tar|tgz|tar\.gz))\.(\d{3})", re.I | re.S)
_PART = re.compile(r"(.+)\.z(\d{2,3})", re.I | re.S)
_ZIP = re.compile(r"(.+)\.zip", re.I | re.S)
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Volumes:
    """One split archive. name: what it was called before ("dir/chats.zip"); parts: the names of those that are there,
    by their number; spanned: it is a zip that knows of its parts, and `last` the name of the one with the table."""

    name: str
    parts: Mapping[int, str]
    spanned: bool = False
    last: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All that are there."""
        return (*self.parts.values(), self.last) if self.last else tuple(self.parts.values())

    @property
    def first(self) -> int:
        """The number of the first part: 1, or 0 where there is such a one."""
        return 0 if 0 in self.parts else 1

    def called(self, number: int) -> str:
        """How a part is, or would be, called."""
        would = f"{self.name[:-3]}z{number:02}" if self.spanned else f"{self.name}.{number:03}"
        return self.parts.get(number, would)


def volumes_of(names: Iterable[str]) -> dict[str, Volumes]:
    """The split archives among some names, each under the name of every part of it."""
    pieces: dict[str, dict[int, str]] = {}
    parts: dict[str, dict[int, str]] = {}
    lasts: dict[str, str] = {}
    for name in names:
        if match := _PIECE.fullmatch(name):
            pieces.setdefault(fold_name(match[1]), {})[int(match[2])] = name
        elif match := _PART.fullmatch(name):
            parts.setdefault(fold_name(match[1]), {})[int(match[2])] = name
        elif match := _ZIP.fullmatch(name):
            lasts[fold_name(match[1])] = name
    found = [_pieces(numbered) for numbered in pieces.values()]
    found += [_spanned(numbered, lasts.get(stem)) for stem, numbered in parts.items() if 1 in numbered or stem in lasts]
    return {name: volumes for volumes in found for name in volumes.names}


def is_part(name: str) -> bool:
    """True for a name that only a part of something has."""
    return bool(_PIECE.fullmatch(name) or _PART.fullmatch(name))


def may_be_part(name: str) -> bool:
    """True also for zips, one of which is the last part of others."""
    return is_part(name) or bool(_ZIP.fullmatch(name))


def joined_pieces(volumes: Volumes, sources: Mapping[str, Source], problems: list[Problem]) -> Joined:
    """The pieces up to the first that is missing, which is told. Raises BrokenExport when that is the first of all."""
    run: list[Source] = []
    while (number := volumes.first + len(run)) in volumes.parts:
        run.append(sources[volumes.parts[number]])
    if not run:
        raise BrokenExport(f"{volumes.name}: its first part, {volumes.called(volumes.first)}, is missing.")
    if len(run) < len(volumes.parts):
        missing = volumes.called(volumes.first + len(run))
        problems.append(Problem(volumes.name, f"its part {missing} is missing: that and what follows cannot be read"))
    return Joined(run)


def spanned_parts(volumes: Volumes, sources: Mapping[str, Source], count: int, problems: list[Problem]) -> Spanned:
    """The parts of a zip that says it has `count` of them, the zip itself the last; those that are missing are told.

    Raises BrokenExport when it has more parts than anybody makes.
    """
    if count > _MOST:
        raise BrokenExport(f"{volumes.name}: it says that it has {count} parts. It is not opened.")
    names = [volumes.called(number) for number in range(1, count)]
    missing = [name for name in names if name not in sources]
    problems += [
        Problem(volumes.name, f"its part {name} is missing: what lies in it cannot be read") for name in missing
    ]
    run = [sources.get(name) or Absent(name) for name in names]
    return Spanned([*run, sources[volumes.last or ""]])


def _pieces(numbered: dict[int, str]) -> Volumes:
    parts = dict(sorted(numbered.items()))
    return Volumes(next(iter(parts.values()))[:-4], parts)


def _spanned(numbered: dict[int, str], last: str | None) -> Volumes:
    parts = dict(sorted(numbered.items()))
    some = next(iter(parts.values()))
    return Volumes(last or some[: some.rindex(".")] + ".zip", parts, True, last)

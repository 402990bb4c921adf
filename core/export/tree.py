"""This file is where everything an export holds stands under one roof, each entry by one name.

An archive keeps its own name, as it may be a file that somebody sent; its entries stand behind it, as if it were a
folder: "outer/inner.zip/name". All archives of a tree share its limits.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from core.entry_names import clean_name, is_noise
from core.errors import BrokenExport
from core.export.entries import Entry
from core.export.limits import Cost, CountedStream, Limits, OverLimit, Spending
from core.export.sources import Damage
from core.types import Problem

_BUFFER = 1 << 18
_CHUNK = 1 << 20


class Mount(NamedTuple):
    """What entries stand behind: an archive inside, or a folder that was given. title: what a person calls it; path:
    where it lies on the disk, None inside something else."""

    title: str
    path: Path | None
    archive: bool = True


class Tree:
    """Entries by name, in the order of their containers. mounts: by the name that stands before their entries."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits, self.spending = name, limits, Spending(limits)
        self.entries: dict[str, Entry] = {}
        self.mounts: dict[str, Mount] = {}
        self.problems: list[Problem] = []

    def admitted(self, inside: str, listing: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
        """The entries whose names can be taken, with `inside` ("" or "folder/") before them; the others are told.

        Raises BrokenExport when there are more of them than any export has.
        """
        taken: dict[str, Entry] = {}
        for raw, entry in listing:
            name = None if is_noise(raw) else clean_name(raw)
            if name is not None and inside + name not in taken:
                taken[inside + name] = entry
                self._check_count(len(taken), inside)
            elif name is not None:
                self.problems.append(Problem(inside + raw, "two entries have this name: the first one is used"))
            elif not is_noise(raw):
                self.problems.append(Problem(inside + raw, "the name points outside the export: left out"))
        return taken

    def put(self, name: str, entry: Entry) -> None:
        """Gives an entry its name, unless another one has it."""
        if self.entries.setdefault(name, entry) is not entry:
            self.problems.append(Problem(name, "two entries have this name: the first one is used"))

    def stream(self, name: str, entry: Entry) -> BinaryIO:
        """The bytes of an entry, counted. Raises BrokenExport when it cannot be opened, and while it is read."""
        label = name if name == self.name else f"{self.name}: {name}"
        try:
            raw = entry.open()
        except (OSError, Damage) as error:
            raise BrokenExport(f"{self.name}: cannot open {name}: {error}") from error
        counted = CountedStream(raw, Cost(label, self.spending, entry.packed))
        return cast(BinaryIO, io.BufferedReader(counted, _BUFFER))

    def sound_part(self, stream: BinaryIO, name: str) -> Iterator[bytes]:
        """The bytes before any damage, which is told. Raises OverLimit."""
        try:
            yield from iter(lambda: stream.read1(_CHUNK), b"")  # type: ignore[attr-defined]
        except OverLimit:
            raise
        except BrokenExport as error:
            self.problems.append(Problem(name, f"only its beginning can be read: {error}"))

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """What cannot be opened inside is told and leaves nothing behind; the rest of the export goes on."""
        entries, mounts = len(self.entries), len(self.mounts)
        try:
            yield
        except (BrokenExport, OSError, Damage) as error:
            for added in [*islice(self.entries, entries, None)]:
                del self.entries[added]
            for added in [*islice(self.mounts, mounts, None)]:
                del self.mounts[added]
            reason = str(error).removeprefix(f"{self.name}: ").removeprefix(f"{name}: ")
            self.problems.append(Problem(name, f"not opened, kept as a file: {reason}"))

    def _check_count(self, count: int, inside: str) -> None:
        if len(self.entries) + count > self.limits.entries:
            raise BrokenExport(f"{inside.rstrip('/') or self.name}: more than {self.limits.entries} files inside.")

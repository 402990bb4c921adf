"""This file is where an export is opened, and everything in it is read one way."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from os.path import commonpath
from pathlib import Path
from typing import BinaryIO, Self

from core.entry_names import clean_name, title_of
from core.errors import BrokenExport
from core.export.entries import Embedded, Entry, PlainFile
from core.export.heads import HEAD_BYTES, Heads
from core.export.limits import Limits
from core.export.mounting import Mounting
from core.export.resolving import Resolver
from core.export.roots import Roots, own_name
from core.export.scratch import Scratch, fit_name
from core.export.sources import Damage
from core.export.tree import Tree
from core.tally import Tally, Unit
from core.types import Problem


class Export:
    """What the person dropped: a file, a folder, an archive, or several of them. Use as a context manager; readers
    must not outlive it.

    Archives inside are opened like folders: their entries are called "outer/inner.zip/name". path: what was given;
    of several things, the folder around them. scratch: where a folder may be made for what has to be unpacked; else
    the system's place for such. problems: what was left out, and why; importers may add to it. Raises BrokenExport on
    opening when the path does not exist or cannot be read, is encrypted, or breaks a limit.
    """

    def __init__(self, paths: Path | Sequence[Path], limits: Limits | None = None, scratch: Path | None = None) -> None:
        given = [paths] if isinstance(paths, Path) else [*paths]
        self.path = given[0] if len(given) == 1 else _around(given)
        self.limits = limits or Limits()
        self.tallies: list[Tally] = []
        self._tree = Tree(own_name(self.path), self.limits)
        self._scratch = Scratch(scratch)
        self._roots = Roots(self._tree, Mounting(self._tree, self._scratch))
        self._beside: dict[str, Entry] = {}
        self._heads = Heads(self.open, self._tree.problems)
        try:
            self._plant(given)
        except BaseException:
            self.close()
            raise
        self._names = tuple(self._tree.entries)
        self._alone = "" in self._roots.beside and len(self._names) == 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Deletes what was unpacked."""
        self._scratch.close()

    @property
    def problems(self) -> list[Problem]:
        return self._tree.problems

    @property
    def name(self) -> str:
        """What a person calls it: the file's or folder's own name without the ending of an archive or text, NFC."""
        return own_name(self.path) if self.path.is_dir() else title_of(own_name(self.path))

    @property
    def modified(self) -> int | None:
        """When the file was last written, ms since 1970 UTC; evidence against dates in the future."""
        return _modified(self.path)

    def modified_of(self, name: str) -> int | None:
        """The same of the file on the disk that an entry is, or lies in."""
        paths = [
            mount.path for place, mount in self._tree.mounts.items() if mount.path and name.startswith(f"{place}/")
        ]
        return _modified(self.original(name) or next((path for path in paths if path.is_file()), self.path))

    @property
    def bytes_read(self) -> int:
        """How much was read of all entries so far."""
        return self._tree.spending.read

    def stop_when(self, stopped: Callable[[], bool]) -> None:
        """From when this says so, in whatever thread, reading an entry raises Cancelled."""
        self._tree.spending.stopped = stopped

    def tally(self, entry: str, unit: Unit) -> Tally:
        """A new account of an entry, kept in `tallies` for the report."""
        self.tallies.append(Tally(entry, unit))
        return self.tallies[-1]

    def names(self) -> tuple[str, ...]:
        """All readable entries, in their containers' order; an archive inside is one, and stands before its own."""
        return self._names

    @property
    def mounted(self) -> tuple[str, ...]:
        """The archives inside whose entries are listed: behind their names, or, of one packed file, beside it."""
        return tuple(name for name, mount in self._tree.mounts.items() if mount.archive)

    def folder(self, name: str) -> str:
        """The folder or archive that holds an entry, "" at the top."""
        return name.rpartition("/")[0]

    def holder(self, name: str) -> str:
        """What a person calls the innermost folder, archive or export that holds an entry."""
        folder = self.folder(name)
        mount = self._tree.mounts.get(folder)
        return mount.title if mount else folder.rpartition("/")[2] or self.name

    def size(self, name: str) -> int:
        """Bytes of an entry as declared by the container; 0 when the file has gone."""
        return self._entry(name).size

    def open(self, name: str) -> BinaryIO:
        """A stream over one entry. Raises BrokenExport (also while reading) when it is damaged or over a limit; all
        bytes before the damage are given out first."""
        return self._tree.stream(name, self._entry(name))

    def embed(self, name: str, opener: Callable[[], BinaryIO]) -> str:
        """Lets `open` find a file that lies inside an entry; it stands in no list. opener may raise OSError."""
        self._beside[name] = Embedded(opener)
        return name

    def original(self, name: str) -> Path | None:
        """The file itself where the entry is one, None inside an archive."""
        return self._entry(name).original

    def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
        """The first bytes of an entry, for recognising; what can be had of them when it is damaged."""
        return self._heads.head(name, size)

    @contextmanager
    def as_file(self, name: str, companions: Sequence[str] = ()) -> Iterator[Path]:
        """A copy of an entry in a fresh folder, with those of the companions that lie beside it, under their own
        names ("chat.db-wal"); removed afterwards. Of what is damaged, the bytes before that, which is told.

        Raises BrokenExport when it cannot be read, over a limit, and when the disk is full.
        """
        base = name.rpartition("/")[2]
        with self._scratch.folder(f"{self._tree.name}: {name}") as place:
            copy = place / fit_name(base)
            self._copy(name, copy)
            for companion in companions:
                if (entry := self._direct(companion, self.folder(name))) and entry != name:
                    ending = companion.removeprefix(base)
                    self._copy(entry, place / (fit_name(companion) if ending == companion else copy.name + ending))
            yield copy

    def resolve(self, name: str, folder: str = "") -> str | None:
        """The entry that a message means, seen from `folder`, the place of the chat file in the export.

        Exact; then without regard to case and Unicode form; then in the other parts of the same export; then, where
        the folders that the name speaks of were not kept, the one entry with that base name that lies with no other
        chat. Beside a single file, the plain file of that name.
        """
        wanted = clean_name(name)
        if wanted is None:
            return None
        found = self._direct(wanted, folder)
        return found if found or self._alone else self._resolver.find(wanted, folder)

    def _direct(self, wanted: str, folder: str) -> str | None:
        """An entry by its place only."""
        return self._resolver.at(f"{folder}/{wanted}" if folder else wanted) or self._lying_beside(wanted, folder)

    def _lying_beside(self, wanted: str, folder: str) -> str | None:
        """A picture beside a single chat file; found by its exact name only, and never a hidden file or a link."""
        root = self._roots.beside.get(folder)
        hidden = any(part.startswith(".") for part in wanted.split("/"))
        if root is None or hidden or not _is_plain(root / wanted, root):
            return None
        name = f"{folder}/{wanted}" if folder else wanted
        self._beside[name] = PlainFile(root / wanted)
        return name

    def _copy(self, name: str, target: Path) -> None:
        label = f"{self._tree.name}: {name}"
        with self.open(name) as stream:
            self._scratch.write(self._tree.sound_part(stream, name), target, label)

    def _entry(self, name: str) -> Entry:
        entry = self._tree.entries.get(name) or self._beside.get(name)
        if entry is None:
            raise BrokenExport(f"{self._tree.name}: there is no {name} in it.")
        return entry

    @cached_property
    def _resolver(self) -> Resolver:
        tops = {name.partition("/")[0] for name in self._names if "/" in name}
        return Resolver(self._tree.entries, frozenset(tops.union(self._tree.mounts)))

    def _plant(self, given: list[Path]) -> None:
        if not given:
            raise BrokenExport("Nothing was given to import.")
        try:
            if len(given) == 1:
                self._roots.plant(given[0])
            else:
                self._roots.plant_all(given)
        except (OSError, Damage) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise BrokenExport(f"{self.path}: cannot be read ({reason or error}). Check it and try again.") from error
        if len(given) > 1 and not self._tree.entries:
            told = "\n".join(f"{problem.where}: {problem.reason}" for problem in self.problems)
            raise BrokenExport(f"Nothing of what was given can be read.\n{told}")


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines without their end, split on LF and CRLF only (specification 0.3); undecodable bytes become U+FFFD."""
    text: Iterable[str] = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    for line in text:
        yield line[:-2] if line.endswith("\r\n") else line.removesuffix("\n")


def _around(paths: Sequence[Path]) -> Path:
    """The folder that several things lie in, or the first one's where they share none (drives of Windows)."""
    try:
        return Path(commonpath([path.resolve().parent for path in paths]))
    except ValueError:
        return paths[0].resolve().parent if paths else Path()


def _modified(path: Path) -> int | None:
    try:
        return int(path.stat().st_mtime * 1000)
    except OSError:
        return None


def _is_plain(path: Path, root: Path) -> bool:
    """True for a file that is no link and lies under `root` without a link on the way."""
    try:
        return path.is_file() and not path.is_symlink() and path.resolve() == root.resolve() / path.relative_to(root)
    except (OSError, ValueError):
        return False

"""This file is where an export - a file, a folder or a zip - is opened safely and read one way.

Nothing is ever unpacked to disk from here. Names are relative, with "/" and NFC; a name that would leave the export
(absolute, "..", drive letter, NTFS stream, symlink) is refused and reported (format specification, section 0.9-0.10).
"""

import io
import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self, cast

from core.entry_names import clean_name, file_name, fold_name, is_noise, zip_name
from core.errors import BrokenExport
from core.limits import FREE_BYTES, CountedStream, Limits, Spending
from core.tally import Tally, Unit
from core.types import Problem
from core.zip_entries import READABLE, EntryStream
from core.zip_recovery import Recovered, looks_cut_off, recovered_entries

__all__ = ["HEAD_BYTES", "Export", "Limits", "clean_name", "fold_name", "lines_of"]

HEAD_BYTES = 1 << 20


class Export:
    """One thing the person dropped. Use as a context manager; readers must not outlive it.

    problems: what was left out, and why; importers may add to it. Raises BrokenExport on opening when the path does
    not exist or cannot be read, is encrypted, or breaks a limit.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.problems: list[Problem] = []
        self.tallies: list[Tally] = []
        self._spending = Spending(self.limits)
        self._zip: zipfile.ZipFile | None = None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._files: dict[str, Path] = {}
        self._single = False
        try:
            self._list()
            self._names = tuple(self._infos or self._files)
        except OSError as error:
            raise BrokenExport(
                f"{path}: cannot be read ({error.strerror or error}). Check it and try again."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    @property
    def name(self) -> str:
        """The file's or folder's own name without a .zip or text suffix, NFC."""
        name = unicodedata.normalize("NFC", file_name(self.path.name))
        return name if self.path.is_dir() else re.sub(r"\.(zip|txt|json|jsonl)$", "", name, flags=re.I)

    @property
    def modified(self) -> int | None:
        """When the file was last written, ms since 1970 UTC; evidence against dates in the future."""
        try:
            return int(self.path.stat().st_mtime * 1000)
        except OSError:
            return None

    def tally(self, entry: str, unit: Unit) -> Tally:
        """A new account of an entry, kept in `tallies` for the report."""
        self.tallies.append(Tally(entry, unit))
        return self.tallies[-1]

    def names(self) -> tuple[str, ...]:
        """All readable entries, in the container's order."""
        return self._names

    def size(self, name: str) -> int:
        """Bytes of an entry as declared by the container; 0 when the file has gone."""
        if name in self._infos:
            return self._infos[name].file_size
        try:
            return self._files[name].stat().st_size
        except OSError:
            return 0

    def open(self, name: str) -> BinaryIO:
        """A stream over one entry. Raises BrokenExport (also while reading) when it is damaged or over a limit; all
        bytes before the damage are given out first."""
        info = self._infos.get(name)
        try:
            raw = self._files[name].open("rb") if info is None else self._open_entry(info)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise BrokenExport(f"{self.path.name}: cannot open {name}: {error}") from error
        packed = None if info is None else info.compress_size
        return cast(
            BinaryIO,
            io.BufferedReader(CountedStream(raw, f"{self.path.name}: {name}", self._spending, packed), 1 << 18),
        )

    @property
    def mounted(self) -> tuple[str, ...]:
        """The archives inside the export whose entries are listed behind their names."""
        return ()

    def folder(self, name: str) -> str:
        """The folder that holds an entry, "" at the top."""
        return name.rpartition("/")[0]

    def holder(self, name: str) -> str:
        """What a person would call the innermost folder, archive or export that holds the entry."""
        inside = self.folder(name).rpartition("/")[2]
        return re.sub(r"\.(zip|tar|tgz|tar\.gz)$", "", inside, flags=re.I) or self.name

    @contextmanager
    def as_file(self, name: str, companions: Sequence[str] = ()) -> Iterator[Path]:
        """A copy of an entry in a fresh folder, with those of the companions beside it that exist, under their own
        names ("chat.db-wal"); removed afterwards. Raises BrokenExport when it cannot be read or the disk is full."""
        folder = self.folder(name)
        wanted = {name, *(f"{folder}/{other}" if folder else other for other in companions)}
        with tempfile.TemporaryDirectory() as place:
            for entry in wanted:
                if entry == name or self.resolve(entry.rpartition("/")[2], folder) == entry:
                    with self.open(entry) as stream, Path(place, entry.rpartition("/")[2]).open("wb") as copy:
                        shutil.copyfileobj(stream, copy, 1 << 20)
            yield Path(place, name.rpartition("/")[2])

    def original(self, name: str) -> Path | None:
        """The file itself where the export is a file or a folder, None inside a zip."""
        return self._files.get(name)

    def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
        """The first bytes of an entry, for recognising; what can be had of them when it is damaged."""
        head = b""
        with suppress(BrokenExport), self.open(name) as stream:
            while len(head) < size and (more := stream.read1(size - len(head))):  # type: ignore[attr-defined]
                head += more
        return head

    def resolve(self, name: str, folder: str = "") -> str | None:
        """The entry that a message means, seen from `folder`, the place of the chat file in the export.

        Exact; then without regard to case and Unicode form; then, where the folders that the name speaks of were
        not kept, the one entry with that base name. Beside a single file, the plain file of that name.
        """
        wanted = clean_name(name)
        if wanted is None:
            return None
        full = f"{folder}/{wanted}" if folder else wanted
        if full in self._infos or full in self._files:
            return full
        found = self._folded.get(fold_name(full)) or self._beside(wanted)
        top, slash, _ = wanted.partition("/")
        if found or self._single or (slash and fold_name(f"{folder}/{top}" if folder else top) in self._folders):
            return found
        return self._by_base.get(fold_name(wanted.rpartition("/")[2]))

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold_name(name): name for name in reversed(self._names)}

    @cached_property
    def _by_base(self) -> dict[str, str | None]:
        """Base names that are there once; of equal names nobody can say which one a message means."""
        bases: dict[str, str | None] = {}
        for folded, name in self._folded.items():
            base = folded.rpartition("/")[2]
            bases[base] = None if base in bases else name
        return bases

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders = {folded.rpartition("/")[0] for folded in self._folded}
        return frozenset(above for folder in folders for above in _with_parents(folder))

    def _list(self) -> None:
        if not self.path.exists():
            raise BrokenExport(f"{self.path}: there is no such file or folder. Check the path and try again.")
        if self.path.is_dir():
            self._list_folder()
        elif not self.path.is_file():
            raise BrokenExport(f"{self.path}: neither a file nor a folder. Give the exported file itself.")
        elif zipfile.is_zipfile(self.path) or looks_cut_off(self.path):
            self._list_zip()
        else:
            self.path.open("rb").close()
            self._files[clean_name(file_name(self.path.name)) or "file"] = self.path
            self._single = True

    def _list_folder(self) -> None:
        def left_out(error: OSError) -> None:
            self.problems.append(Problem(file_name(str(error.filename)), f"cannot be read: {error.strerror}"))

        for folder, folders, files in os.walk(self.path, onerror=left_out):
            folders.sort()
            links = [name for name in folders if Path(folder, name).is_symlink()]
            for file in sorted(files + links):
                path = Path(folder, file)
                self._admit_file(path, file_name(path.relative_to(self.path).as_posix()))

    def _admit_file(self, path: Path, raw: str) -> None:
        name = clean_name(raw)
        if is_noise(raw):
            return
        if name is None or path.is_symlink() or not path.is_file():
            self.problems.append(Problem(raw, "not a plain file inside the export: left out"))
        else:
            self._files[name] = path
            self._admitted(name, len(self._files))

    def _list_zip(self) -> None:
        entries = self._entries()
        for info in entries:
            self._admit_entry(info)
        if not self._infos and any(info.flag_bits & 1 for info in entries):
            raise BrokenExport(f"{self.path.name}: encrypted. Unpack it with its password and import the folder.")

    def _entries(self) -> list[zipfile.ZipInfo]:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeError) as error:
            return self._recovered(error)
        entries = self._zip.infolist()
        size = self.path.stat().st_size
        if sum(info.compress_size for info in entries) > size:
            raise BrokenExport(f"{self.path.name}: its entries overlap, which no chat app writes. It is not opened.")
        return entries

    def _recovered(self, error: Exception) -> list[zipfile.ZipInfo]:
        limit = min(self.limits.total_bytes, self.path.stat().st_size * self.limits.ratio + FREE_BYTES)
        entries: list[zipfile.ZipInfo] = []
        for info in recovered_entries(self.path, limit):
            entries.append(info)
            self._check_count(len(entries))
        if not entries:
            raise BrokenExport(f"{self.path.name}: the zip is damaged ({error}). Export the chat again.") from error
        reason = f"the zip is cut off or damaged: its first {len(entries)} entries are read, what followed is lost"
        self.problems.append(Problem(self.path.name, reason))
        return entries

    def _admit_entry(self, info: zipfile.ZipInfo) -> None:
        raw = zip_name(info)
        if raw.endswith(("/", "\\")) or is_noise(raw):
            return
        name = clean_name(raw)
        if name is None or stat.S_ISLNK(info.external_attr >> 16):
            self.problems.append(Problem(raw, "the name points outside the export: left out"))
        elif info.flag_bits & 1:
            self.problems.append(Problem(raw, "encrypted: left out"))
        elif info.file_size > self.limits.entry_bytes or self.limits.is_bomb(info.file_size, info.compress_size):
            self.problems.append(Problem(raw, "unpacks to an unreasonable size: left out"))
        elif name in self._infos:
            self.problems.append(Problem(raw, "two entries have this name: the first one is used"))
        else:
            self._infos[name] = info
            self._admitted(name, len(self._infos))

    def _admitted(self, name: str, count: int) -> None:
        self._check_count(count)
        if name.lower().endswith(".zip"):
            self.problems.append(Problem(name, "a zip inside the export: kept as a file, not opened"))

    def _check_count(self, count: int) -> None:
        if count > self.limits.entries:
            raise BrokenExport(f"{self.path.name}: more than {self.limits.entries} files inside.")

    def _open_entry(self, info: zipfile.ZipInfo) -> io.RawIOBase:
        if info.compress_type in READABLE:
            packed = info.packed if isinstance(info, Recovered) else info.compress_size
            return EntryStream(self.path, info, packed)
        if self._zip is None:
            raise zipfile.BadZipFile("packed in a way that cannot be recovered")
        return cast(io.RawIOBase, self._zip.open(info))

    def _beside(self, wanted: str) -> str | None:
        """A picture beside a single chat file; found by its exact name only, and never a hidden file or a link."""
        if not self._single:
            return None
        path = self.path.parent / wanted
        hidden = any(part.startswith(".") for part in wanted.split("/"))
        if hidden or not _is_plain(path, self.path.parent):
            return None
        self._files[wanted] = path
        return wanted


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines without their end, split on LF and CRLF only (specification 0.3); undecodable bytes become U+FFFD."""
    text: Iterable[str] = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    for line in text:
        yield line[:-2] if line.endswith("\r\n") else line.removesuffix("\n")


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _is_plain(path: Path, root: Path) -> bool:
    """True for a file that is no link and lies under `root` without a link on the way."""
    try:
        return path.is_file() and not path.is_symlink() and path.resolve() == root.resolve() / path.relative_to(root)
    except (OSError, ValueError):
        return False

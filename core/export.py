"""This file is where an export - a file, a folder or a zip - is opened safely and read one way.

Nothing is ever unpacked to disk from here. Names are relative, with "/" and NFC; a name that would leave the export
(absolute, "..", drive letter, NTFS stream, symlink) is refused and reported (format specification, section 0.9-0.10).
"""

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, cast

from core.errors import BrokenExport
from core.types import Problem

HEAD_BYTES = 1 << 20
_NOISE = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an export may cost; counted on bytes really read, because headers can lie."""

    entries: int = 200_000
    entry_bytes: int = 8 << 30
    total_bytes: int = 64 << 30
    ratio: int = 300


class Export:
    """One thing the person dropped. Use as a context manager; readers must not outlive it.

    Raises BrokenExport on opening when it does not exist, is encrypted, or breaks a limit.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.problems: list[Problem] = []
        self._read_bytes = 0
        self._zip: zipfile.ZipFile | None = None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._files: dict[str, Path] = {}
        if not path.exists():
            raise BrokenExport(f"{path}: there is no such file or folder. Check the path and try again.")
        if path.is_dir():
            self._list_folder()
        elif zipfile.is_zipfile(path):
            self._list_zip()
        else:
            self._files[clean_name(path.name) or "file"] = path
        self._folded = {fold_name(name): name for name in reversed(self.names())}
        self._by_base: dict[str, str] = {}
        for name in self.names():
            self._by_base.setdefault(fold_name(name.rsplit("/", 1)[-1]), name)

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
        name = unicodedata.normalize("NFC", self.path.name)
        return name if self.path.is_dir() else re.sub(r"\.(zip|txt|json|jsonl)$", "", name, flags=re.I)

    @property
    def modified(self) -> int | None:
        """When the file was last written, ms since 1970 UTC; evidence against dates in the future."""
        try:
            return int(self.path.stat().st_mtime * 1000)
        except OSError:
            return None

    def names(self) -> tuple[str, ...]:
        """All readable entries, in the container's order."""
        return tuple(self._infos or self._files)

    def size(self, name: str) -> int:
        """Bytes of an entry as declared by the container."""
        return self._infos[name].file_size if self._infos else self._files[name].stat().st_size

    def open(self, name: str) -> BinaryIO:
        """A stream over one entry. Raises BrokenExport (also while reading) when it is damaged or over a limit."""
        try:
            raw = cast(BinaryIO, self._zip.open(self._infos[name])) if self._zip else self._files[name].open("rb")
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise BrokenExport(f"{self.path.name}: cannot open {name}: {error}") from error
        return cast(BinaryIO, io.BufferedReader(_Counted(raw, name, self), 1 << 18))

    def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
        """The first bytes of an entry, for recognising; empty when it cannot be read."""
        with suppress(BrokenExport), self.open(name) as stream:
            return stream.read(size)
        return b""

    def resolve(self, name: str) -> str | None:
        """The entry that a message means: exact, then without regard to case and Unicode form, then by base name."""
        wanted = clean_name(name)
        if wanted is None:
            return None
        if wanted in self._infos or wanted in self._files:
            return wanted
        return self._folded.get(fold_name(wanted)) or self._by_base.get(fold_name(wanted.rsplit("/", 1)[-1]))

    def count(self, amount: int, name: str) -> None:
        """Adds bytes really read to the total. Raises BrokenExport over the limit."""
        self._read_bytes += amount
        if self._read_bytes > self.limits.total_bytes:
            raise BrokenExport(f"{self.path.name}: more than {self.limits.total_bytes >> 30} GB while reading {name}.")

    def _list_folder(self) -> None:
        for folder, folders, files in os.walk(self.path):
            folders.sort()
            for file in sorted(files):
                path = Path(folder, file)
                self._admit_file(path, path.relative_to(self.path).as_posix())

    def _admit_file(self, path: Path, raw: str) -> None:
        name = clean_name(raw)
        if _NOISE.search(raw):
            return
        if name is None or path.is_symlink() or not path.is_file():
            self.problems.append(Problem(raw, "not a plain file inside the export: left out"))
        else:
            self._files[name] = path
            self._check_entries(len(self._files))

    def _list_zip(self) -> None:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError) as error:
            raise BrokenExport(f"{self.path.name}: the zip is damaged ({error}). Export the chat again.") from error
        for info in self._zip.infolist():
            self._admit_entry(info)
        if not self._infos and any(info.flag_bits & 1 for info in self._zip.infolist()):
            raise BrokenExport(f"{self.path.name}: encrypted. Unpack it with its password and import the folder.")

    def _admit_entry(self, info: zipfile.ZipInfo) -> None:
        raw = zip_name(info)
        if info.is_dir() or _NOISE.search(raw):
            return
        name = clean_name(raw)
        mode = info.external_attr >> 16
        if name is None or stat.S_ISLNK(mode):
            self.problems.append(Problem(raw, "the name points outside the export: left out"))
        elif info.flag_bits & 1:
            self.problems.append(Problem(raw, "encrypted: left out"))
        elif info.file_size > self.limits.entry_bytes or (
            info.file_size > 1 << 20 and info.file_size > self.limits.ratio * max(info.compress_size, 1)
        ):
            self.problems.append(Problem(raw, "unpacks to an unreasonable size: left out"))
        elif name in self._infos:
            self.problems.append(Problem(raw, "two entries have this name: the first one is used"))
        else:
            self._infos[name] = info
            self._check_entries(len(self._infos))

    def _check_entries(self, count: int) -> None:
        if count > self.limits.entries:
            raise BrokenExport(f"{self.path.name}: more than {self.limits.entries} files inside.")


class _Counted(io.RawIOBase):
    """Counts what is really read against the limits and turns damage into BrokenExport."""

    def __init__(self, raw: BinaryIO, name: str, export: Export) -> None:
        self._raw, self._name, self._export, self._own = raw, name, export, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._raw.read(len(buffer))
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, ValueError) as error:
            raise BrokenExport(f"{self._export.path.name}: {self._name} is damaged: {error}") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise BrokenExport(f"{self._export.path.name}: {self._name} is damaged: {error}") from error
            raise
        buffer[: len(data)] = data
        self._own += len(data)
        if self._own > self._export.limits.entry_bytes:
            raise BrokenExport(f"{self._export.path.name}: {self._name} is larger than allowed.")
        self._export.count(len(data), self._name)
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


def clean_name(raw: str) -> str | None:
    """A relative NFC name with "/", or None when it would leave the export."""
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    parts = [part for part in name.split("/") if part not in ("", ".")]
    unsafe = name.startswith("/") or ".." in parts or "\0" in name or re.match(r"^[A-Za-z]:", name)
    if unsafe or not parts or any(re.search(r":\$|::", part) for part in parts):
        return None
    return "/".join(parts)


def fold_name(name: str) -> str:
    """A name without regard to case, Unicode form and invisible direction marks."""
    folded = unicodedata.normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", name))
    return folded.casefold()


def zip_name(info: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 where flagged, else UTF-8 or GBK bytes that were read as CP437."""
    if info.flag_bits & 0x800:
        return info.filename
    with suppress(UnicodeEncodeError):
        raw = info.orig_filename.encode("cp437")
        for encoding in ("utf-8", "gbk"):
            with suppress(UnicodeDecodeError):
                return raw.decode(encoding)
    return info.filename


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines without their end, split on LF and CRLF only (specification 0.3); undecodable bytes become U+FFFD."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    for line in text:
        yield line[:-2] if line.endswith("\r\n") else line.removesuffix("\n")

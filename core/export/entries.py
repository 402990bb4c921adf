"""This file is where it is said what an entry of an export is, and where plain files and packed texts are such."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from core.export.packed import PackedStream, Unpacker
from core.export.sources import OnDisk, Source


class Entry(Protocol):
    """One readable thing of an export."""

    @property
    def size(self) -> int:
        """Bytes as the container declares them; 0 when the file has gone, or nobody says."""
        ...

    @property
    def packed(self) -> int | None:
        """Its share of the file on the disk, in bytes, which its real size is measured against; None: a plain file."""
        ...

    @property
    def original(self) -> Path | None:
        """The file itself, where the entry is one."""
        ...

    def open(self) -> io.RawIOBase | BinaryIO:
        """Its bytes from the beginning. Raises OSError and Damage, also while reading."""
        ...

    def in_place(self) -> Source | None:
        """The bytes where they lie, None when they are packed. Raises OSError and Damage."""
        ...


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file of a folder, or one that was given by itself."""

    original: Path

    packed = None

    @property
    def size(self) -> int:
        try:
            return self.original.stat().st_size
        except OSError:
            return 0

    def open(self) -> BinaryIO:
        return self.original.open("rb")

    def in_place(self) -> Source:
        return OnDisk.of(self.original)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that lies inside an entry, as pictures do in a web archive; the importer knows how to open it."""

    opener: Callable[[], BinaryIO]

    packed = None
    original = None
    size = 0

    def open(self) -> BinaryIO:
        return self.opener()

    def in_place(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Contained:
    """Bytes that lie unpacked inside something else, as those of a tar do."""

    source: Source
    packed: int

    original = None

    @property
    def size(self) -> int:
        return self.source.size

    def open(self) -> io.RawIOBase:
        return PackedStream(self.source.open(), None, self.source.size)

    def in_place(self) -> Source:
        return self.source


@dataclass(frozen=True, slots=True)
class PackedFile:
    """What a file packed by itself (.gz) holds. Its size is not known before it is read: it is at least that."""

    source: Source
    unpack: Callable[[], Unpacker]
    packed: int

    original = None

    @property
    def size(self) -> int:
        return self.source.size

    def open(self) -> io.RawIOBase:
        stream = PackedStream(self.source.open(), self.unpack)
        stream.many = True
        return stream

    def in_place(self) -> None:
        return None

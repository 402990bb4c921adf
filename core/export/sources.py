"""This file is where the bytes of an archive come from: a file, memory, a part of another archive, or several parts.

Every `open` gives a stream of its own, so that entries of one archive can be read side by side.
"""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, Protocol, cast

_BUFFER = 1 << 16


class Damage(Exception):
    """The bytes from here on are not there, or are not what they should be; `str(error)` says why."""


class Source(Protocol):
    """Bytes that can be read from any place. size: their number."""

    @property
    def size(self) -> int: ...

    def open(self) -> BinaryIO:
        """A seekable stream from the first byte. Raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file; size as it was when it was looked at."""

    path: Path
    size: int

    @classmethod
    def of(cls, path: Path) -> "OnDisk":
        """Raises OSError where the file has gone."""
        return cls(path, path.stat().st_size)

    def open(self) -> BinaryIO:
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class InMemory:
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


@dataclass(frozen=True, slots=True)
class Slice:
    """A run of bytes of another source, as an entry that was stored as it is. It may claim more than there is."""

    source: Source
    start: int
    size: int

    def open(self) -> BinaryIO:
        return _buffered(_Stitched((self,)))


@dataclass(frozen=True, slots=True)
class Absent:
    """A part that is not there. Nobody knows how long it was: every place that is counted in it lies in it."""

    name: str
    size: int = 1 << 40

    def open(self) -> BinaryIO:
        raise OSError(f"{self.name} is missing")


class Joined:
    """Several sources one behind the other. starts: where each begins."""

    def __init__(self, parts: Sequence[Source]) -> None:
        self._parts = tuple(Slice(part, 0, part.size) for part in parts)
        self.starts = tuple(accumulate((part.size for part in parts), initial=0))
        self.size = self.starts[-1]

    def open(self) -> BinaryIO:
        return _buffered(_Stitched(self._parts))


class Spanned(Joined):
    """The parts of a zip whose table counts the places in each part by itself. there: bytes of those not absent."""

    def __init__(self, parts: Sequence[Source]) -> None:
        super().__init__(parts)
        self.last = parts[-1]
        self.there = sum(part.size for part in parts if not isinstance(part, Absent))


class _Stitched(io.RawIOBase):
    """Slices read as one run; of their sources one is open at a time. Nothing comes from behind one that is short."""

    def __init__(self, slices: Sequence[Slice]) -> None:
        self._slices = slices
        self._starts = tuple(accumulate((piece.size for piece in slices), initial=0))
        self._at = 0
        self._number, self._file = -1, cast(BinaryIO, io.BytesIO())

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._starts[-1])[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._starts[-1]:
            return 0
        number = bisect_right(self._starts, self._at) - 1
        self._go_to(number)
        data = self._file.read(min(len(buffer), self._starts[number + 1] - self._at))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _go_to(self, number: int) -> None:
        piece = self._slices[number]
        if number != self._number:
            self._file.close()
            self._number, self._file = -1, cast(BinaryIO, io.BytesIO())
            self._file = piece.source.open()
            self._number = number
        place = piece.start + self._at - self._starts[number]
        if self._file.tell() != place:
            self._file.seek(place)


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw, _BUFFER))

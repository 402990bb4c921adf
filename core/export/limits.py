"""This file is where it is counted what an export may cost, on bytes really read, because headers can lie."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.errors import BrokenExport, Cancelled
from core.export.sources import Damage

FREE_BYTES = 8 << 20
"""Entries this small are never taken for bombs: a chat of one repeated line packs better than any limit."""

DEPTH = 3
"""So many archives may lie inside each other, not counting the one that was given."""


class OverLimit(BrokenExport):
    """Reading was stopped on purpose: what is read would cost more than any true export does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the archives of an export may cost, all of them together, counted on bytes really read. ratio: unpacked
    to packed. Plain files on disk cost nothing: they are no larger than they are."""

    entries: int = 200_000
    entry_bytes: int = 8 << 30
    total_bytes: int = 64 << 30
    ratio: int = 300

    def is_bomb(self, unpacked: int, packed: int) -> bool:
        return unpacked > FREE_BYTES and unpacked > self.ratio * max(packed, 1)


class Spending:
    """What reading one export has cost so far, in bytes. read: all of them; out_of_archives: those that were packed;
    unpacked: to look into archives inside archives; given: the archives that lie on the disk. stopped: says whether
    reading has to end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.read = self.out_of_archives = self.unpacked = self.given = 0
        self.stopped: Callable[[], bool] = lambda: False

    def take_out(self, amount: int, label: str) -> None:
        """Adds bytes read out of an archive. Raises OverLimit over the limit of the whole export."""
        self.out_of_archives += amount
        if self.out_of_archives > self.limits.total_bytes:
            raise OverLimit(f"{label}: the export unpacks to more than {self.limits.total_bytes >> 30} GB.")

    def unpack(self, amount: int, label: str) -> None:
        """Adds bytes of an archive that had to be unpacked to look inside; their sum has the ratio of one entry."""
        self.unpacked += amount
        if self.limits.is_bomb(self.unpacked, self.given):
            raise OverLimit(f"{label}: the archives inside unpack to an unreasonable size; it is not opened.")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an entry is counted against. packed: its share, in bytes, of the file on the disk; None for plain files."""

    label: str
    spending: Spending
    packed: int | None


class CountedStream(io.RawIOBase):
    """Counts what is really read against the limits and turns damage into BrokenExport."""

    def __init__(self, raw: io.RawIOBase | BinaryIO, cost: Cost) -> None:
        self._raw, self._cost, self._own = raw, cost, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._cost.spending.stopped():
            raise Cancelled("Reading was stopped.")
        data = self._guarded(lambda: self._raw.read(len(buffer)) or b"")
        buffer[: len(data)] = data
        self._own += len(data)
        self._cost.spending.read += len(data)
        if self._cost.packed is not None:
            self._count(len(data), self._cost.packed)
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _count(self, amount: int, packed: int) -> None:
        limits = self._cost.spending.limits
        if self._own > limits.entry_bytes or limits.is_bomb(self._own, packed):
            raise OverLimit(f"{self._cost.label} unpacks to an unreasonable size; reading it stopped.")
        self._cost.spending.take_out(amount, self._cost.label)

    def _guarded(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except (OSError, Damage) as error:
            raise BrokenExport(f"{self._cost.label} is damaged: {error}") from error

"""This file is where it is counted what an export may cost, on bytes really read, because headers can lie."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.errors import BrokenExport

FREE_BYTES = 8 << 20
"""Entries this small are never taken for bombs: a chat of one repeated line packs better than any limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an export may cost; counted on bytes really read, because headers can lie. ratio: unpacked to packed."""

    entries: int = 200_000
    entry_bytes: int = 8 << 30
    total_bytes: int = 64 << 30
    ratio: int = 300

    def is_bomb(self, unpacked: int, packed: int) -> bool:
        return unpacked > FREE_BYTES and unpacked > self.ratio * max(packed, 1)


class Spending:
    """What reading one export has cost so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.read = limits, 0

    def add(self, amount: int, label: str) -> None:
        """Adds bytes really read. Raises BrokenExport over the limit of the whole export."""
        self.read += amount
        if self.read > self.limits.total_bytes:
            raise BrokenExport(f"{label}: the export unpacks to more than {self.limits.total_bytes >> 30} GB.")


class CountedStream(io.RawIOBase):
    """Counts what is really read against the limits and turns damage into BrokenExport."""

    def __init__(self, raw: io.RawIOBase | BinaryIO, label: str, spending: Spending, packed: int | None) -> None:
        self._raw, self._label, self._spending, self._packed = raw, label, spending, packed
        self._own = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._guarded(lambda: self._raw.read(len(buffer)) or b"")
        buffer[: len(data)] = data
        self._own += len(data)
        limits = self._spending.limits
        if self._own > limits.entry_bytes or (self._packed is not None and limits.is_bomb(self._own, self._packed)):
            raise BrokenExport(f"{self._label} unpacks to an unreasonable size; reading it stopped.")
        self._spending.add(len(data), self._label)
        return len(data)

    def _guarded(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, ValueError) as error:
            raise BrokenExport(f"{self._label} is damaged: {error}") from error
        except Exception as error:
            # zlib.error and lzma.LZMAError are plain exceptions of modules that a build of Python may lack.
            if type(error).__module__ in ("zlib", "_lzma", "lzma"):
                raise BrokenExport(f"{self._label} is damaged: {error}") from error
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()

"""This file is where the beginnings of entries are remembered: every importer looks at the same ones."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from core.errors import BrokenExport

HEAD_BYTES = 1 << 20
_ALL_BYTES = 4 << 20
_LEAST = 4096


class Heads:
    """The beginnings last looked at, a few MB of them in all."""

    def __init__(self, opened: Callable[[str], BinaryIO]) -> None:
        self._opened = opened
        self._heads: OrderedDict[str, tuple[bytes, int]] = OrderedDict()
        self._size = 0

    def head(self, name: str, size: int) -> bytes:
        """The first `size` bytes of an entry; fewer where it is shorter or damaged."""
        known, asked = self._heads.get(name, (b"", 0))
        if asked < size:
            asked = max(size, _LEAST)
            known = self._read(name, asked)
            self._remember(name, known, asked)
        self._heads.move_to_end(name)
        return known[:size]

    def _read(self, name: str, size: int) -> bytes:
        pieces: list[bytes] = []
        with suppress(BrokenExport), self._opened(name) as stream:
            while size and (piece := stream.read1(size)):  # type: ignore[attr-defined]
                pieces.append(piece)
                size -= len(piece)
        return b"".join(pieces)

    def _remember(self, name: str, head: bytes, asked: int) -> None:
        self._size += len(head) - len(self._heads.get(name, (b"", 0))[0])
        self._heads[name] = head, asked
        self._heads.move_to_end(name)
        while len(self._heads) > 1 and (self._size > _ALL_BYTES or len(self._heads) > 10_000):
            _, (gone, _) = self._heads.popitem(last=False)
            self._size -= len(gone)

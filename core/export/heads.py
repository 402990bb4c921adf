"""This file is where the beginnings of entries are remembered: every importer looks at the same ones."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from core.errors import BrokenExport
from core.types import Problem

HEAD_BYTES = 1 << 20
_ALL_BYTES = 4 << 20
_MOST = 10_000
_LEAST = 4096


class Heads:
    """The beginnings last looked at, a few MB of them in all. Entries of which nothing can be read are told once:
    nobody would know them for what they are."""

    def __init__(self, opened: Callable[[str], BinaryIO], problems: list[Problem]) -> None:
        self._opened, self._problems = opened, problems
        self._heads: OrderedDict[str, tuple[bytes, int]] = OrderedDict()
        self._size = 0
        self._told: set[str] = set()

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
        try:
            with self._opened(name) as stream:
                first: bytes = stream.read1(size)  # type: ignore[attr-defined]
                return first + beginning_of(stream, size - len(first))
        except BrokenExport as error:
            if name not in self._told:
                self._told.add(name)
                self._problems.append(Problem(name, str(error)))
            return b""

    def _remember(self, name: str, head: bytes, asked: int) -> None:
        self._size += len(head) - len(self._heads.get(name, (b"", 0))[0])
        self._heads[name] = head, asked
        self._heads.move_to_end(name)
        while len(self._heads) > 1 and (self._size > _ALL_BYTES or len(self._heads) > _MOST):
            _, (gone, _) = self._heads.popitem(last=False)
            self._size -= len(gone)


def beginning_of(stream: BinaryIO, size: int) -> bytes:
    """The first bytes of a stream, as far as they are sound; no more is read than that."""
    pieces: list[bytes] = []
    with suppress(BrokenExport):
        while size and (piece := stream.read1(size)):  # type: ignore[attr-defined]
            pieces.append(piece)
            size -= len(piece)
    return b"".join(pieces)

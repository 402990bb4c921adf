"""This file is where it is kept what must be unpacked to be looked into, in memory or on the disk, until the end."""

import errno
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import BrokenExport
from core.export.sources import InMemory, OnDisk, Source

IN_MEMORY = 64 << 20
ALL_IN_MEMORY = 128 << 20
PREFIX = "unpacked-"
_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f]')
_LONGEST = 150
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Scratch:
    """A place of its own in `parent` (else where the system keeps such things), made when it is first needed."""

    def __init__(self, parent: Path | None) -> None:
        self._parent, self._folder = parent, ""
        self._in_memory = 0

    def close(self) -> None:
        """Deletes all of it."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def keep(self, chunks: Iterator[bytes], label: str) -> Source:
        """Takes in bytes: small amounts stay in memory. Raises BrokenExport when the disk is full."""
        held: list[bytes] = []
        size = 0
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size > IN_MEMORY or self._in_memory + size > ALL_IN_MEMORY:
                return self._written(held, chunks, label)
        self._in_memory += size
        return InMemory(b"".join(held))

    @contextmanager
    def folder(self, label: str) -> Iterator[Path]:
        """A fresh folder, deleted afterwards. Raises BrokenExport when there is no room for it."""
        with _explained(label):
            place = Path(tempfile.mkdtemp(dir=self._made()))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def write(self, chunks: Iterator[bytes], target: Path, label: str) -> None:
        """Writes what comes. Raises BrokenExport when the disk is full."""
        with _explained(label), target.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def _written(self, held: list[bytes], chunks: Iterator[bytes], label: str) -> Source:
        with _explained(label), tempfile.NamedTemporaryFile(dir=self._made(), delete=False) as file:
            try:
                while held:
                    file.write(held.pop(0))
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
            except BaseException:
                file.truncate(0)
                raise
            return OnDisk.of(Path(file.name))

    def _made(self) -> str:
        if not self._folder:
            if self._parent is not None:
                self._parent.mkdir(parents=True, exist_ok=True)
            self._folder = tempfile.mkdtemp(prefix=PREFIX, dir=self._parent)
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder


def fit_name(name: str) -> str:
    """A name that every file system takes; the ending stays, so that a database finds its journal."""
    fit = _UNFIT.sub("_", name).rstrip(". ") or "file"
    return fit if len(fit) <= _LONGEST else fit[-_LONGEST:]


@contextmanager
def _explained(label: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        why = "the disk is full. Make room and import it again." if full else f"{error.strerror or error}."
        raise BrokenExport(f"{label} could not be unpacked: {why}") from error

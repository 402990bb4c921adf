"""This file is where the entries of a tar are listed: plain files only, no links and no devices."""

import tarfile
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from core.entry_names import file_name, is_noise
from core.errors import BrokenExport
from core.export.archives import Archive, is_tar
from core.export.entries import Contained, Entry
from core.export.sources import Slice
from core.types import Problem

_BLOCK = tarfile.BLOCKSIZE
_BAD = (tarfile.TarError, ValueError, OverflowError, RecursionError, MemoryError, EOFError, OSError)
"""What the library raises on damaged headers."""


def tar_listing(archive: Archive) -> Iterator[tuple[str, Entry]]:
    """Every plain file, by its raw name; what is left out is told. Raises BrokenExport when there is nothing."""
    found = False
    with archive.source.open() as file:
        try:
            opened = tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        except _BAD as error:
            raise BrokenExport(f"{archive.name}: the tar is damaged ({error}). Export the chat again.") from error
        with closing(opened):
            for member in _members(archive, opened, file):
                name = file_name(member.name)
                if member.isdir() or is_noise(name):
                    continue
                found = True
                if not member.isreg() or member.issparse():
                    archive.tell(name, "a link or a device, not a plain file: left out")
                elif member.size > archive.limits.entry_bytes:
                    archive.tell(name, "unpacks to an unreasonable size: left out")
                else:
                    yield name, _entry(archive, member)
    if not found:
        archive.problems.append(Problem(archive.name, "nothing is in this tar"))


def _entry(archive: Archive, member: tarfile.TarInfo) -> Contained:
    return Contained(Slice(archive.source, member.offset_data, member.size), archive.packed(member.size))


def _members(archive: Archive, opened: tarfile.TarFile, file: BinaryIO) -> Iterator[tarfile.TarInfo]:
    """The members up to the end or the damage, which the library takes for an end."""
    before, count = -1, 0
    while True:
        try:
            member = opened.next()
        except _BAD as error:
            reason = str(error)
            break
        count += 1
        if member is None:
            reason = "" if _is_end(file, opened.offset, archive.source.size) else "a header is damaged"
            break
        opened.members = []  # type: ignore[attr-defined]  # the library would keep them all
        if count > archive.limits.entries:
            raise BrokenExport(f"{archive.name}: more than {archive.limits.entries} files inside.")
        if member.size < 0 or member.offset <= before:
            reason = "its headers lead back"
            break
        before = member.offset
        yield member
    if reason:
        what = f"the tar is cut off or damaged behind byte {max(before, 0)} ({reason}): what followed is lost"
        archive.problems.append(Problem(archive.name, what))


def _is_end(file: BinaryIO, offset: int, size: int) -> bool:
    """True where the library stopped at the end: a block of zeros, or nothing more at all."""
    file.seek(min(offset, size))
    block = file.read(_BLOCK)
    return not block.strip(b"\0") and offset <= size and not is_tar(block)

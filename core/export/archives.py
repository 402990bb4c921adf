"""This file is where an archive that is being listed is described, and told from other files by its first bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.export.limits import Limits
from core.export.packed import Unpacker, bunzip, gunzip, unxz
from core.export.sources import Source
from core.types import Problem

Kind = Literal["zip", "tar", "packed", "foreign"]

HEAD = 512
"""So many first bytes tell what an archive is."""

UNPACKERS: dict[bytes, Callable[[], Unpacker]] = {b"\x1f\x8b\x08": gunzip, b"BZh": bunzip, b"\xfd7zXZ\0": unxz}
ZIP_LOCAL = b"PK\x03\x04"
_ZIPS = (ZIP_LOCAL, b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
_FOREIGN = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_ARCHIVES = frozenset(("zip", "tar", "tgz", "gz", "bz2", "tbz", "tbz2", "xz", "txz", "7z", "rar"))
_ANYTHING = frozenset(("bak", "old", "tmp", "part", "download", "crdownload", "backup", "export"))
"""Endings that say nothing about the content."""
_DOCUMENTS = (b"[Content_Types].xml", b"META-INF/", b"mimetype", b"AndroidManifest.xml", b"classes.dex")
"""How Office files, books and programs begin, which are zips inside."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is being listed. name: what people call it in reports; inside: what stands before the names of
    its entries, "" or "outer/inner.zip/"; share: bytes of the file on the disk per byte of this one, at most 1."""

    name: str
    inside: str
    source: Source
    share: float
    limits: Limits
    problems: list[Problem]

    def tell(self, entry: str, reason: str) -> None:
        """Tells what is wrong with one entry."""
        self.problems.append(Problem(self.inside + entry, reason))

    def packed(self, size: int) -> int:
        """What so many bytes of it cost of the file on the disk."""
        return int(size * self.share)


def may_be_archive(name: str) -> bool:
    """False for names that are those of other files, so that these need not be opened."""
    ending = _ending(name)
    return ending in _ARCHIVES or ending in _ANYTHING or not ending.isalnum() or ending.isdigit() or len(ending) > 8


def promises_archive(name: str) -> bool:
    """True for names that say of themselves that they are a zip, a tar or something packed."""
    return _ending(name) in _ARCHIVES


def kind_of_archive(promised: bool, head: bytes) -> Kind | None:
    """What a file is by its first bytes; None for what is no archive, and for documents that are zips inside.

    A sticker (.tgs) is packed like a .gz and an Office file like a .zip: without a name that promises an archive,
    only zips that hold no document are taken for such.
    """
    if head.startswith(_ZIPS):
        return "zip" if promised or not head[30:].startswith(_DOCUMENTS) else None
    if not promised:
        return None
    if is_tar(head):
        return "tar"
    if head.startswith(tuple(UNPACKERS)):
        return "packed"
    return "foreign" if head.startswith(_FOREIGN) else None


def is_tar(head: bytes) -> bool:
    """True for the header of a tar: it bears a sum of its own bytes, which nothing else gets right by chance."""
    if len(head) < HEAD or head[:1] == b"\0":
        return False
    stated = head[148:156].strip(b" \0")
    if not stated or not stated.isdigit() or set(stated) & set(b"89"):
        return False
    return sum(head[:148]) + 8 * 0x20 + sum(head[156:HEAD]) == int(stated, 8)


def unpacker_of(head: bytes) -> Callable[[], Unpacker]:
    """What unpacks a file of the kind "packed"."""
    return next(unpack for magic, unpack in UNPACKERS.items() if head.startswith(magic))


def _ending(name: str) -> str:
    base, dot, ending = name.rpartition("/")[2].rpartition(".")
    return ending.casefold() if dot and base else ""

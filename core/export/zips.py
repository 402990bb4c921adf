"""This file is where the table of contents of a zip is read, also of one that is cut off or lies in several parts."""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from core.entry_names import is_noise, zip_name
from core.errors import BrokenExport
from core.export.archives import Archive
from core.export.entries import Entry
from core.export.limits import FREE_BYTES
from core.export.sources import Damage, Source, Spanned
from core.export.zip_entries import UNPACKERS, ZipEntry
from core.export.zip_recovery import Recovered, recovered_entries
from core.types import Problem

_ENCRYPTED = 0x1
_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MAGIC = b"PK\x06\x07"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_MAGIC = b"PK\x06\x06"
_LONGEST_COMMENT = 1 << 16
_BAD = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, IndexError, OSError, Damage)


class _Table(NamedTuple):
    """Where the table of contents of a zip in several parts lies."""

    part: int
    offset: int
    size: int


def zip_listing(archive: Archive) -> Iterator[tuple[str, Entry]]:
    """Every entry that can be read, by its raw name. Raises BrokenExport when there is nothing to read at all.

    What is left out is told: links, encrypted entries, bombs by their own account, and what is packed unheard-of.
    """
    infos = _infos(archive)
    encrypted: list[str] = []
    left = 0
    for info in infos:
        name = zip_name(info)
        if is_noise(name) or name.endswith(("/", "\\")):
            continue
        if info.flag_bits & _ENCRYPTED:
            encrypted.append(name)
        elif reason := _objection(info, archive):
            archive.tell(name, reason)
        else:
            left += 1
            stored = info.packed if isinstance(info, Recovered) else info.compress_size
            yield name, ZipEntry(archive.source, info, stored, archive.packed(info.compress_size))
    if encrypted and not left:
        raise BrokenExport(f"{archive.name}: encrypted. Unpack it with its password and import the folder.")
    for name in encrypted:
        archive.tell(name, "encrypted: left out")


def number_of_parts(source: Source) -> int:
    """How many parts a zip says it has, by its last one: 1 for an ordinary zip, 0 when its end is not there."""
    try:
        with source.open() as file:
            file.seek(max(0, source.size - _END.size - _LONGEST_COMMENT))
            tail = file.read()
    except OSError:
        return 0
    place = tail.rfind(_END_MAGIC)
    if place < 0 or len(tail) < place + _END.size:
        return 0
    number = int(_END.unpack_from(tail, place)[1])
    if number == 0xFFFF and place >= _LOCATOR.size and tail.startswith(_LOCATOR_MAGIC, place - _LOCATOR.size):
        return int(_LOCATOR.unpack_from(tail, place - _LOCATOR.size)[3])
    return 1 if number == 0xFFFF else number + 1


def _infos(archive: Archive) -> list[zipfile.ZipInfo]:
    source = archive.source
    try:
        if isinstance(source, Spanned):
            return _infos_of_parts(source)
        infos = _whole(source)
    except _BAD as error:
        return _recovered(archive, error)
    if sum(info.compress_size for info in infos) > source.size:
        raise BrokenExport(f"{archive.name}: its entries overlap, which no chat app writes. It is not opened.")
    return infos


def _whole(source: Source) -> list[zipfile.ZipInfo]:
    with source.open() as file, zipfile.ZipFile(file) as opened:
        return opened.infolist()


def _infos_of_parts(joined: Spanned) -> list[zipfile.ZipInfo]:
    """The entries of a zip in several parts, whose places are counted in each part by itself.

    The library reads no such zip; it is given the table alone, with an end that speaks of one part.
    """
    table = _table(joined)
    with joined.open() as file:
        file.seek(joined.starts[table.part] + table.offset)
        raw = file.read(table.size)
    end64 = _END64.pack(_END64_MAGIC, _END64.size - 12, 45, 45, 0, 0, 0, 0, len(raw), 0)
    locator = _LOCATOR.pack(_LOCATOR_MAGIC, 0, len(raw), 1)
    end = _END.pack(_END_MAGIC, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    with zipfile.ZipFile(io.BytesIO(raw + end64 + locator + end)) as opened:
        infos = opened.infolist()
    for info in infos:
        if info.volume >= len(joined.starts) - 1:
            raise zipfile.BadZipFile("an entry lies in a part that cannot be")
        info.header_offset += joined.starts[info.volume]
    return infos


def _table(joined: Spanned) -> _Table:
    last = joined.starts[-2]
    with joined.open() as file:
        file.seek(max(last, joined.size - _END.size - _LONGEST_COMMENT))
        start = file.tell()
        tail = file.read()
        place = tail.rindex(_END_MAGIC)
        fields = _END.unpack_from(tail, place)
        part, size, offset = fields[2], fields[5], fields[6]
        if tail.startswith(_LOCATOR_MAGIC, max(0, place - _LOCATOR.size)):
            _, part64, offset64, _ = _LOCATOR.unpack_from(tail, place - _LOCATOR.size)
            file.seek(joined.starts[part64] + offset64)
            fields = _END64.unpack(file.read(_END64.size))
            part, size, offset = fields[5], fields[8], fields[9]
    if part >= len(joined.starts) - 1 or size > joined.there:
        raise zipfile.BadZipFile(f"no table of contents at byte {start + place}")
    return _Table(part, offset, size)


def _recovered(archive: Archive, error: Exception) -> list[zipfile.ZipInfo]:
    limit = min(archive.limits.total_bytes, archive.source.size * archive.limits.ratio + FREE_BYTES)
    entries: list[zipfile.ZipInfo] = []
    try:
        for info in recovered_entries(archive.source, limit):
            entries.append(info)
            if len(entries) > archive.limits.entries:
                raise BrokenExport(f"{archive.name}: more than {archive.limits.entries} files inside.")
    except (OSError, Damage) as stopped:
        error = stopped
    if not entries:
        raise BrokenExport(f"{archive.name}: the zip is damaged ({error}). Export the chat again.") from error
    reason = f"the zip is cut off or damaged: its first {len(entries)} entries are read, what followed is lost"
    archive.problems.append(Problem(archive.name, reason))
    return entries


def _objection(info: zipfile.ZipInfo, archive: Archive) -> str | None:
    """Why an entry is left out, None when it is not."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "the name points outside the export: left out"
    limits = archive.limits
    if info.file_size > limits.entry_bytes or limits.is_bomb(info.file_size, archive.packed(info.compress_size)):
        return "unpacks to an unreasonable size: left out"
    if info.compress_type not in UNPACKERS:
        return f"packed in a way that cannot be read (method {info.compress_type}): unpack the zip, import the folder"
    return None

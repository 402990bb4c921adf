"""This file is where the table of contents of a zip is read, also of one that is cut off or lies in several parts."""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator

from core.entry_names import is_noise, zip_name
from core.errors import BrokenExport
from core.export.archives import Archive
from core.export.entries import Entry
from core.export.limits import FREE_BYTES
from core.export.sources import Damage, Source, Spanned
from core.export.zip_ends import end_of, table_of, whole_zip_of
from core.export.zip_entries import UNPACKERS, ZipEntry
from core.export.zip_recovery import Recovered, recovered_entries
from core.types import Problem

_ENCRYPTED = 0x1
_WRAP = 1 << 32
_BAD = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, IndexError, OSError, Damage)


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
        infos = opened.infolist()
        end = end_of(source) if source.size > _WRAP else None
        too_much = opened.start_dir - end.offset if end and not end.locator else 0
    if too_much and too_much % _WRAP == 0:
        _unwrap(infos, too_much)
    return infos


def _unwrap(infos: list[zipfile.ZipInfo], too_much: int) -> None:
    """Corrects places beyond 4 GB in zips of macOS, which counts on from 0 there instead of writing longer numbers.

    The library adds what the table's own place lacks to every place.
    """
    end = beyond = 0
    for info in infos:
        place = info.header_offset - too_much
        if place + beyond < end:
            beyond += _WRAP
        info.header_offset = place + beyond
        end = info.header_offset + info.compress_size


def _infos_of_parts(joined: Spanned) -> list[zipfile.ZipInfo]:
    """The entries of a zip in several parts, whose places are counted in each part by itself."""
    with zipfile.ZipFile(io.BytesIO(whole_zip_of(table_of(joined)))) as opened:
        infos = opened.infolist()
    for info in infos:
        if info.volume >= len(joined.starts) - 1:
            raise zipfile.BadZipFile("an entry lies in a part that cannot be")
        info.header_offset += joined.starts[info.volume]
    return infos


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

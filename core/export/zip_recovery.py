"""This file is where a zip without a table of contents, cut off in a download, is listed from its local headers."""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from core.export.sources import Damage, Source
from core.export.zip_entries import LOCAL_HEADER, LOCAL_MAGIC, ZipStream

_ZIP64 = 0xFFFFFFFF
_DESCRIPTOR, _ENCRYPTED = 0x8, 0x1
_DESCRIPTOR_MAGIC = b"PK\x07\x08"
SPANNING = (b"PK\x07\x08", b"PK00")
"""How the first of several parts begins."""
_TABLE = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")


class Recovered(zipfile.ZipInfo):
    """An entry as its local header tells it. whole: all its packed bytes are there; packed: their number or None."""

    whole = True
    packed: int | None = None


def recovered_entries(source: Source, limit: int) -> Iterator[Recovered]:
    """Every entry whose local header is there, in file order; the last one may be cut off (`whole` is False).

    Streamed entries say their size only behind their data: those are unpacked once to find their end, up to `limit`
    bytes in all; the list ends where that is passed, or where an end cannot be found.
    """
    end, spent = source.size, 0
    with source.open() as file:
        position: int | None = len(SPANNING[0]) if file.read(4) in SPANNING else 0
        while position is not None and (entry := _header(file, position)):
            info, data_at = entry
            if not info.flag_bits & _DESCRIPTOR:
                info.packed = info.compress_size
                position = data_at + info.compress_size
                info.whole = position <= end
            else:
                spent += _find_end(source, info, limit - spent)
                position = _after_descriptor(file, data_at + (info.packed or 0)) if info.whole else end
            yield info


def _header(file: BinaryIO, position: int) -> tuple[Recovered, int] | None:
    """The entry that begins there and the place of its data; None where no entry begins."""
    file.seek(position)
    raw = file.read(LOCAL_HEADER.size)
    if len(raw) < LOCAL_HEADER.size or not raw.startswith(LOCAL_MAGIC):
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = LOCAL_HEADER.unpack(raw)
    name, extra = file.read(name_length), file.read(extra_length)
    if len(name) < name_length or len(extra) < extra_length:
        return None
    info = Recovered(name.decode("utf-8" if flags & 0x800 else "cp437", "replace"))
    info.header_offset, info.flag_bits, info.compress_type = position, flags, method
    info.CRC, info.compress_size, info.file_size, info.extra = checksum, packed, size, extra
    if _ZIP64 in (packed, size):
        _read_zip64(info)
    return info, position + LOCAL_HEADER.size + name_length + extra_length


def _read_zip64(info: Recovered) -> None:
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1 and length >= 16 and len(extra) >= 20:
            info.file_size, info.compress_size = struct.unpack_from("<QQ", extra, 4)
        extra = extra[4 + length :]


def _find_end(source: Source, info: Recovered, limit: int) -> int:
    """Unpacks a streamed entry to learn its sizes; returns how many bytes that gave."""
    info.CRC = None  # type: ignore[assignment]
    info.whole = False
    if info.flag_bits & _ENCRYPTED or info.compress_type != zipfile.ZIP_DEFLATED:
        return 0
    size = 0
    with closing(ZipStream(source, info, None)) as stream:
        start = stream.packed_end
        try:
            while size <= limit and (data := stream.read(1 << 18)):
                size += len(data)
            info.whole = size <= limit
        except Damage:
            pass
        info.compress_size = stream.packed_end - start
        info.packed = info.compress_size
    info.file_size = size
    return size


def _after_descriptor(file: BinaryIO, position: int) -> int | None:
    """The next header behind a data descriptor, which has four shapes (with or without mark, 32 or 64 bits)."""
    file.seek(position)
    raw = file.read(28)
    for length in (16, 24, 12, 20):
        marked = raw.startswith(_DESCRIPTOR_MAGIC) == (length in (16, 24))
        if marked and raw[length : length + 4] in (LOCAL_MAGIC, *_TABLE):
            return position + length
    return None

"""This file is where the end of a zip is read, which says where its table of contents lies and in how many parts."""

import struct
import zipfile
from typing import NamedTuple

from core.export.sources import Source, Spanned

_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MAGIC = b"PK\x06\x07"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_MAGIC = b"PK\x06\x06"
_LONGEST_COMMENT = 1 << 16
_MANY = 0xFFFF
"""What stands in a short field when the long one, of zip64, counts."""


class End(NamedTuple):
    """The end of a zip. number: of the part it lies in, from 0; part, offset, size: where the table lies; locator: of
    zip64, the part and place where the longer end lies and the number of all parts."""

    number: int
    part: int
    size: int
    offset: int
    locator: tuple[int, int, int] | None


def end_of(source: Source) -> End | None:
    """The end of a zip, None when it is not there. Raises OSError."""
    with source.open() as file:
        file.seek(max(0, source.size - _END.size - _LONGEST_COMMENT))
        tail = file.read(_END.size + _LONGEST_COMMENT)
    place = tail.rfind(_END_MAGIC)
    if place < 0 or len(tail) < place + _END.size:
        return None
    _, number, part, _, _, size, offset, _ = _END.unpack_from(tail, place)
    before = place - _LOCATOR.size
    if before < 0 or not tail.startswith(_LOCATOR_MAGIC, before):
        return End(number, part, size, offset, None)
    _, part64, offset64, parts = _LOCATOR.unpack_from(tail, before)
    return End(number, part, size, offset, (part64, offset64, parts))


def number_of_parts(source: Source) -> int:
    """How many parts a zip says it has, by its last one: 1 for an ordinary zip, 0 when its end is not there."""
    try:
        end = end_of(source)
    except OSError:
        return 0
    if end is None:
        return 0
    if end.number == _MANY:
        return end.locator[2] if end.locator else 1
    return end.number + 1


def table_of(joined: Spanned) -> bytes:
    """The table of contents of a zip in several parts. Raises BadZipFile, and OSError where its part is missing."""
    end = end_of(joined.last)
    if end is None:
        raise zipfile.BadZipFile("it has no end")
    part, size, offset = end.part, end.size, end.offset
    with joined.open() as file:
        if end.locator:
            file.seek(_place(joined, end.locator[0], end.locator[1]))
            longer = file.read(_END64.size)
            if len(longer) < _END64.size or not longer.startswith(_END64_MAGIC):
                raise zipfile.BadZipFile("its longer end is not where it should be")
            part, size, offset = (_END64.unpack(longer)[number] for number in (5, 8, 9))
        if size > joined.there:
            raise zipfile.BadZipFile("its table of contents is larger than it is")
        file.seek(_place(joined, part, offset))
        return file.read(size)


def whole_zip_of(table: bytes) -> bytes:
    """A zip of one part that has only a table of contents, for a library that reads no other."""
    end64 = _END64.pack(_END64_MAGIC, _END64.size - 12, 45, 45, 0, 0, 0, 0, len(table), 0)
    locator = _LOCATOR.pack(_LOCATOR_MAGIC, 0, len(table), 1)
    end = _END.pack(_END_MAGIC, 0, 0, _MANY, _MANY, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return table + end64 + locator + end


def _place(joined: Spanned, part: int, offset: int) -> int:
    if part >= len(joined.starts) - 1:
        raise zipfile.BadZipFile("something lies in a part that cannot be")
    return joined.starts[part] + offset

"""This file is where one entry of a zip is opened, by its line in the table of contents or by its own header."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.export.packed import Inflater, PackedStream, Unpacker, ZipLzma, bunzip
from core.export.sources import Damage, Slice, Source

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_MAGIC = b"PK\x03\x04"

UNPACKERS: dict[int, Callable[[], Unpacker] | None] = {
    zipfile.ZIP_STORED: None,
    zipfile.ZIP_DEFLATED: Inflater,
    zipfile.ZIP_BZIP2: bunzip,
    zipfile.ZIP_LZMA: ZipLzma,
}


class ZipStream(PackedStream):
    """The unpacked bytes of an entry, with their sum checked at the end. Raises Damage, at once for a bad header.

    size is the packed size; None means "until the deflate stream ends", as in an archive whose end is lost.
    """

    def __init__(self, source: Source, info: zipfile.ZipInfo, size: int | None) -> None:
        file = source.open()
        try:
            file.seek(data_start(file, info))
            super().__init__(file, UNPACKERS[info.compress_type], size)
        except BaseException:
            file.close()
            raise
        self._sum, self._expected = 0, info.CRC
        self._ended = False

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = 0 if self._ended else super().readinto(buffer)
        self._sum = zlib.crc32(memoryview(buffer)[:size], self._sum)
        if not size and not self._ended and len(buffer):
            self._ended = True
            if self._expected is not None and self._sum != self._expected:
                raise Damage("the checksum does not fit: some of what was read may be wrong")
        return size


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """An entry of a zip. stored: its packed bytes, None for "until they end by themselves"; packed: what they cost."""

    source: Source
    info: zipfile.ZipInfo
    stored: int | None
    packed: int

    original = None

    @property
    def size(self) -> int:
        return self.info.file_size

    def open(self) -> io.RawIOBase:
        return ZipStream(self.source, self.info, self.stored)

    def in_place(self) -> Source | None:
        """The bytes where they lie, when they were not packed. Raises OSError and Damage."""
        if self.info.compress_type != zipfile.ZIP_STORED or self.stored is None:
            return None
        with self.source.open() as file:
            start = data_start(file, self.info)
        return Slice(self.source, start, max(0, min(self.stored, self.source.size - start)))


def data_start(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where the packed bytes of an entry begin. Raises Damage when its header is not where it should be."""
    try:
        file.seek(info.header_offset)
        header = file.read(LOCAL_HEADER.size)
    except (ValueError, OverflowError):
        header = b""
    if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_MAGIC):
        raise Damage("its header is not where the table of contents says")
    fields = LOCAL_HEADER.unpack(header)
    return int(info.header_offset + LOCAL_HEADER.size + fields[9] + fields[10])

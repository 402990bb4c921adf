"""This file is where the bytes of one zip entry are read so that damage costs only what lies behind it.

The library's own reader checks the sum first and throws away what it had in hand; a chat whose last byte is damaged
would be lost whole. This one hands out every byte it can unpack, and raises at the damage itself.
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 16
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_MAGIC = b"PK\x03\x04"
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class EntryStream(io.RawIOBase):
    """The unpacked bytes of a stored or deflated entry. Raises zipfile.BadZipFile where they break off or are wrong.

    size is the packed size; None means "until the deflate stream ends", as in an archive whose end is lost.
    """

    def __init__(self, path: Path, info: zipfile.ZipInfo, size: int | None) -> None:
        self._file: BinaryIO = path.open("rb")
        try:
            self._skip_header(info)
        except BaseException:
            self._file.close()
            raise
        self._left = size
        self._inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
        self._packed = b""
        self._sum, self._expected = 0, info.CRC
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = b"" if self._ended else self._unpacked(len(buffer))
        self._sum = zlib.crc32(data, self._sum)
        if not data and not self._ended:
            self._ended = True
            if self._expected is not None and self._sum != self._expected:
                raise zipfile.BadZipFile("the checksum does not fit: some of what was read may be wrong")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()

    @property
    def packed_end(self) -> int:
        """Where the packed data ended in the file, once everything is read."""
        return self._file.tell() - len(self._packed)

    def _skip_header(self, info: zipfile.ZipInfo) -> None:
        self._file.seek(info.header_offset)
        header = self._file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_MAGIC):
            raise zipfile.BadZipFile("its header is not where the table of contents says")
        fields = LOCAL_HEADER.unpack(header)
        self._file.seek(fields[9] + fields[10], io.SEEK_CUR)

    def _unpacked(self, size: int) -> bytes:
        if self._inflater is None:
            return self._stored(size)
        while not self._inflater.eof:
            packed = self._packed or self._more()
            try:
                data = self._inflater.decompress(packed, size)
            except zlib.error as error:
                raise zipfile.BadZipFile(f"the packed data are damaged ({error})") from error
            self._packed = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            if data:
                return data
        return b""

    def _stored(self, size: int) -> bytes:
        if self._left == 0:
            return b""
        data = self._file.read(size if self._left is None else min(size, self._left))
        if not data and self._left:
            raise zipfile.BadZipFile("the file is cut off here")
        self._left = None if self._left is None else self._left - len(data)
        return data

    def _more(self) -> bytes:
        data = self._file.read(_CHUNK if self._left is None else min(_CHUNK, self._left))
        if not data:
            raise zipfile.BadZipFile("the file is cut off here")
        if self._left is not None:
            self._left -= len(data)
        return data

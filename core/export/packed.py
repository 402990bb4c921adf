"""This file is where packed bytes are unpacked so that damage costs only what lies behind it.

The library's own readers check first and throw away what they had in hand; a chat whose last byte is damaged would be
lost whole. This one hands out every byte that can be unpacked, and raises Damage at the damage itself.
"""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, Protocol

from core.export.sources import Damage

_CHUNK = 1 << 16
_LARGEST_DICTIONARY = 256 << 20
_GZIP = 31
"""What zlib calls deflate with the header and the sum of gzip."""


class Unpacker(Protocol):
    """One run of packed bytes. eof: its own end mark was seen; unused_data: what came behind that."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def unpack(self, packed: bytes, size: int) -> bytes:
        """At most `size` bytes; b"" when more packed bytes are needed. Raises Damage, after all bytes before it."""
        ...


class Inflater:
    """Deflated bytes, bare or (gzip) in their usual wrapping."""

    def __init__(self, bits: int = -15) -> None:
        self._inflater = zlib.decompressobj(bits)
        self._broken: str | None = None

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    def unpack(self, packed: bytes, size: int) -> bytes:
        if self._broken:
            raise Damage(self._broken)
        packed = self._inflater.unconsumed_tail + packed
        before = self._inflater.copy()
        try:
            return self._inflater.decompress(packed, size)
        except zlib.error as error:
            self._broken = f"the packed data are damaged ({error})"
            return self._sound_part(before, packed)

    def _sound_part(self, inflater: "zlib._Decompress", packed: bytes) -> bytes:
        """What can be had before the damage, which is looked for byte by byte."""
        sound: list[bytes] = []
        with suppress(zlib.error):
            for place in range(len(packed)):
                sound.append(inflater.decompress(packed[place : place + 1]))
        return b"".join(sound) or self.unpack(b"", 0)


class Windowed:
    """What the bz2 and lzma modules unpack: both keep what they were given and did not use yet."""

    def __init__(self, unpacker: Any) -> None:
        self._unpacker = unpacker

    @property
    def eof(self) -> bool:
        return bool(self._unpacker.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._unpacker.unused_data)

    def unpack(self, packed: bytes, size: int) -> bytes:
        try:
            return bytes(self._unpacker.decompress(packed, size))
        except (OSError, EOFError, ValueError, MemoryError, lzma.LZMAError) as error:
            raise Damage(f"the packed data are damaged ({error})") from error


class ZipLzma:
    """LZMA as zips have it: its properties stand before the data, and an end mark is not needed."""

    def __init__(self) -> None:
        self._head = b""
        self._inner: Windowed | None = None

    @property
    def eof(self) -> bool:
        return self._inner is not None and self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data if self._inner else b""

    def unpack(self, packed: bytes, size: int) -> bytes:
        if self._inner is None:
            self._head += packed
            length = int.from_bytes(self._head[2:4], "little")
            if len(self._head) < max(4 + length, 9):
                return b""
            self._inner, packed = Windowed(_bare_lzma(self._head[4:9])), self._head[4 + length :]
        return self._inner.unpack(packed, size)


def _bare_lzma(properties: bytes) -> lzma.LZMADecompressor:
    mixed, dictionary = properties[0], int.from_bytes(properties[1:5], "little")
    if mixed >= 225 or dictionary > _LARGEST_DICTIONARY:
        raise Damage("it is packed in a way that no program uses")
    facts = {"id": lzma.FILTER_LZMA1, "lc": mixed % 9, "lp": mixed // 9 % 5, "pb": mixed // 45, "dict_size": dictionary}
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[facts])
    except (lzma.LZMAError, ValueError, MemoryError) as error:
        raise Damage(f"the packed data are damaged ({error})") from error


def bunzip() -> Unpacker:
    return Windowed(bz2.BZ2Decompressor())


def gunzip() -> Unpacker:
    return Inflater(_GZIP)


def unxz() -> Unpacker:
    return Windowed(lzma.LZMADecompressor(memlimit=_LARGEST_DICTIONARY))


class PackedStream(io.RawIOBase):
    """The unpacked bytes of a file from where it stands. Raises Damage where they break off or are wrong.

    unpack: makes an unpacker, None for bytes stored as they are. size: how many packed bytes there are; None for "up
    to their own end mark, or the end of the file". many: another run of packed bytes may follow the end mark.
    """

    many = False

    def __init__(self, file: BinaryIO, unpack: Callable[[], Unpacker] | None, size: int | None = None) -> None:
        self._file, self._left, self._unpack = file, size, unpack
        self._unpacker = unpack() if unpack else None
        self._given = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()

    @property
    def packed_end(self) -> int:
        """Where the packed data ended in the file, once everything is read."""
        return self._file.tell() - (len(self._unpacker.unused_data) if self._unpacker else 0)

    def _next(self, size: int) -> bytes:
        if self._unpacker is None:
            return self._stored(size)
        while not self._unpacker.eof or self._starts_again():
            data = self._unpacker.unpack(self._given, size)
            self._given = b""
            if data:
                return data
            if not self._unpacker.eof:
                self._given = self._more()
                if not self._given:
                    return b""
        return b""

    def _starts_again(self) -> bool:
        """True when another run follows, which is what programs that append to a packed file write."""
        if not self.many or self._unpacker is None or self._unpack is None:
            return False
        rest = self._unpacker.unused_data or self._file.read(_CHUNK)
        if not rest.strip(b"\0"):
            return False
        self._unpacker, self._given = self._unpack(), rest
        return True

    def _stored(self, size: int) -> bytes:
        if self._left == 0:
            return b""
        data = self._file.read(size if self._left is None else min(size, self._left))
        if not data and self._left:
            raise Damage("the file is cut off here")
        self._left = None if self._left is None else self._left - len(data)
        return data

    def _more(self) -> bytes:
        data = self._file.read(_CHUNK if self._left is None else min(_CHUNK, self._left))
        if not data and not (self._left == 0 and isinstance(self._unpacker, ZipLzma)):
            raise Damage("the file is cut off here")
        if self._left is not None:
            self._left -= len(data)
        return data

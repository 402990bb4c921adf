"""This file is where archives are made for tests, sound ones and others, and read back."""

import io
import struct
import tarfile
import zipfile
from pathlib import Path

from core.export import Export, Limits

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return target.getvalue()


def make_zip(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.write_bytes(zipped(entries, method))
    return path


def stored(entries: dict[str, bytes]) -> bytes:
    return zipped(entries, zipfile.ZIP_STORED)


def with_names_in(encoding: str, raw: bytes, names: dict[str, str]) -> bytes:
    """A zip whose ASCII names are replaced, length by length, by names in an encoding that nobody states."""
    for plain, written in names.items():
        assert len(plain) == len(written.encode(encoding))
        raw = raw.replace(plain.encode(), written.encode(encoding))
    return raw


def encrypted(raw: bytes, names: list[str]) -> bytes:
    """A zip that says of some entries that they are encrypted."""
    changed = bytearray(raw)
    for magic, flags_at, name_at in ((_LOCAL, 6, 30), (_CENTRAL, 8, 46)):
        place = raw.find(magic)
        while place >= 0:
            if any(raw.startswith(name.encode(), place + name_at) for name in names):
                changed[place + flags_at] |= 1
            place = raw.find(magic, place + 4)
    return bytes(changed)


def streamed_zip(entries: dict[str, bytes]) -> bytes:
    """A zip written without seeking: the sizes stand behind the data."""

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return target.getvalue()


def tarred(entries: dict[str, bytes | tarfile.TarInfo], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar of files, and of whatever else is given as it is."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode, format=form) as packed:  # type: ignore[call-overload]
        for name, data in entries.items():
            info = tarfile.TarInfo(name) if isinstance(data, bytes) else data
            content = data if isinstance(data, bytes) else b""
            info.size = len(content) or info.size
            packed.addfile(info, io.BytesIO(content))
    return target.getvalue()


def pieces(raw: bytes, size: int) -> list[bytes]:
    return [raw[place : place + size] for place in range(0, len(raw), size)]


def spanned(raw: bytes, size: int, zip64: bool = False) -> list[bytes]:
    """A zip as programs write it over several disks of so many bytes: each place is counted on its own disk."""
    end_at = raw.rindex(_END)
    count, table_size, table_at = struct.unpack_from("<HLL", raw, end_at + 10)
    data = b"PK\x07\x08" + raw[:table_at]
    disks = pieces(data, size)
    table = bytearray(raw[table_at : table_at + table_size])
    place = 0
    for _ in range(count):
        (offset,) = struct.unpack_from("<L", table, place + 42)
        struct.pack_into("<H", table, place + 34, (offset + 4) // size)
        struct.pack_into("<L", table, place + 42, (offset + 4) % size)
        place += 46 + sum(struct.unpack_from("<3H", table, place + 28))
    last = len(disks) - 1
    offset = len(disks[last])
    end = struct.pack("<4s4H2LH", _END, last, last, count, count, table_size, offset, 0)
    if zip64:
        end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, last, last, count, count, table_size, offset)
        end += struct.pack("<4sLQL", b"PK\x06\x07", last, offset + table_size, last + 1)
        end += struct.pack("<4s4H2LH", _END, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    disks[last] += bytes(table) + end
    return disks


def write(path: Path, raw: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def read(export: Export, name: str) -> bytes:
    with export.open(name) as stream:
        return stream.read()


def content(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with Export(path, limits) as export:
        return {name: read(export, name) for name in export.names()}


def chats(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    """The content without the archives themselves."""
    with Export(path, limits) as export:
        return {name: read(export, name) for name in export.names() if name not in export.mounted}


def reasons(path: Path, limits: Limits | None = None) -> dict[str, str]:
    with Export(path, limits) as export:
        return {problem.where: problem.reason for problem in export.problems}

"""This file is where an ONNX file is walked through for the files that its weights lie in, without any framework.

ONNX is a Protocol Buffers message (onnx.proto). A tensor may name another file (external_data, location); such a name
could lead anywhere on the disk, so it is read before the graph is given to native code.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from core.errors import ModelError

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_DEEPEST = 24
_MODEL, _GRAPH, _NODE, _ATTRIBUTE, _TENSOR, _SPARSE, _FUNCTION = range(7)
_INSIDE = {
    _MODEL: {7: _GRAPH, 25: _FUNCTION},
    _GRAPH: {1: _NODE, 5: _TENSOR, 15: _SPARSE},
    _NODE: {5: _ATTRIBUTE},
    _ATTRIBUTE: {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE},
    _TENSOR: {},
    _SPARSE: {1: _TENSOR, 2: _TENSOR},
    _FUNCTION: {7: _NODE, 11: _ATTRIBUTE},
}
"""The fields of each message that can hold a tensor, by their numbers in onnx.proto."""
_EXTERNAL = 13


def outside_data(path: Path, called: str = "") -> list[str]:
    """Names of the files beside an ONNX file that its weights lie in. Raises ModelError for one that is none, is cut
    off, or names a file that is not in its own folder. called: its name for people, empty for its path."""
    names: set[str] = set()
    called = called or str(path)
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if not any(number == 7 for number, _, _ in _fields(data, 0, len(data))):
                raise ValueError("it has no graph")
            names.update(_locations(data, (0, len(data)), _MODEL, 0))
    except (ValueError, IndexError, OSError) as error:
        raise ModelError(f"{called} is no ONNX file, or is cut off ({error}).") from error
    for name in names:
        pure = PurePosixPath(name)
        if pure.is_absolute() or len(pure.parts) != 1 or name in (".", "..") or "\\" in name or ":" in name:
            raise ModelError(f"{called} takes weights from “{name[:120]}”, which is not in its folder.")
    return sorted(names)


def _locations(data: mmap.mmap, span: tuple[int, int], kind: int, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ValueError("it is nested too deep")
    for number, start, end in _fields(data, *span):
        if kind == _TENSOR and number == _EXTERNAL:
            pair = {field: data[first:last] for field, first, last in _fields(data, start, end)}
            if pair.get(1) == b"location":
                yield pair.get(2, b"").decode("utf-8", "replace")
        elif number in _INSIDE[kind]:
            yield from _locations(data, (start, end), _INSIDE[kind][number], depth + 1)


def _fields(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(field number, start, end) of each field that holds bytes; the others are stepped over."""
    while at < end:
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _BYTES:
            length, at = _varint(data, at)
            if at + length > end:
                raise IndexError("a part of it is missing")
            yield number, at, at + length
            at += length
        elif wire == _VARINT:
            _, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise ValueError("it is damaged")
    if at > end:
        raise IndexError("a part of it is missing")


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("it is damaged")

"""This file is where tests write GGUF files of a few bytes: the format's header, with tensors of zeros."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Value = str | int | float | Sequence[int] | Sequence[str]


def gguf(
    facts: Mapping[str, Value], tensors: Mapping[str, tuple[int, ...]] | None = None, *, version: int = 3
) -> bytes:
    """A GGUF file with 32-bit tensors of zeros."""
    shapes = tensors or {}
    head = b"GGUF" + struct.pack("<IQQ", version, len(shapes), len(facts))
    head += b"".join(_text(key) + _typed(value) for key, value in facts.items())
    offset = 0
    for name, shape in shapes.items():
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        offset += _bytes(shape)
    return head + bytes(-len(head) % 32) + bytes(offset)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _bytes(shape: tuple[int, ...]) -> int:
    numbers = 1
    for side in shape:
        numbers *= side
    return -(-numbers * 4 // 32) * 32


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _typed(value: Value) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    kind = 8 if value and isinstance(value[0], str) else 4
    items = (_text(item) if isinstance(item, str) else struct.pack("<I", item) for item in value)
    return struct.pack("<IIQ", 9, kind, len(value)) + b"".join(items)

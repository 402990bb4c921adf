"""This file is where tests write GGUF files of a few bytes: the format's header, with tensors of zeros."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Value = str | int | float | Sequence[int] | Sequence[str]
TEXT: dict[str, Value] = {
    "general.architecture": "qwen2vl",
    "qwen2vl.block_count": 1,
    "qwen2vl.embedding_length": 256,
    "qwen2vl.feed_forward_length": 512,
    "qwen2vl.attention.head_count": 4,
    "qwen2vl.context_length": 4_096,
}
SIGHT: dict[str, Value] = {
    "general.architecture": "clip",
    "clip.projector_type": "qwen2vl_merger",
    "clip.vision.projection_dim": 256,
    "clip.vision.patch_size": 14,
    "clip.vision.block_count": 1,
    "clip.vision.embedding_length": 64,
    "clip.vision.attention.head_count": 4,
}
WORDS = {"token_embd.weight": (32,)}
"""What the headers of a text model and of what sees for it say; the one tensor that a text model must have."""


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

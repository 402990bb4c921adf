"""This file is where headers of model files are written for tests: GGUF without numbers, and ONNX of a few bytes."""

import struct
from pathlib import Path
from typing import Any


def write_gguf(path: Path, facts: dict[str, Any], tensors: tuple[str, ...] = ()) -> Path:
    """A GGUF file with these key-value pairs and tensors of 32 numbers (ggml's docs/gguf.md, version 3)."""
    out = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(facts))
    for key, value in facts.items():
        out += _text(key)
        out += struct.pack("<I", 8) + _text(value) if isinstance(value, str) else struct.pack("<II", 4, value)
    for place, name in enumerate(tensors):
        out += _text(name) + struct.pack("<IQIQ", 1, 32, 0, place * 128)
    out += bytes(-len(out) % 32) + bytes(128 * len(tensors))
    path.write_bytes(out)
    return path


def text_gguf(path: Path, width: int = 64, architecture: str = "qwen2vl") -> Path:
    facts = {
        "general.architecture": architecture,
        "general.license": "apache-2.0",
        f"{architecture}.embedding_length": width,
        f"{architecture}.context_length": 4096,
        f"{architecture}.block_count": 1,
    }
    return write_gguf(path, facts, ("token_embd.weight", "blk.0.attn_q.weight"))


def seeing_gguf(path: Path, width: int = 64, projector: str = "qwen2vl_merger") -> Path:
    facts = {
        "general.architecture": "clip",
        "clip.projector_type": projector,
        "clip.vision.projection_dim": width,
    }
    return write_gguf(path, facts, ("v.patch_embd.weight",))


def onnx_bytes(location: str = "") -> bytes:
    """A model with one initializer, which lies in the file `location` where one is named (onnx.proto)."""
    pair = _field(1, b"location") + _field(2, location.encode())
    tensor = _field(8, b"weights") + (_field(13, pair) if location else b"")
    graph = _field(2, b"graph") + _field(5, tensor)
    return b"\x08\x08" + _field(7, graph)


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + bytes([len(content)]) + content


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()

"""This file is where headers of model files are written for tests: GGUF without numbers, and ONNX of a few bytes."""

from pathlib import Path

from tests.models.gguf.files import SIGHT, TEXT, WORDS, gguf, written


def text_gguf(path: Path, width: int = 64, architecture: str = "qwen2vl", *, name: str = "") -> Path:
    facts = {key.replace("qwen2vl", architecture): value for key, value in TEXT.items()}
    own = {"general.architecture": architecture, "general.license": "apache-2.0", "general.name": name}
    facts |= {**own, f"{architecture}.embedding_length": width}
    return written(path, gguf(facts, {**WORDS, "blk.0.attn_q.weight": (32,)}))


def seeing_gguf(path: Path, width: int = 64, projector: str = "qwen2vl_merger") -> Path:
    facts = {**SIGHT, "clip.projector_type": projector, "clip.vision.projection_dim": width}
    return written(path, gguf(facts, {"v.patch_embd.weight": (32,)}))


def onnx_bytes(location: str = "") -> bytes:
    """A model with one initializer, which lies in the file `location` where one is named (onnx.proto)."""
    pair = _field(1, b"location") + _field(2, location.encode())
    tensor = _field(8, b"weights") + (_field(13, pair) if location else b"")
    graph = _field(2, b"graph") + _field(5, tensor)
    return b"\x08\x08" + _field(7, graph)


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + bytes([len(content)]) + content

"""This file is where a GGUF file is written tensor by tensor, by the package gguf, in the number formats we offer.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The weights pass through memory some rows at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.training.extras import extra
from models.training.qwen_vl import Shape
from models.training.tensor_files import check_room

KINDS = ("f32", "f16", "q8_0", "q4_k_m")
"""What a text model can be written as. Ours: f32 (for comparing), f16, q8_0; llama.cpp makes q4_k_m from f16."""

_BLOCK = 32
_FILE_TYPES = {"f32": "ALL_F32", "f16": "MOSTLY_F16", "q8_0": "MOSTLY_Q8_0"}


@dataclass(frozen=True, slots=True)
class Part:
    """A tensor for a GGUF. kind: of KINDS; rows: its values as float32 of shape (some, ...), in order."""

    name: str
    shape: Shape
    kind: str
    rows: Callable[[], Iterable[NDArray[np.float32]]]

    @property
    def size(self) -> int:
        """Bytes in the file."""
        count = int(np.prod(self.shape, dtype=np.int64))
        return count // _BLOCK * 34 if self.kind == "q8_0" else count * (4 if self.kind == "f32" else 2)


def part_kind(name: str, shape: Shape, wanted: str) -> str:
    """In what a tensor is stored: vectors stay float32; rows that q8_0 cannot divide, and the picture's first
    convolution, which llama.cpp computes in f16 or f32 only, are f16."""
    if len(shape) == 1 or wanted == "f32":
        return "f32"
    divided = shape[-1] % _BLOCK == 0 and not name.startswith("v.patch_embd")
    return wanted if divided else "f16"


def write_gguf(path: Path, writer: Any, parts: Sequence[Part]) -> None:
    """Writes the file, under its name only when it is whole. writer: a gguf.GGUFWriter without a path that has its
    facts. Raises ModelError where the disk has no room or cannot be written."""
    types = extra("gguf").GGMLQuantizationType
    check_room(path.parent, sum(part.size for part in parts))
    draft = path.with_name(path.name + ".part")
    for part in parts:
        raw = types[part.kind.upper()]
        writer.add_tensor_info(part.name, part.shape, np.dtype(np.float32), part.size, raw_dtype=raw)
    try:
        writer.write_header_to_file(draft)
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for part in parts:
            writer.write_tensor_data(_Streamed(part))
        writer.close()
        draft.replace(path)
    except OSError as error:
        raise ModelError(f"{path} cannot be written ({error.strerror or error}).") from error
    finally:
        writer.close()
        draft.unlink(missing_ok=True)


def new_writer(architecture: str, kind: str, purpose: str) -> Any:
    """A gguf.GGUFWriter with the facts that every file has. purpose: "model" or "mmproj"."""
    gguf = extra("gguf")
    writer = gguf.GGUFWriter(None, architecture)
    writer.add_type(purpose)
    writer.add_file_type(gguf.LlamaFileType[_FILE_TYPES[kind]])
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    return writer


class _Streamed:
    """What gguf's writer asks of an array, without the array."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.nbytes = part.size

    def tofile(self, stream: IO[bytes]) -> None:
        for piece in _coded(self._part):
            stream.write(piece.tobytes())


def _coded(part: Part) -> Iterator[NDArray[Any]]:
    gguf = extra("gguf")
    for rows in part.rows():
        if part.kind == "q8_0":
            yield gguf.quants.quantize(np.ascontiguousarray(rows), gguf.GGMLQuantizationType.Q8_0)
        else:
            yield rows.astype(np.float32 if part.kind == "f32" else np.float16)

"""This file is where safetensors files are read and written one tensor at a time, however large the checkpoint is.

Format: https://github.com/huggingface/safetensors#format - eight bytes with the length of a JSON header, the header,
then the tensors' bytes. Read through a memory map and in numpy, because a conversion must need neither the whole model
in memory nor torch; numpy knows no bfloat16, which is the upper half of a float32.
"""

import json
import os
import shutil
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.qwen_vl.checkpoint import INDEX, WHOLE, weights_of
from models.safetensors_header import read_tensor_places

STORED: Mapping[str, type[np.generic]] = {"F32": np.float32, "F16": np.float16, "BF16": np.uint16, "F64": np.float64}
PIECE = 1 << 22
"""So many values are in memory at once, or one row where a row has more."""

_SPARE = 50_000_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor in a file. kind: as the format names it ("BF16"); start: of its bytes in the file."""

    path: Path
    kind: str
    shape: tuple[int, ...]
    start: int

    def floats(self) -> NDArray[np.float32]:
        """All its values, of its shape."""
        return np.concatenate([each.reshape(-1) for each in self.rows()]).reshape(self.shape)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[NDArray[np.float32]]:
        """Its rows from `first` to before `last`, some at a time, so that few of them are in memory at once."""
        raw = np.memmap(self.path, dtype=STORED[self.kind], mode="r", offset=self.start, shape=self.shape or (1,))
        stop = len(raw) if last is None else last
        step = max(1, PIECE // max(1, raw[0].size))
        for start in range(first, stop, step):
            piece = raw[start : min(start + step, stop)]
            if self.kind == "BF16":
                yield (piece.astype(np.uint32) << 16).view(np.float32)
            else:
                yield np.array(piece, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Planned:
    """A tensor that is to be written. pieces: its values in order, float32, a piece at a time."""

    name: str
    shape: tuple[int, ...]
    kind: str
    pieces: Callable[[], Iterable[NDArray[np.float32]]]

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(STORED[self.kind]).itemsize


def read_tensors(folder: Path) -> dict[str, Stored]:
    """The tensors of a checkpoint's folder by name, whether in one file or in shards. Raises ModelError where a shard
    is missing or cut off, and where there is none at all."""
    return {name: stored for each in weights_of(folder) for name, stored in read_file(each).items()}


def read_file(path: Path) -> dict[str, Stored]:
    """The tensors of one safetensors file by name. Raises ModelError where it is missing, cut off or none, and for
    tensors of nothing."""
    found = read_tensor_places(path)
    if empty := next((name for name, each in found.items() if 0 in each.shape), ""):
        raise ModelError(f"{path} cannot be used: its {empty} holds no numbers.")
    return {name: Stored(path, each.kind, each.shape, each.start) for name, each in found.items()}


def write_tensors(folder: Path, planned: Sequence[Planned], most: int) -> list[Path]:
    """Writes a checkpoint's weights in files of at most `most` bytes (a larger tensor has a file of its own) and their
    index; holds one piece at a time. Raises ModelError where the disk has no room; then none of the files stays."""
    folder.mkdir(parents=True, exist_ok=True)
    check_room(folder, sum(each.size for each in planned))
    shards = list(_in_shards(planned, most))
    count = len(shards)
    names = [WHOLE] if count == 1 else [f"model-{at + 1:05}-of-{count:05}.safetensors" for at in range(count)]
    try:
        for name, shard in zip(names, shards, strict=True):
            write_file(folder / name, shard)
        if count > 1:
            home = {each.name: name for name, shard in zip(names, shards, strict=True) for each in shard}
            facts = {"metadata": {"total_size": sum(each.size for each in planned)}, "weight_map": home}
            (folder / INDEX).write_text(json.dumps(facts, indent=1), "utf-8")
    except OSError as error:
        for name in (*names, INDEX):
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        raise ModelError(f"The weights cannot be written to {folder} ({error.strerror or error}).") from error
    return [folder / name for name in names]


def write_file(path: Path, planned: Sequence[Planned]) -> None:
    """One safetensors file, under its name only when it is whole. Raises OSError."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    start = 0
    for each in planned:
        header[each.name] = {
            "dtype": each.kind,
            "shape": list(each.shape),
            "data_offsets": [start, start + each.size],
        }
        start += each.size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    draft = path.with_name(f".{path.name}")
    try:
        with draft.open("wb") as stream:
            stream.write(struct.pack("<Q", len(text)) + text)
            for each in planned:
                for piece in each.pieces():
                    stream.write(as_stored(piece, each.kind).tobytes())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def as_stored(values: NDArray[np.float32], kind: str) -> NDArray[Any]:
    """Float32 values as the format keeps them; to bfloat16 rounded to the nearest, ties to even."""
    if kind != "BF16":
        return values.astype(STORED[kind])
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return ((bits + (0x7FFF + ((bits >> 16) & 1))) >> 16).astype(np.uint16)


def check_room(folder: Path, size: int) -> None:
    """Raises ModelError where a folder that exists is on a disk without room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise ModelError(f"{folder} needs {size / 1e9:.1f} GB and the disk has {free / 1e9:.1f} GB free: make room.")


def _in_shards(planned: Sequence[Planned], most: int) -> Iterator[list[Planned]]:
    shard: list[Planned] = []
    for each in planned:
        if shard and sum(other.size for other in shard) + each.size > most:
            yield shard
            shard = []
        shard.append(each)
    yield shard

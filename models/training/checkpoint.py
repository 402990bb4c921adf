"""This file is where a Qwen2-VL or Qwen2.5-VL checkpoint's folder is opened: its layout and its tensors, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from models.training.qwen_vl import EMBEDDINGS, HEAD, Layout, Shape, hub_name, read_layout, tensor_shapes
from models.training.tensor_files import STORED, Stored, read_tensors


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """tensors: by their names in the Hub's layout, none missing; names: under which they stand in the files."""

    folder: Path
    layout: Layout
    tensors: Mapping[str, Stored]
    names: Mapping[str, str]

    @property
    def vocabulary(self) -> int:
        """Rows of the word table."""
        return self.tensors[EMBEDDINGS].shape[0]


def open_checkpoint(folder: Path) -> Checkpoint:
    """Reads config and headers, no weights. Raises ModelError in one sentence: no checkpoint, another architecture,
    missing or truncated shards, missing tensors, tensors of the wrong shape, weights that are quantised."""
    if not folder.is_dir():
        raise ModelError(f"There is no folder {folder}.")
    layout = read_layout(folder)
    found = read_tensors(folder)
    names = {hub_name(name): name for name in found}
    tensors = {name: found[inner] for name, inner in names.items()}
    expected = dict(tensor_shapes(layout))
    _check(folder, tensors, expected)
    return Checkpoint(folder, layout, {name: tensors[name] for name in expected}, names)


def _check(folder: Path, tensors: Mapping[str, Stored], expected: Mapping[str, Shape]) -> None:
    missing = [name for name in expected if name not in tensors]
    if missing:
        advice = " Its config.json unties the output head." if missing == [HEAD] else " Copy the whole checkpoint."
        raise ModelError(f"{folder} lacks {len(missing)} of {len(expected)} tensors, such as {missing[0]}.{advice}")
    for name, shape in expected.items():
        stored = tensors[name]
        if stored.kind not in STORED:
            raise ModelError(f"{folder}: {name} is stored as {stored.kind}; take the checkpoint in bf16, f16 or f32.")
        if stored.shape != shape:
            raise ModelError(f"{folder}: {name} has the shape {stored.shape}, config.json says {shape}.")

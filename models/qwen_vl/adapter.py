"""This file is where a LoRA adapter is checked and its base is found: an adapter alone can read nothing.

The layout is that of peft: adapter_config.json and adapter_model.safetensors, with a tokenizer.json of its own where
training added tokens (FFR paper: the markers of ids).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from models.qwen_vl.checkpoint import FAMILIES, TOKENIZER, Checkpoint, open_checkpoint, read_json
from models.safetensors_header import read_tensor_places

CONFIG = "adapter_config.json"
_WEIGHTS = "adapter_model.safetensors"
_NAMED_FAMILY = (
    ("qwen2_5_vl", re.compile(r"qwen2[._]5[-_]?vl", re.I)),
    ("qwen2_vl", re.compile(r"qwen2[-_]?vl", re.I)),
)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter on its base. made_for: what its maker called the base, "" where that is not told."""

    folder: Path
    base: Checkpoint
    made_for: str

    @property
    def tokenizer(self) -> Path:
        """The adapter's own, which knows its tokens, else the base's."""
        own = self.folder / TOKENIZER
        return own if own.is_file() else self.base.folder / TOKENIZER


def is_adapter(folder: Path) -> bool:
    return (folder / CONFIG).is_file()


def open_adapter(folder: Path, base: Path | None) -> Adapter:
    """base: the folder of the checkpoint, None where nobody named one: then it is where the adapter says, on disk.

    Raises ModelError for an adapter that is not whole or no LoRA, for a base that is not there, and for one that is
    plainly another model than the adapter was trained on.
    """
    config = read_json(folder / CONFIG)
    made_for = str(config.get("base_model_name_or_path") or "")[:200]
    if config.get("peft_type") != "LORA":
        kind = str(config.get("peft_type"))[:40]
        raise ModelError(f"{folder} is an adapter of the kind “{kind}”, not a LoRA. Merge it into its base first.")
    if not (folder / _WEIGHTS).is_file():
        raise ModelError(f"The adapter {folder} has no {_WEIGHTS}. Get it as safetensors; pickle is never opened.")
    read_tensor_places(folder / _WEIGHTS)
    where = base or _on_disk(made_for)
    if where is None:
        wanted = f"“{made_for}”" if made_for else "a Qwen2-VL or Qwen2.5-VL checkpoint"
        raise ModelError(f"The LoRA adapter {folder} needs its base, {wanted}. Add the base and name it.")
    checkpoint = open_checkpoint(where)
    _same_family(folder, made_for, checkpoint)
    return Adapter(folder, checkpoint, made_for)


def _on_disk(made_for: str) -> Path | None:
    """The name of a base may be a folder; a name of the hub is never looked up."""
    folder = Path(made_for) if made_for else None
    return folder if folder is not None and folder.is_absolute() and folder.is_dir() else None


def _same_family(folder: Path, made_for: str, base: Checkpoint) -> None:
    """Both families share the shapes of their 7B text models, so only the name can tell them apart."""
    named = next((family for family, pattern in _NAMED_FAMILY if pattern.search(Path(made_for).name)), None)
    if named is not None and named != base.family:
        raise ModelError(
            f"The LoRA adapter {folder} was made for {FAMILIES[named]} ({made_for}), and {base.folder} is "
            f"{base.title}. Name the base that it was trained on."
        )

"""This file is where a folder is checked for being a whole Qwen2-VL or Qwen2.5-VL checkpoint, without any framework.

The layout is that of transformers: config.json, tokenizer.json, and the weights in one model.safetensors or in shards
that model.safetensors.index.json lists. Weights in any other form (pickle) are never opened.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.safetensors_header import read_tensor_places

FAMILIES = {"qwen2_vl": "Qwen2-VL", "qwen2_5_vl": "Qwen2.5-VL"}
"""The architectures that can be read: `model_type` of config.json, and the name for people."""

CLASSES = {"qwen2_vl": "Qwen2VLForConditionalGeneration", "qwen2_5_vl": "Qwen2_5_VLForConditionalGeneration"}
"""Their `architectures` in config.json, which are transformers' names for them."""

TOKENIZER = "tokenizer.json"
WHOLE, INDEX = "model.safetensors", "model.safetensors.index.json"
_CONFIG = "config.json"
_MOST_JSON = 64 << 20
_SHARD_NAME = re.compile(r"[\w.-]+\.safetensors")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder with everything in it. bytes: of all weights as they lie on disk (two a parameter in bf16)."""

    folder: Path
    family: str
    config: dict[str, Any]
    weights: tuple[Path, ...]
    bytes: int

    @property
    def title(self) -> str:
        """For people: "Qwen2.5-VL"."""
        return FAMILIES[self.family]

    @property
    def text(self) -> dict[str, Any]:
        """The settings of the text model."""
        return text_settings(self.config)


def open_checkpoint(folder: Path) -> Checkpoint:
    """Raises ModelError, one sentence and what to do, for a folder that is none, of another model, or not whole."""
    config = _config(folder)
    weights = weights_of(folder)
    if not (folder / TOKENIZER).is_file():
        raise ModelError(f"{folder} has no {TOKENIZER}. Copy the file there from where the checkpoint came from.")
    return Checkpoint(folder, str(config["model_type"]), config, weights, sum(_size(each) for each in weights))


def text_settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """What a config.json says of the text model: at its top, as on the Hub, or in a table of its own, as newer
    transformers write it."""
    inner = config.get("text_config")
    return {**config, **(inner if isinstance(inner, dict) else {})}


def weights_of(folder: Path) -> tuple[Path, ...]:
    """The one file, or all shards of the index. Raises ModelError where there are none, or one of them is missing."""
    if (folder / WHOLE).is_file():
        return (folder / WHOLE,)
    try:
        index = read_json(folder / INDEX)
    except FileNotFoundError:
        pickled = any(folder.glob("*.bin")) or any(folder.glob("*.pt")) or any(folder.glob("*.pth"))
        why = "its weights are pickled, which is never opened" if pickled else f"there is no {WHOLE} in it"
        raise ModelError(f"{folder} cannot be used: {why}. Get the checkpoint as safetensors.") from None
    listed = index.get("weight_map")
    names = sorted(set(map(str, listed.values()))) if isinstance(listed, dict) else []
    return _shards(folder, names)


def read_json(path: Path) -> dict[str, Any]:
    """A small JSON object. Raises FileNotFoundError, and ModelError for anything else that is wrong with it."""
    try:
        if path.stat().st_size > _MOST_JSON:
            raise ModelError(f"{path} is too large to be what its name says.")
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} is damaged ({error}). Copy the whole folder again.") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path} is damaged: it holds no object. Copy the whole folder again.")
    return found


def _config(folder: Path) -> dict[str, Any]:
    wanted = " or ".join(FAMILIES.values())
    try:
        config = read_json(folder / _CONFIG)
    except FileNotFoundError:
        raise ModelError(f"{folder} is not a {wanted} checkpoint: it has no {_CONFIG}. Choose its folder.") from None
    kind = config.get("model_type")
    if kind not in FAMILIES:
        named = f"a model of the kind “{str(kind)[:40]}”" if kind else "of no named kind"
        raise ModelError(f"{folder} is {named}, not a {wanted} checkpoint. Choose one of those.")
    return config


def _shards(folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    shards = tuple(folder / name for name in names if _SHARD_NAME.fullmatch(name))
    if not shards or len(shards) != len(list(names)):
        raise ModelError(f"{folder / INDEX} lists no safetensors files of its folder. Copy the whole folder again.")
    missing = [shard.name for shard in shards if not shard.is_file()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ModelError(f"The shard {missing[0]}{more} of {folder} is missing. Copy the whole folder again.")
    return shards


def _size(path: Path) -> int:
    read_tensor_places(path)
    return path.stat().st_size

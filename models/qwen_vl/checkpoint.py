"""This file is where a folder is checked for being a whole Qwen2-VL or Qwen2.5-VL checkpoint, without any framework.

The layout is that of transformers: config.json, tokenizer.json, and the weights in one model.safetensors or in shards
that model.safetensors.index.json lists. Weights in any other form (pickle) are never opened.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError

FAMILIES = {"qwen2_vl": "Qwen2-VL", "qwen2_5_vl": "Qwen2.5-VL"}
"""The architectures that can be read: `model_type` of config.json, and the name for people."""

TOKENIZER = "tokenizer.json"
_CONFIG, _WHOLE, _INDEX = "config.json", "model.safetensors", "model.safetensors.index.json"
_MOST_JSON = 64 << 20
_HEADER_LENGTH = 8
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


def open_checkpoint(folder: Path) -> Checkpoint:
    """Raises ModelError, one sentence and what to do, for a folder that is none, of another model, or not whole."""
    config = _config(folder)
    weights = _weights(folder)
    if not (folder / TOKENIZER).is_file():
        raise ModelError(f"{folder} has no {TOKENIZER}. Copy the file there from where the checkpoint came from.")
    return Checkpoint(folder, str(config["model_type"]), config, weights, sum(check_tensors(each) for each in weights))


def check_tensors(path: Path) -> int:
    """Compares a safetensors file's length with what its header promises; its bytes. Raises ModelError."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(_HEADER_LENGTH), "little")
            header: dict[str, Any] = json.loads(stream.read(min(length, size, _MOST_JSON)))
        ends = [int(facts["data_offsets"][1]) for name, facts in header.items() if name != "__metadata__"]
    except FileNotFoundError:
        raise ModelError(f"The weights {path} are missing. Copy the whole folder again.") from None
    except OSError as error:
        raise ModelError(f"The weights {path} cannot be read ({error}). Copy the whole folder again.") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise ModelError(f"{path} is no safetensors file. Copy the whole folder again.") from error
    whole = _HEADER_LENGTH + length + max(ends, default=0)
    if size != whole:
        raise ModelError(f"The weights {path} are cut off: {size} bytes, not {whole}. Copy the whole folder again.")
    return size


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


def _weights(folder: Path) -> tuple[Path, ...]:
    """The one file, or all shards of the index, which must all be there."""
    if (folder / _WHOLE).is_file():
        return (folder / _WHOLE,)
    try:
        index = read_json(folder / _INDEX)
    except FileNotFoundError:
        pickled = any(folder.glob("*.bin")) or any(folder.glob("*.pt")) or any(folder.glob("*.pth"))
        why = "its weights are pickled, which is never opened" if pickled else f"there is no {_WHOLE} in it"
        raise ModelError(f"{folder} cannot be used: {why}. Get the checkpoint as safetensors.") from None
    listed = index.get("weight_map")
    names = sorted(set(map(str, listed.values()))) if isinstance(listed, dict) else []
    return _shards(folder, names)


def _shards(folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    shards = tuple(folder / name for name in names if _SHARD_NAME.fullmatch(name))
    if not shards or len(shards) != len(list(names)):
        raise ModelError(f"{folder / _INDEX} lists no safetensors files of its folder. Copy the whole folder again.")
    missing = [shard.name for shard in shards if not shard.is_file()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ModelError(f"The shard {missing[0]}{more} of {folder} is missing. Copy the whole folder again.")
    return shards

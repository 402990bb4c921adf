"""This file is where a LoRA adapter is read as peft writes it: what it changes in which tensor of its base.

Layout of the files: https://huggingface.co/docs/peft/developer_guides/checkpoint. A module may have low-rank factors
(LoRA, rsLoRA, DoRA), weights that replace the base's (modules_to_save, a resized vocabulary), and rows of the word
table that were trained by themselves (trainable_token_indices). ms-swift's checkpoints have the same two files, and
args.json with the tokens that it added. Pickles are never opened.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.training.qwen_vl import hub_name, read_json
from models.training.tensor_files import STORED, Stored, read_file

SETTINGS, WEIGHTS, ARGUMENTS = "adapter_config.json", "adapter_model.safetensors", "args.json"
_PREFIX = "base_model.model."
_FACTORS = {
    "lora_A.weight": "down",
    "lora_B.weight": "up",
    "lora_embedding_A": "word_down",
    "lora_embedding_B": "word_up",
    "lora_magnitude_vector": "magnitude",
    "lora_magnitude_vector.weight": "magnitude",
    "token_adapter.trainable_tokens_delta": "tokens",
}
_FACTOR = re.compile(r"(.+?)\.((?:lora_|token_adapter\.trainable).+)")
_OTHER = re.compile(r"(.+?)\.((?:token_adapter\.)?base_layer\.|modules_to_save\.|original_module\.)?(weight|bias)")
_REFUSED = ("use_qalora", "lora_bias", "layer_replication", "target_parameters", "fan_in_fan_out", "use_bdlora")
_OWN_BASES = ("pissa", "olora", "corda", "eva", "loftq", "lora_ga")


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one tensor, in this order: replaced; plus scale * up @ down (for the word table by its columns,
    word_down and word_up); its rows brought to these magnitudes (DoRA); the rows `indices` replaced by `tokens`."""

    replaced: Stored | None = None
    down: Stored | None = None
    up: Stored | None = None
    word_down: Stored | None = None
    word_up: Stored | None = None
    magnitude: Stored | None = None
    tokens: Stored | None = None
    indices: tuple[int, ...] = ()
    scale: float = 0.0

    @property
    def low_rank(self) -> bool:
        return self.up is not None or self.word_up is not None


@dataclass(frozen=True, slots=True)
class Adapter:
    """changes: by the tensor's name in the Hub's layout; named: the base that it says it was trained on.

    arguments: of ms-swift's args.json, empty where there is none.
    """

    folder: Path
    changes: Mapping[str, Change]
    settings: Mapping[str, Any]
    arguments: Mapping[str, Any]

    @property
    def named(self) -> str:
        """Never a path of somebody's machine."""
        told = str(self.settings.get("base_model_name_or_path") or "")
        return told if re.fullmatch(r"[\w.\-]+/[\w.\-]+", told) else re.split(r"[/\\]", told.rstrip("/\\"))[-1]


def read_adapter(folder: Path) -> Adapter:
    """Raises ModelError in one sentence where it is no LoRA adapter, or of a kind that cannot be merged rightly."""
    if not (folder / SETTINGS).exists():
        raise ModelError(f"{folder} has no {SETTINGS}: it is not an adapter that peft or ms-swift wrote.")
    if not (folder / WEIGHTS).exists() and (folder / "adapter_model.bin").exists():
        raise ModelError(f"{folder} keeps its weights as a pickle, which can run code: save it as {WEIGHTS}.")
    settings = read_json(folder / SETTINGS)
    _check_settings(folder, settings)
    arguments = read_json(folder / ARGUMENTS) if (folder / ARGUMENTS).exists() else {}
    changes: dict[str, Change] = {}
    for name, stored in read_file(folder / WEIGHTS).items():
        if stored.kind not in STORED:
            raise ModelError(f"{folder / WEIGHTS}: {name} is stored as {stored.kind}, which cannot be merged.")
        _add(changes, name, stored, settings)
    if not changes:
        raise ModelError(f"{folder / WEIGHTS} changes nothing: it holds no weights of an adapter.")
    return Adapter(folder, {name: _whole(name, change) for name, change in changes.items()}, settings, arguments)


def _check_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    kind = settings.get("peft_type")
    if kind != "LORA":
        raise ModelError(f"{folder} is an adapter of the type {kind}; only LoRA can be merged.")
    used = [name for name in _REFUSED if settings.get(name)]
    start = str(settings.get("init_lora_weights") or "").lower()
    if used or start.startswith(_OWN_BASES):
        told = used[0] if used else f"init_lora_weights={start}"
        raise ModelError(
            f"{folder} uses {told}, which cannot be merged here: merge it with peft, where it was trained."
        )


def _add(changes: dict[str, Change], name: str, stored: Stored, settings: Mapping[str, Any]) -> None:
    plain = name.removeprefix(_PREFIX)
    factor, other = _FACTOR.fullmatch(plain), _OTHER.fullmatch(plain)
    if factor and factor[2] in _FACTORS:
        target = hub_name(f"{factor[1]}.weight")
        part = _FACTORS[factor[2]]
        found: dict[str, Any] = {part: stored}
        change = replace(changes.get(target, Change()), **found)
        if part in ("down", "word_down"):
            change = replace(change, scale=_scale(factor[1], stored.shape[0], settings))
        if part == "tokens":
            change = replace(change, indices=_indices(factor[1], settings))
        changes[target] = change
    elif other:
        target = hub_name(f"{other[1]}.{other[3]}")
        before, wrapped = changes.get(target, Change()), other[2] or ""
        if wrapped != "original_module." and (before.replaced is None or wrapped == "modules_to_save."):
            changes[target] = replace(before, replaced=stored)
    else:
        raise ModelError(f"{stored.path} holds {name}, which is no part of a LoRA adapter that can be merged here.")


def _whole(name: str, change: Change) -> Change:
    pairs = ((change.down, change.up), (change.word_down, change.word_up))
    if any((one is None) != (other is None) for one, other in pairs):
        raise ModelError(f"The adapter has one of the two factors for {name} only: it was cut off or badly saved.")
    if change.magnitude is not None and change.up is None:
        raise ModelError(f"The adapter changes {name} by DoRA in a way that cannot be merged here: merge it with peft.")
    if change.tokens is not None and len(change.indices) != change.tokens.shape[0]:
        raise ModelError(f"The adapter's {SETTINGS} does not tell which tokens the rows for {name} belong to.")
    return change


def _scale(module: str, rank: int, settings: Mapping[str, Any]) -> float:
    """alpha / r, or alpha / sqrt(r) for rsLoRA (https://arxiv.org/abs/2312.03732)."""
    alpha = float(settings.get("lora_alpha") or 8)
    for pattern, special in (settings.get("alpha_pattern") or {}).items():
        if re.fullmatch(rf"(.*\.)?({pattern})", module):
            alpha = float(special)
            break
    return alpha / (rank**0.5 if settings.get("use_rslora") else rank)


def _indices(module: str, settings: Mapping[str, Any]) -> tuple[int, ...]:
    told = settings.get("trainable_token_indices")
    if isinstance(told, Mapping):
        told = next((rows for name, rows in told.items() if module == name or module.endswith(f".{name}")), None)
    rows: Sequence[Any] = told if isinstance(told, list) else ()
    return tuple(int(row) for row in rows)

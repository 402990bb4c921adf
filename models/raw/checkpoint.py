"""This file is where a checkpoint of Qwen2-VL or Qwen2.5-VL, or a LoRA adapter on one, is looked at by its headers."""

import re
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.qwen_vl.adapter import CONFIG as ADAPTER
from models.qwen_vl.adapter import is_adapter, open_adapter
from models.qwen_vl.checkpoint import Checkpoint, open_checkpoint
from models.raw.kinds import Companions, RawModel, licence_on_card, plain_files
from models.safetensors_header import read_tensor_places

_TEXTS = [
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "merges.txt", "preprocessor_config.json", "processor_config.json",
    "chat_template.json", "chat_template.jinja", "prompt.json", ADAPTER, "model.safetensors.index.json",
]  # fmt: skip
_LAYER = re.compile(r"(?:^|\.)(?<!visual\.)layers\.(\d+)\.self_attn\.q_proj\.weight$")


def checkpoint_model(folder: Path, beside: Companions) -> RawModel:
    """A full checkpoint, or an adapter whose base is named. Raises ModelError where it is not whole, not of these
    architectures, its tensors have not the shapes that its config says, or it wants program code to be run."""
    if is_adapter(folder):
        return _adapter(folder, beside)
    checkpoint = open_checkpoint(folder)
    files = plain_files(folder, [*_TEXTS, *(path.name for path in checkpoint.weights)])
    if "auto_map" in checkpoint.config:
        raise ModelError(f"{folder} wants program code of its own to be run (auto_map), which is never done.")
    _check_shapes(checkpoint)
    return RawModel("reader", folder.resolve().name, files, _facts(folder, checkpoint))


def _adapter(folder: Path, beside: Companions) -> RawModel:
    base = Path(beside.base).resolve() if beside.base else None
    if base is not None and not (base / "config.json").is_file() and (base / "reader" / "config.json").is_file():
        base = base / "reader"  # of added models
    adapter = open_adapter(folder, base)
    files = plain_files(folder, [name for name in (*_TEXTS, "adapter_model.safetensors") if name != "config.json"])
    facts = {**_facts(folder, adapter.base), "made_for": adapter.made_for}
    return RawModel("reader", folder.resolve().name, files, facts, adapter.base.folder)


def _facts(folder: Path, checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "kind": "transformers",
        "architecture": checkpoint.title,
        "context": int(checkpoint.text.get("max_position_embeddings", 0)),
        "licence": licence_on_card(folder),
        "origin": folder.resolve().name[:120],
    }


def _check_shapes(checkpoint: Checkpoint) -> None:
    """What a config promises of the words and of the number of layers, compared with the headers of the weights."""
    config = checkpoint.text
    shapes = {name: each.shape for path in checkpoint.weights for name, each in read_tensor_places(path).items()}
    words = next((shape for name, shape in shapes.items() if name.endswith("embed_tokens.weight")), None)
    if words is None:
        raise ModelError(f"The weights of {checkpoint.folder} hold no words (embed_tokens.weight is missing).")
    wanted = (int(config.get("vocab_size", 0)), int(config.get("hidden_size", 0)))
    if words != wanted:
        raise ModelError(
            f"The weights of {checkpoint.folder} are not those of its config.json: the words have the shape {words}, "
            f"not {wanted}. Copy the whole folder again."
        )
    layers = {int(found[1]) for name in shapes if "visual" not in name and (found := _LAYER.search(name))}
    if layers != set(range(int(config.get("num_hidden_layers", 0)))):
        said = config.get("num_hidden_layers", 0)
        raise ModelError(f"The weights of {checkpoint.folder} have {len(layers)} layers, its config.json says {said}.")

"""This file is where it stands how a Qwen2-VL or Qwen2.5-VL checkpoint is laid out: its config, its tensors' names.

Two layouts are about. The Hub's has the text settings at the top of config.json and tensors `model.*` and `visual.*`;
newer transformers write `text_config` and `model.language_model.*`, `model.visual.*`. What is read here comes out in
the Hub's names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.qwen_vl import checkpoint
from models.qwen_vl.checkpoint import CLASSES, text_settings

Shape = tuple[int, ...]
EMBEDDINGS, HEAD = "model.embed_tokens.weight", "lm_head.weight"

_OLD_NAMES = (
    (re.compile(r"^model\.visual\."), "visual."),
    (re.compile(r"^model\.language_model\."), "model."),
    (re.compile(r"^language_model\.(model\.)?"), "model."),
    (re.compile(r"^model\.lm_head\."), "lm_head."),
)


TITLES = {"qwen2_vl": "Qwen2-VL", "qwen2_5_vl": "Qwen2.5-VL"}


@dataclass(frozen=True, slots=True)
class Layout:
    """config.json as it is needed here. text, vision: their settings; whole: all of it."""

    kind: str
    text: Mapping[str, Any]
    vision: Mapping[str, Any]
    whole: Mapping[str, Any]

    @property
    def tied(self) -> bool:
        """Whether the word table is the output head, too."""
        return bool(self.text.get("tie_word_embeddings", False))

    @property
    def width(self) -> int:
        """Dimensions of the vision tower's states."""
        return int(self.vision["hidden_size"] if self.kind == "qwen2_5_vl" else self.vision["embed_dim"])


def read_layout(folder: Path) -> Layout:
    """Raises ModelError where config.json is missing, damaged, or that of another architecture."""
    path = folder / "config.json"
    whole = read_json(path)
    kind = whole.get("model_type")
    if kind not in CLASSES:
        named = ", ".join(map(str, whole.get("architectures") or [])) or kind or "unknown"
        raise ModelError(f"{folder} is of the architecture {named}; this works for Qwen2-VL and Qwen2.5-VL.")
    text, vision = text_settings(whole), whole.get("vision_config") or {}
    if "tie_word_embeddings" in whole:  # transformers goes by the outer one
        text["tie_word_embeddings"] = whole["tie_word_embeddings"]
    layout = Layout(str(kind), text, vision, whole)
    try:
        dict(tensor_shapes(layout))
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise ModelError(f"{path} lacks a setting that the model needs ({error}).") from error
    return layout


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises ModelError where it is missing or damaged."""
    try:
        return checkpoint.read_json(path)
    except FileNotFoundError:
        raise ModelError(f"{path} is missing. Copy the whole folder again.") from None


def hub_name(name: str) -> str:
    """A tensor's name in the Hub's layout, from whichever."""
    for pattern, instead in _OLD_NAMES:
        name, changes = pattern.subn(instead, name)
        if changes:
            return name
    return name


def nested_name(name: str) -> str:
    """A tensor's name as newer transformers have it in memory, from the Hub's."""
    if name.startswith("visual."):
        return f"model.{name}"
    return f"model.language_model.{name.removeprefix('model.')}" if name.startswith("model.") else name


def tensor_shapes(layout: Layout) -> Iterator[tuple[str, Shape]]:
    """Every tensor that a checkpoint of this layout has, in the Hub's names."""
    text = layout.text
    yield EMBEDDINGS, (text["vocab_size"], text["hidden_size"])
    for at in range(text["num_hidden_layers"]):
        for name, shape in _text_block(text):
            yield f"model.layers.{at}.{name}", shape
    yield "model.norm.weight", (text["hidden_size"],)
    if not layout.tied:
        yield HEAD, (text["vocab_size"], text["hidden_size"])
    yield from ((f"visual.{name}", shape) for name, shape in _vision(layout))


def _text_block(text: Mapping[str, Any]) -> Iterator[tuple[str, Shape]]:
    hidden, inner = text["hidden_size"], text["intermediate_size"]
    shared = hidden // text["num_attention_heads"] * text["num_key_value_heads"]
    yield "input_layernorm.weight", (hidden,)
    for name, out in (("q", hidden), ("k", shared), ("v", shared)):
        yield f"self_attn.{name}_proj.weight", (out, hidden)
        yield f"self_attn.{name}_proj.bias", (out,)
    yield "self_attn.o_proj.weight", (hidden, hidden)
    yield "post_attention_layernorm.weight", (hidden,)
    yield "mlp.gate_proj.weight", (inner, hidden)
    yield "mlp.up_proj.weight", (inner, hidden)
    yield "mlp.down_proj.weight", (hidden, inner)


def _vision(layout: Layout) -> Iterator[tuple[str, Shape]]:
    vision, width = layout.vision, layout.width
    patch, merged = vision["patch_size"], width * vision.get("spatial_merge_size", 2) ** 2
    normed = ("weight",) if layout.kind == "qwen2_5_vl" else ("weight", "bias")
    yield "patch_embed.proj.weight", (width, 3, vision.get("temporal_patch_size", 2), patch, patch)
    for at in range(vision["depth"]):
        for norm in ("norm1", "norm2"):
            yield from ((f"blocks.{at}.{norm}.{part}", (width,)) for part in normed)
        yield from _linear(f"blocks.{at}.attn.qkv", 3 * width, width)
        yield from _linear(f"blocks.{at}.attn.proj", width, width)
        for name, out, into in _vision_steps(layout):
            yield from _linear(f"blocks.{at}.mlp.{name}", out, into)
    yield from ((f"merger.ln_q.{part}", (width,)) for part in normed)
    yield from _linear("merger.mlp.0", merged, merged)
    yield from _linear("merger.mlp.2", layout.text["hidden_size"], merged)


def _vision_steps(layout: Layout) -> tuple[tuple[str, int, int], ...]:
    width = layout.width
    if layout.kind == "qwen2_5_vl":
        inner = layout.vision["intermediate_size"]
        return ("gate_proj", inner, width), ("up_proj", inner, width), ("down_proj", width, inner)
    inner = int(width * layout.vision["mlp_ratio"])
    return ("fc1", inner, width), ("fc2", width, inner)


def _linear(name: str, out: int, into: int) -> Iterator[tuple[str, Shape]]:
    yield f"{name}.weight", (out, into)
    yield f"{name}.bias", (out,)

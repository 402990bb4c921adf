"""This file is where the vision tower of a checkpoint becomes the mmproj file that llama.cpp sees pictures with.

llama.cpp wants the joint projection of queries, keys and values in three, and the convolution over two equal frames as
two convolutions of a picture.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.training.checkpoint import Checkpoint
from models.training.gguf_files import Part, new_writer, part_kind, write_gguf
from models.training.qwen_vl import Layout, read_json
from models.training.tensor_files import Stored

_INNER = {
    "norm1": "ln1",
    "norm2": "ln2",
    "attn.proj": "attn_out",
    "mlp.fc1": "ffn_up",
    "mlp.fc2": "ffn_down",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_BLOCK = re.compile(r"visual\.blocks\.(\d+)\.(.+)\.(weight|bias)")
_PATCHES = "visual.patch_embed.proj.weight"
_WARM_UP_SIDE = 560


def write_vision_model(checkpoint: Checkpoint, path: Path, kind: str, name: str) -> None:
    """kind: "f32" or "f16". Raises ModelError where the checkpoint lacks something or the disk has no room."""
    layout, vision = checkpoint.layout, checkpoint.layout.vision
    writer = new_writer("clip", kind, "mmproj")
    writer.add_name(name)
    writer.add_clip_has_vision_encoder(True)
    writer.add_vision_projection_dim(layout.text["hidden_size"])
    writer.add_vision_image_size(_WARM_UP_SIDE)
    writer.add_vision_patch_size(vision["patch_size"])
    writer.add_vision_embedding_length(layout.width)
    writer.add_vision_block_count(vision["depth"])
    writer.add_vision_head_count(vision["num_heads"])
    writer.add_vision_attention_layernorm_eps(1e-6)
    pictures = picture_settings(checkpoint.folder)
    writer.add_vision_image_mean(pictures["image_mean"])
    writer.add_vision_image_std(pictures["image_std"])
    _add_kind(writer, layout)
    write_gguf(path, writer, list(_parts(checkpoint, kind)))


def picture_settings(folder: Path) -> dict[str, Any]:
    """How pictures are prepared: image_mean, image_std, min_pixels, max_pixels... Raises ModelError without them."""
    old, new = folder / "preprocessor_config.json", folder / "processor_config.json"
    found = read_json(new).get("image_processor", {}) if new.exists() and not old.exists() else read_json(old)
    for name in ("image_mean", "image_std"):
        if not isinstance(found.get(name), list) or len(found[name]) != 3:
            raise ModelError(f"{old} does not tell {name}: copy the whole checkpoint.")
    return dict(found)


def _add_kind(writer: Any, layout: Layout) -> None:
    vision = layout.vision
    if layout.kind == "qwen2_vl":
        writer.add_clip_projector_type("qwen2vl_merger")
        writer.add_vision_feed_forward_length(int(layout.width * vision["mlp_ratio"]))
        return
    writer.add_clip_projector_type("qwen2.5vl_merger")
    writer.add_vision_feed_forward_length(vision["intermediate_size"])
    writer.add_vision_use_silu(True)
    full = list(vision.get("fullatt_block_indexes") or [])
    every = full[0] + 1 if full else 0
    if not full or full != list(range(every - 1, vision["depth"], every)):
        raise ModelError(f"llama.cpp cannot look at everything in the layers {full} and at windows in the others.")
    writer.add_vision_n_wa_pattern(every)


def _parts(checkpoint: Checkpoint, kind: str) -> Iterator[Part]:
    for name, stored in checkpoint.tensors.items():
        if not name.startswith("visual."):
            continue
        if name == _PATCHES:
            yield from _patch_parts(stored, kind)
        elif ".attn.qkv." in name:
            yield from _three_parts(name, stored, kind)
        else:
            called = _called(name)
            yield Part(called, stored.shape, part_kind(called, stored.shape, kind), stored.rows)


def _called(name: str) -> str:
    block = _BLOCK.fullmatch(name)
    if block:
        return f"v.blk.{block[1]}.{_INNER[block[2]]}.{block[3]}"
    return name.replace("visual.merger.ln_q.", "v.post_ln.").replace("visual.merger.mlp.", "mm.")


def _patch_parts(stored: Stored, kind: str) -> Iterator[Part]:
    shape = (*stored.shape[:2], *stored.shape[3:])
    for frame, called in enumerate(("v.patch_embd.weight", "v.patch_embd.weight.1")):
        yield Part(called, shape, part_kind(called, shape, kind), partial(_frame, stored, frame))


def _frame(stored: Stored, frame: int) -> Iterator[NDArray[np.float32]]:
    return (rows[:, :, frame] for rows in stored.rows())


def _three_parts(name: str, stored: Stored, kind: str) -> Iterator[Part]:
    block = name.split(".")[2]
    third = stored.shape[0] // 3
    shape = (third, *stored.shape[1:])
    for at, letter in enumerate("qkv"):
        called = f"v.blk.{block}.attn_{letter}.{name.rsplit('.', 1)[1]}"
        rows = partial(stored.rows, at * third, (at + 1) * third)
        yield Part(called, shape, part_kind(called, shape, kind), rows)

"""Makes up vision-language checkpoints: this file is where tests and benchmarks get a Qwen2-VL that nobody trained.

    chattrove train tiny --out DIR [--set size=2b] [--set 'architectures=["qwen2_vl"]'] [--set tied=false]

Each architecture has a folder of its own in DIR, laid out as on the Hugging Face Hub: config, weights, tokenizer, chat
template, picture settings. The weights are random, wider than a model starts with, so that its logits differ enough for
a comparison to mean something. `size`: tiny (a megabyte or two) or 2b, 3b, 7b, with the shapes of the real ones and
written piece by piece: what they answer is nonsense, how fast and in how much memory is not.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError, SettingsError
from models.qwen_vl.checkpoint import CLASSES
from models.training.qwen_vl import EMBEDDINGS, Layout, Shape, nested_name, tensor_shapes
from models.training.settings import chosen
from models.training.tensor_files import PIECE, Planned, write_tensors
from models.training.tiny_tokenizer import write_tokenizer

_PRECISIONS = {"float32": "F32", "float16": "F16", "bfloat16": "BF16"}


@dataclass(frozen=True, slots=True)
class Size:
    """A model's shapes. text: hidden, inner, layers, heads, key and value heads, vocabulary; vision: depth, width,
    inner (of Qwen2.5-VL's), heads."""

    text: tuple[int, int, int, int, int, int]
    vision: tuple[int, int, int, int]
    tied: bool
    full_attention: tuple[int, ...]


SIZES = {
    "tiny": Size((256, 512, 3, 4, 2, 1024), (4, 64, 128, 4), True, (1, 3)),
    "2b": Size((1536, 8960, 28, 12, 2, 151936), (32, 1280, 3420, 16), True, (7, 15, 23, 31)),
    "3b": Size((2048, 11008, 36, 16, 2, 151936), (32, 1280, 3420, 16), True, (7, 15, 23, 31)),
    "7b": Size((3584, 18944, 28, 28, 4, 152064), (32, 1280, 3420, 16), False, (7, 15, 23, 31)),
}
"""As published for Qwen2-VL 2B and 7B, Qwen2.5-VL 3B and 7B; either architecture can be had in each."""


@dataclass(frozen=True, slots=True)
class Config:
    """tied: whether the output head is the word table, None for as published; nested: names and config as newer
    transformers write them; markers: whether F2RVLM's tokens are in; shard_mb: the most that a weights file has."""

    architectures: tuple[str, ...] = tuple(CLASSES)
    size: str = "tiny"
    tied: bool | None = None
    precision: str | None = None
    nested: bool = False
    markers: bool = True
    shard_mb: int = 2000
    seed: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train tiny", description=(__doc__ or "").split(":")[0])
    given = chosen(Config(), arguments, {}, parser)
    for architecture in given.config.architectures:
        folder = tiny_checkpoint(given.place.out / architecture, architecture, given.config)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{folder}: {given.config.size}, {size / 1e6:.1f} MB")


def tiny_checkpoint(folder: Path, architecture: str, config: Config | None = None) -> Path:
    """Makes the folder up; returns it. architecture: "qwen2_vl" or "qwen2_5_vl". The same settings make the same bytes.
    Raises SettingsError for a size or an architecture that there is not, ModelError where the disk has no room."""
    config = config or Config()
    if architecture not in CLASSES or config.size not in SIZES:
        raise SettingsError(f"There are the architectures {', '.join(CLASSES)} in the sizes {', '.join(SIZES)}.")
    precision = config.precision or ("float32" if config.size == "tiny" else "bfloat16")
    if precision not in _PRECISIONS:
        raise SettingsError(f"There is no precision “{precision}”. There are: {', '.join(_PRECISIONS)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ids = write_tokenizer(folder, markers=config.markers)
        layout = _layout(architecture, config, ids)
        settings = {**(_nested(layout) if config.nested else layout.whole), "torch_dtype": precision}
        _write(folder / "config.json", settings)
        _write(folder / "preprocessor_config.json", _pictures(architecture))
        _write(folder / "generation_config.json", _generation(ids))
    except OSError as error:
        raise ModelError(f"The checkpoint cannot be written to {folder} ({error.strerror or error}).") from error
    noise = np.random.default_rng(config.seed)
    planned = []
    for name, shape in tensor_shapes(layout):
        called = nested_name(name) if config.nested else name
        pieces = partial(_values, name, shape, int(noise.integers(1 << 62)))
        planned.append(Planned(called, shape, _PRECISIONS[precision], pieces))
    write_tensors(folder, planned, config.shard_mb * 1_000_000)
    return folder


def _layout(architecture: str, config: Config, ids: Mapping[str, int]) -> Layout:
    size = SIZES[config.size]
    tied = size.tied if config.tied is None else config.tied
    hidden, inner, layers, heads, shared, vocabulary = size.text
    sections = [hidden // heads // 8, *2 * [hidden // heads // 16 * 3]]
    text = {
        "hidden_act": "silu",
        "hidden_size": hidden,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": shared,
        "vocab_size": vocabulary,
        "max_position_embeddings": 32768,
        "max_window_layers": layers,
        "use_sliding_window": False,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1_000_000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": sections},
        "tie_word_embeddings": tied,
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
    }
    vision = _vision(architecture, size)
    whole = {
        "architectures": [CLASSES[architecture]],
        "model_type": architecture,
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
        "vision_token_id": ids["<|vision_pad|>"],
        **text,
        "vision_config": vision,
    }
    return Layout(architecture, text, vision, whole)


def _vision(architecture: str, size: Size) -> dict[str, Any]:
    depth, width, inner, heads = size.vision
    common = {
        "model_type": architecture,
        "depth": depth,
        "num_heads": heads,
        "in_chans": 3,
        "patch_size": 14,
        "spatial_patch_size": 14,
        "spatial_merge_size": 2,
        "temporal_patch_size": 2,
    }
    if architecture == "qwen2_vl":
        return {**common, "embed_dim": width, "hidden_size": size.text[0], "mlp_ratio": 4, "hidden_act": "quick_gelu"}
    return {
        **common,
        "hidden_size": width,
        "intermediate_size": inner,
        "out_hidden_size": size.text[0],
        "hidden_act": "silu",
        "window_size": 112,
        "fullatt_block_indexes": list(size.full_attention),
        "tokens_per_second": 2,
    }


def _nested(layout: Layout) -> dict[str, Any]:
    """config.json as newer transformers write it: the text settings in a table of their own."""
    outer = {name: value for name, value in layout.whole.items() if name not in layout.text}
    text = {**layout.text, "model_type": f"{layout.kind}_text"}
    return {**outer, "tie_word_embeddings": layout.tied, "text_config": text}


def _pictures(architecture: str) -> dict[str, Any]:
    return {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2VLProcessor" if architecture == "qwen2_vl" else "Qwen2_5_VLProcessor",
        "min_pixels": 3136,
        "max_pixels": 1003520,
        "patch_size": 14,
        "temporal_patch_size": 2,
        "merge_size": 2,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }


def _generation(ids: Mapping[str, int]) -> dict[str, Any]:
    ends = [ids["<|im_end|>"], ids["<|endoftext|>"]]
    return {"bos_token_id": ends[1], "pad_token_id": ends[1], "eos_token_id": ends, "do_sample": False}


def _values(name: str, shape: Shape, seed: int) -> Iterator[NDArray[np.float32]]:
    """Of one tensor: matrices so wide that states keep their size, norms about 1. A large one repeats its beginning."""
    count = int(np.prod(shape, dtype=np.int64))
    mean, spread = _drawn(name, shape)
    first = np.random.default_rng(seed).standard_normal(min(count, PIECE), dtype=np.float32) * spread + mean
    for start in range(0, count, PIECE):
        yield first[: count - start]


def _drawn(name: str, shape: Shape) -> tuple[np.float32, np.float32]:
    if name == EMBEDDINGS:
        return np.float32(0), np.float32(0.25)
    if len(shape) >= 2:
        return np.float32(0), np.float32(1.6 / np.prod(shape[1:]) ** 0.5)
    return (np.float32(0), np.float32(0.05)) if name.endswith("bias") else (np.float32(1), np.float32(0.1))


def _write(path: Path, facts: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")

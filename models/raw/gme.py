"""This file is where a folder with GME as two ONNX graphs is looked at: text.onnx, vision.onnx, and the checkpoint's
own config.json and tokenizer.json, which say how the graphs want to be used."""

from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.qwen_vl.checkpoint import read_json, text_settings
from models.raw.kinds import RawModel, licence_on_card, plain_files
from models.raw.onnx_file import outside_data
from models.special_tokens import PAD, SEEN

_GRAPHS = ("text.onnx", "vision.onnx")
_CUDA = ("text_cuda.onnx", "vision_cuda.onnx")
_FAMILIES = {"qwen2_vl": False, "qwen2_5_vl": True}
"""Whether the vision tower attends in windows."""


def gme_model(folder: Path) -> RawModel:
    """Raises ModelError for a missing part, a graph that is none, weights that lie outside the folder, and a config of
    another architecture."""
    files = plain_files(folder, [*_GRAPHS, *_CUDA, "tokenizer.json", "config.json"])
    for name in (*_GRAPHS, "tokenizer.json", "config.json"):
        if name not in files:
            raise ModelError(f"{folder} has no {name}, which GME as ONNX needs.")
    config = read_json(files["config.json"])
    if config.get("model_type") not in _FAMILIES:
        named = str(config.get("model_type"))[:40]
        raise ModelError(f"{folder} is an embedder of the kind “{named}”; GME on Qwen2-VL or Qwen2.5-VL can be used.")
    parts = {"tokenizer": files["tokenizer.json"]}
    for name in (*_GRAPHS, *_CUDA):
        if name in files:
            parts[name.removesuffix(".onnx")] = files[name]
            parts |= {f"data:{other}": path for other, path in plain_files(folder, outside_data(files[name])).items()}
    name = folder.resolve().name
    return RawModel(
        "embedder",
        name,
        parts,
        {**_facts(config, files["tokenizer.json"]), "licence": licence_on_card(folder), "origin": name[:120]},
    )


def _facts(config: dict[str, Any], tokenizer: Path) -> dict[str, Any]:
    text, seeing = text_settings(config), config.get("vision_config")
    vision = seeing if isinstance(seeing, dict) else {}
    added = read_json(tokenizer).get("added_tokens")
    ids = {str(each.get("content")): each.get("id") for each in (added if isinstance(added, list) else [])}
    width = int(text.get("hidden_size", 0))
    return {
        "kind": "gme",
        "architecture": "GME",
        "dimension": width,
        "hidden": width,
        "image_token": int(ids.get(SEEN) or config.get("image_token_id", 151655)),
        "pad_token": int(ids.get(PAD) or text.get("pad_token_id") or 151643),
        "patch": int(vision.get("patch_size", 14)),
        "merge": int(vision.get("spatial_merge_size", 2)),
        "vision_windows": _FAMILIES[str(config["model_type"])],
    }

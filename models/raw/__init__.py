"""What a person finds on disk that is no bundle yet becomes one here: GGUF files, checkpoints, GME as ONNX.

`found` looks at headers only; nothing is loaded, and nothing but safetensors, GGUF, ONNX and their texts is ever taken.
"""

from pathlib import Path

from core.errors import ModelError
from models.entries import MANIFEST
from models.raw.kinds import Companions, RawModel

__all__ = ["Companions", "RawModel", "found"]

_WANTED = "a folder or zip with a manifest.json, a checkpoint with config.json, a .gguf file, or GME as ONNX"
_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")


def found(path: Path, beside: Companions) -> RawModel | None:
    """The model at a path that has no manifest; None where there is a manifest or a zip of one. Raises ModelError, one
    sentence, for what is no model, no whole one, or of a kind that cannot be read."""
    if path.is_dir():
        return None if (path / MANIFEST).is_file() else _in_folder(path, beside)
    if path.suffix.casefold() == ".gguf":
        from models.raw.gguf import gguf_model

        return gguf_model(path, beside)
    if path.suffix.casefold() in (*_PICKLED, ".py"):
        raise ModelError(f"{path} is pickled or program code, which is never opened. Get the model as safetensors.")
    if path.suffix.casefold() in (".safetensors", ".onnx"):
        raise ModelError(f"{path} is one file of a model. Choose the folder that it is in.")
    return None


def _in_folder(folder: Path, beside: Companions) -> RawModel:
    files = {each.name for each in folder.iterdir()}
    if {"text.onnx", "vision.onnx"} & files:
        from models.raw.gme import gme_model

        return gme_model(folder)
    if {"config.json", "adapter_config.json"} & files:
        from models.raw.checkpoint import checkpoint_model

        return checkpoint_model(folder, beside)
    texts = sorted(folder / name for name in files if name.casefold().endswith(".gguf") and "mmproj" not in name)
    if len(texts) == 1:
        from models.raw.gguf import gguf_model

        return gguf_model(texts[0], beside)
    if texts:
        raise ModelError(f"{folder} holds {len(texts)} GGUF models. Choose one of the files.")
    if pickled := sorted(name for name in files if name.casefold().endswith(_PICKLED)):
        raise ModelError(f"{folder / pickled[0]} is pickled, which is never opened. Get the model as safetensors.")
    raise ModelError(f"There is no manifest.json in {folder}, and no model either: it must be {_WANTED}.")

"""Makes a GME checkpoint a bundle: this file is where Qwen2-VL and Qwen2.5-VL embedders become two ONNX graphs.

    chattrove train gme_onnx --checkpoint DIR --out DIR [--parity] [--set precision=fp16] [--set dimension=512]

--checkpoint: a folder in the layout of GME (arXiv 2412.16855; that of Qwen2-VL on the Hugging Face Hub, safetensors).
--out: a folder that `chattrove models add` takes: manifest.json, embedder/vision.onnx and embedder/text.onnx, weights
beside them where they are larger than a graph can be, and the tokenizer. `precision`: int8 (scales per channel and per
token; the same weights serve a GPU, which multiplies floats), fp16 (for GPUs) or fp32. `dimension` cuts the vectors
(Matryoshka), 0 keeps them whole. --parity compares the graphs with transformers and prints a table.
"""

import argparse
import importlib.metadata
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError, SettingsError
from core.protocols import Vectors
from models.bundle import Bundle
from models.gme.settings import PLAIN, GmeSettings
from models.gme_embedder import GmeEmbedder, drawn, load_gme
from models.pixels import LEAST_PIXELS, PIXELS_ON_CPU
from models.qwen_vl.patches import MERGE, PATCH
from models.qwen_vl.tokens import PromptTokens
from models.training.checkpoint import Checkpoint, open_checkpoint
from models.training.export import add_to_manifest, listed_files
from models.training.extras import extra
from models.training.qwen_vl import read_json
from models.training.reader_bundle import licence_of, training_facts
from models.training.settings import chosen
from models.training.tensor_files import check_room

PRECISIONS = ("int8", "fp16", "fp32")
QUERY = "Find the part of a chat, with its pictures, that answers the question."
_LEADING = 24
_WORST = {"fp32": 0.9999, "fp16": 0.99, "int8": 0.8}
_PICTURES = 2
_TEXTS: dict[str, list[str]] = json.loads(Path(__file__).with_name("encoder_texts.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Config:
    """name: of the model, empty for the checkpoint's folder. window: tokens of one pass; pictures: looked at in one
    fragment; most_in_graph: bytes of weights that stay inside a graph's file."""

    precision: str = "int8"
    name: str = ""
    dimension: int = 0
    window: int = 1800  # as GME was trained
    pictures: int = 8
    min_pixels: int = LEAST_PIXELS
    max_pixels: int = PIXELS_ON_CPU
    instruction: str = QUERY
    document_instruction: str = PLAIN
    licence: str = ""
    origin: str = ""
    most_in_graph: int = 1_900_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train gme_onnx", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="what is exported")
    parser.add_argument("--parity", action="store_true", help="compare with transformers afterwards")
    given = chosen(Config(), arguments, {}, parser)
    out = export_gme(given.extra.checkpoint, given.place.out, given.config)
    for path in sorted(each for each in out.rglob("*") if each.is_file()):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    if given.extra.parity:
        from models.training.gme_parity import parity, table

        print(table(parity(given.extra.checkpoint, Bundle(out))))


def export_gme(folder: Path, out: Path, config: Config | None = None) -> Path:
    """Writes the bundle; returns `out`. Raises SettingsError for a precision that there is not, ModelError in one
    sentence where the checkpoint is none that fits, the disk has no room, a package is missing or the graphs differ
    from torch; then no manifest names what was written."""
    config = config or Config()
    if config.precision not in PRECISIONS:
        raise SettingsError(f"There is no precision “{config.precision}”. There are: {', '.join(PRECISIONS)}.")
    for package in ("torch", "onnx", "onnxscript"):
        extra(package)
    checkpoint = open_checkpoint(folder)
    _check_pictures(folder)
    home, draft = out / "embedder", out / ".draft"
    try:
        draft.mkdir(parents=True, exist_ok=True)
        home.mkdir(exist_ok=True)
        (out / "manifest.json").unlink(missing_ok=True)
        check_room(out, _needed(checkpoint, config.precision))
        shutil.copyfile(folder / "tokenizer.json", home / "tokenizer.json")
        for name in ("LICENSE", "NOTICE"):
            if (folder / name).is_file():
                shutil.copyfile(folder / name, out / name)
        _export(checkpoint, config, (home, draft))
    except FileNotFoundError as error:
        raise ModelError(f"{error.filename} is missing. Copy the whole folder again.") from error
    except OSError as error:
        raise ModelError(f"The bundle cannot be written to {out} ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return out


def _export(checkpoint: Checkpoint, config: Config, folders: tuple[Path, Path]) -> None:
    from models.training.gme_graphs import GmeNetworks, Wanted

    home, draft = folders
    tokens = PromptTokens(home / "tokenizer.json")
    settings = _settings(checkpoint, tokens, config)
    networks = GmeNetworks(checkpoint, settings, tokens, Wanted(config.precision, config.most_in_graph))
    expected = _samples(networks.embedder)
    _calibrate(networks.embedder)
    files = networks.write(home, draft)
    del networks  # gigabytes, before the graphs are loaded
    out = home.parent
    entry = {
        **_facts(checkpoint, settings, config),
        "files": {part: {"path": path.relative_to(out).as_posix()} for part, path in files.items()}
        | {"tokenizer": {"path": "embedder/tokenizer.json"}},
    }
    _list(out, listed_files(entry, out), expected)


def _list(out: Path, entry: dict[str, Any], expected: Vectors) -> None:
    """Puts the entry into the manifest with its scores and references, if the graphs compute what torch does."""
    path = out / "manifest.json"
    add_to_manifest(path, "embedder", entry)
    try:
        found = _samples(Bundle(out, keep=False).load("embedder", load_gme))
        cosines = (found * expected).sum(1)
        worst = float(cosines.min())
        if not worst >= _WORST[entry["precision"]]:
            raise ModelError(f"The graphs differ from torch (cosine {worst:.4f}): their export is wrong.")
    except ModelError:
        path.unlink()
        raise
    scores = {"min_cosine": round(worst, 6), "max_abs_difference": float(np.abs(found - expected).max())}
    add_to_manifest(path, "embedder", {**entry, "scores": scores, "reference": _references(found)})


def _samples(embedder: GmeEmbedder) -> Vectors:
    """Vectors of what the self-test embeds: queries, texts, drawn pictures."""
    queries = [embedder.embed_query(text) for text in _TEXTS["reference"]]
    pictures = [embedder.embed_pictures([drawn(number)]) for number in range(_PICTURES)]
    return np.vstack([*queries, *pictures])


def _references(vectors: Vectors) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = [{"text": text} for text in _TEXTS["reference"]]
    names += [{"picture": number} for number in range(_PICTURES)]
    return [{**name, "leading": _leading(vector)} for name, vector in zip(names, vectors, strict=True)]


def _leading(vector: NDArray[np.float32]) -> list[float]:
    return [round(float(number), 5) for number in vector[:_LEADING]]


def _calibrate(embedder: GmeEmbedder) -> None:
    """What typical texts and pictures look like inside; the last ones are several at once."""
    for text in _TEXTS["calibration"]:
        embedder.embed_texts([text])
    embedder.embed_texts(_TEXTS["calibration"][:2])
    embedder.embed_pictures([drawn(number) for number in range(_PICTURES)])


def _settings(checkpoint: Checkpoint, tokens: PromptTokens, config: Config) -> GmeSettings:
    hidden = int(checkpoint.layout.text["hidden_size"])
    told = {name: value for name, value in asdict(config).items() if name in GmeSettings.__slots__}
    ids = {"image_token": tokens.image, "pad_token": tokens.pad}
    window = int(checkpoint.layout.vision.get("window_size", 112))
    return GmeSettings.of(
        {**told, **ids, "hidden": hidden, "dimension": config.dimension or hidden, "vision_window": window}
    )


def _facts(checkpoint: Checkpoint, settings: GmeSettings, config: Config) -> dict[str, Any]:
    return {
        "name": f"{config.name or checkpoint.folder.resolve().name}-{config.precision}",
        "kind": "gme",
        "architecture": checkpoint.layout.kind,
        "precision": config.precision,
        "licence": config.licence or licence_of(checkpoint.folder),
        "origin": config.origin,
        **asdict(settings),
        "vision_windows": checkpoint.layout.kind == "qwen2_5_vl",
        "tools": {tool: importlib.metadata.version(tool) for tool in ("torch", "onnx", "onnxruntime")},
        "training": training_facts(checkpoint.folder),
    }


def _check_pictures(folder: Path) -> None:
    """A checkpoint that wants its pictures otherwise than all others of its kind would get wrong vectors in silence."""
    path = folder / "preprocessor_config.json"
    if not path.exists():
        return
    told = read_json(path)
    usual: dict[str, Any] = {
        "patch_size": PATCH,
        "merge_size": MERGE,
        "image_mean": [0.4815, 0.4578, 0.4082],
        "do_resize": True,
    }
    for name, value in usual.items():
        if not np.allclose(told.get(name, value), value, atol=1e-4):
            raise ModelError(f"{path}: {name} is {told[name]}, and models of this kind have {value}.")


def _needed(checkpoint: Checkpoint, precision: str) -> int:
    """Bytes on the disk: the float graph is there on the way to int8."""
    numbers = sum(int(np.prod(each.shape)) for each in checkpoint.tensors.values())
    return numbers * {"fp32": 4, "fp16": 2, "int8": 6}[precision]

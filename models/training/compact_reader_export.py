"""This file is where a trained reader becomes the file that is shipped: ONNX, int8 by row, compared with torch.

It has a graph of its own beside the embedder's. Quantisation as in models.training.row_int8: what is said of a window
does not depend on its batch.
"""

import importlib.metadata
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from models.decision import Decision
from models.features import FEATURES
from models.reading_windows import INPUTS, Arrays
from models.training.compact_reader import forward, trained
from models.training.compact_reader_drawing import Drawing, batch_of
from models.training.compact_reader_readings import Readings
from models.training.compact_reader_scores import Network, by_decision, cases_of, grouped, micro_f1
from models.training.graphs import Signature, float_graph
from models.training.row_int8 import to_int8
from models.training.vector_cache import VectorCache

_OPSET = 18
_NAME = "lines-1-int8"
_WINDOWS = 300


def export(run: Path, out: Path, data: Path) -> dict[str, Any]:
    """Writes network.onnx to `out` and returns the manifest's entry; the scales of int8 are set by training readings
    that the run has kept. Raises DataError where the run is not finished."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    model, config = trained(run)
    found = json.loads((run / "run.json").read_text("utf-8"))["scores"]
    vectors = VectorCache(run / "vectors", _Forgotten(found["embedder"], int(model.spoken.weight.shape[1])))
    batches = _batches(_readings(run, "train", vectors), config["lines"])
    out.mkdir(parents=True, exist_ok=True)
    floating = network_graph(model, batches[0])
    feeds = [{name: each[name] for name in INPUTS} for each in batches]
    graph = to_int8(floating, feeds).integer.SerializeToString()
    (out / "network.onnx").write_bytes(graph)
    wholes, decision = _readings(run, "validation-wholes", vectors), Decision.from_record(found["decision"])
    scores = {
        **parity(model, floating.SerializeToString(), graph, batches),
        "validation_mean_f1": round(_mean_f1(forward(model, "cpu"), wholes, decision), 5),
        "validation_mean_f1_int8": round(_mean_f1(by_onnx(graph), wholes, decision), 5),
    }
    return {
        "name": _NAME,
        "licence": "Apache-2.0",
        "origin": "trained for ChatTrove on public conversations (NOTICE)",
        "command": "chattrove train compact_reader; chattrove train export",
        "tools": {tool: importlib.metadata.version(tool) for tool in ("torch", "onnx", "onnxruntime")},
        "embedder": found["embedder"],
        "dimension": int(model.spoken.weight.shape[1]),
        "features": list(FEATURES),
        "decision": found["decision"],
        "files": {"network": {"path": f"{out.name}/network.onnx"}},
        "scores": scores,
    }


def network_graph(model: Any, batch: Arrays) -> Any:
    """The onnx.ModelProto of the network: any number of windows, any length."""
    import torch

    rows, lines = torch.export.Dim.DYNAMIC, torch.export.Dim.DYNAMIC
    free = tuple({0: rows} if name == "query" else {0: rows, 1: lines} for name in INPUTS)
    example = tuple(torch.from_numpy(np.asarray(batch[name])) for name in INPUTS)
    # One entry for all inputs: forward takes them as they come.
    return float_graph(model, example, Signature(INPUTS, ("log_odds",), (free,), _OPSET))


def parity(model: Any, floating: bytes, graph: bytes, batches: Sequence[Arrays]) -> dict[str, float]:
    """The largest difference of the float graph's log odds from torch's; of the int8 graph's probabilities the largest
    and the mean."""
    import torch

    worst_float, worst, means = 0.0, 0.0, []
    sessions = [_session(each) for each in (floating, graph)]
    for batch in batches:
        with torch.no_grad():
            expected = model(*(torch.from_numpy(np.asarray(batch[name])) for name in INPUTS)).numpy()
        real = np.concatenate([np.ones((len(expected), 1)), batch["present"]], 1) > 0
        plain, small = (session.run(None, {name: batch[name] for name in INPUTS})[0] for session in sessions)
        worst_float = max(worst_float, float(np.abs(plain - expected)[real].max()))
        apart = np.abs(_chance(small) - _chance(expected))[real]
        worst = max(worst, float(apart.max()))
        means.append(float(apart.mean()))
    return {
        "fp32_max_abs_difference": worst_float,
        "int8_max_probability_difference": round(worst, 5),
        "int8_mean_probability_difference": round(float(np.mean(means)), 6),
    }


def by_onnx(graph: bytes | Path) -> Any:
    """A graph as a function of arrays, as models.training.compact_reader_scores takes it."""
    session = _session(graph if isinstance(graph, bytes) else graph.read_bytes())

    def run(arrays: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.asarray(session.run(None, {name: arrays[name] for name in INPUTS})[0])

    return run


class _Forgotten:
    """The embedder that the reader was trained with, by its name alone: its vectors lie in the run's folder."""

    def __init__(self, name: str, dimension: int) -> None:
        self.name, self.dimension = name, dimension

    def embed_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise DataError(f"{len(texts)} vectors of {self.name} are gone. Run `chattrove train compact_reader` again.")


def _readings(run: Path, name: str, vectors: VectorCache) -> Readings:
    found = sorted((run / "readings").glob(f"{name}-*.npz"))
    if not found:
        raise DataError(f"{run}: its readings are gone. Run `chattrove train compact_reader` again.")
    return Readings.load(found[-1]).embedded(vectors)


def _batches(readings: Readings, lines: int) -> list[Arrays]:
    """Typical inputs, of all sources."""
    drawn = Drawing(readings, {}).epoch(_WINDOWS, lines, Random(1))  # noqa: S311 (sampling)
    return [batch_of(readings, batch)[0] for batch in drawn]


def _mean_f1(odds: Network, wholes: Readings, decision: Decision) -> float:
    """The mean over groups of the validation F1 in whole dialogues."""
    choose = by_decision(decision)
    return float(np.mean([micro_f1(cases, choose) for cases in grouped(cases_of(odds, wholes)).values()]))


def _session(graph: bytes) -> Any:
    import onnxruntime

    return onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])


def _chance(odds: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-odds.astype(np.float64))))

"""This file is where a trained segmenter becomes the files that are shipped: ONNX, its token table in int8.

The table holds nineteen of twenty numbers; the rest (0.2 million) stays float, because layers this narrow gain no speed
in int8. The parity with torch is measured on windows of validation, the loss by int8 as F1 on its dialogues.
"""

import importlib.metadata
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.chat_structure import Floats
from models.clustering import Decoding
from models.segmenter_scores import Network
from models.training.graphs import Signature, float_graph
from models.training.row_int8 import quantise_table
from models.training.running import load_best
from models.training.segmenter import by_torch, judged_by, reach_of, table
from models.training.segmenter_data import Example, batch
from models.training.segmenter_examples import Examples, load
from models.training.segmenter_network import Size, network

_OPSET = 18
_NAME = "links-1-int8"
_INPUTS = ("tokens", "signs", "pair_signs", "mask")
_DIALOGUES = 4


def export(run: Path, out: Path, data: Path) -> dict[str, Any]:
    """Writes network.onnx, rarity.npy and facts.json to `out`; returns the manifest's entry.

    Raises ModelError where the run has no checkpoint."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    state = load_best(run)
    model = network(Size())
    model.load_state_dict(state["model"])
    model.eval()
    width = int(state["config"]["width"])
    decoding = json.loads((run / "run.json").read_text("utf-8"))["scores"]["decoding"]
    rarity = np.load(run / "rarity.npy").astype(np.float16)
    held = load(run / "validation.npz")
    out.mkdir(parents=True, exist_ok=True)
    floating = network_graph(model, _longest(held), rarity.astype(np.float32), width)
    (out / "network.onnx").write_bytes(small(floating).SerializeToString())
    np.save(out / "rarity.npy", rarity)
    facts = {"reach": reach_of(width)._asdict(), "decoding": decoding}
    (out / "facts.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    networks = {
        "torch": by_torch(model),
        "fp32": by_onnx(floating.SerializeToString()),
        "int8": by_onnx((out / "network.onnx").read_bytes()),
    }
    places = {"network": "network.onnx", "rarity": "rarity.npy", "facts": "facts.json"}
    return {
        "name": _NAME,
        "licence": "Apache-2.0",
        "origin": "trained for ChatTrove on public conversations (NOTICE)",
        "command": "chattrove train segmenter; chattrove train export",
        "tools": {tool: importlib.metadata.version(tool) for tool in ("torch", "onnx", "onnxruntime")},
        "files": {part: {"path": f"{out.name}/{name}"} for part, name in places.items()},
        "scores": parity(networks, (held, rarity.astype(np.float32)), Decoding(**decoding), width),
    }


def network_graph(model: Any, example: Example, rarity: Floats, width: int) -> Any:
    """The onnx.ModelProto of the network: any number of windows, any length."""
    import torch

    windows = batch([example, example], width, rarity, None)
    given = tuple(torch.from_numpy(getattr(windows, name)) for name in _INPUTS)
    free = torch.export.Dim.DYNAMIC
    shapes = ({0: free, 1: free, 2: free}, {0: free, 1: free}, {0: free, 1: free, 2: free}, {0: free, 1: free})
    return float_graph(model, given, Signature(_INPUTS, ("links", "together"), shapes, _OPSET))


def small(model: Any) -> Any:
    """The graph with its large tables in int8, one scale per row."""
    from onnx import ModelProto, helper, numpy_helper

    made = ModelProto()
    made.CopyFrom(model)
    tables = {each.name: each for each in made.graph.initializer if len(each.dims) == 2 and each.dims[0] > 1 << 12}
    nodes = []
    for node in made.graph.node:
        if node.op_type != "Gather" or node.input[0] not in tables:
            nodes.append(node)
            continue
        name, rows, (result,) = node.input[0], node.input[1], node.output
        nodes += [
            helper.make_node("Gather", [f"{name}.int8", rows], [f"{result}.int8"], axis=0),
            helper.make_node("Cast", [f"{result}.int8"], [f"{result}.float"], to=1),
            helper.make_node("Gather", [f"{name}.scale", rows], [f"{result}.scale"], axis=0),
            helper.make_node("Mul", [f"{result}.float", f"{result}.scale"], [result]),
        ]
    kept = [each for each in made.graph.initializer if each.name not in tables]
    for name, tensor in tables.items():
        whole, scale = quantise_table(numpy_helper.to_array(tensor))
        kept += [numpy_helper.from_array(whole, f"{name}.int8"), numpy_helper.from_array(scale, f"{name}.scale")]
    del made.graph.node[:], made.graph.initializer[:]
    made.graph.node.extend(nodes)
    made.graph.initializer.extend(kept)
    return made


def by_onnx(graph: bytes) -> Network:
    import onnxruntime

    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])

    def run(tensors: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        links, together = session.run(None, dict(tensors))
        return links, together

    return run


def parity(
    networks: Mapping[str, Network], held: tuple[Examples, Floats], decoding: Decoding, width: int
) -> dict[str, float]:
    """Largest differences of the chances from torch's, and the mean F1 of each network on the same dialogues."""
    found = {name: judged_by(each, held, _DIALOGUES, width) for name, each in networks.items()}
    scores: dict[str, float] = {}
    for name in ("fp32", "int8"):
        pairs = [
            (one[0], other[0])
            for source in found["torch"]
            for one, other in zip(found["torch"][source], found[name][source], strict=True)
        ]
        worst = max(float(np.abs(one.links - other.links).max()) for one, other in pairs)
        scores[f"{name}_max_abs_difference"] = round(worst, 6)
    for name, judged in found.items():
        rows = [list(each.values()) for each in table(judged, decoding).values()]
        scores[f"{name}_f1"] = round(float(np.mean(rows)), 2)
    return scores


def _longest(held: Examples) -> Example:
    return max((each for some in held.values() for each in some), key=lambda each: len(each.labels))

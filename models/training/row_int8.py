"""This file is where a float ONNX graph of a text encoder is made int8, each text independent of its batch.

onnxruntime's own dynamic quantiser takes one activation scale per tensor, so the vector of a text would depend on what
else is in the batch (measured on MiniLM: cosine down to 0.96 between a text alone and in a batch). Here each token row
has its own scale. Before that, channel outliers are moved from the activations into the weights (SmoothQuant,
arXiv 2211.10438, strength 0.5). Two graphs come out that share one set of int8 weights: one multiplies integers (CPU),
one multiplies floats (CUDA, where integer kernels of this kind do not exist).
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Feed = Mapping[str, NDArray[Any]]
Peaks = dict[str, Floats]

_STRENGTH = 0.5
_TABLE_ROWS = 256
_TOP = np.float32(127)
_floating: ContextVar[bool] = ContextVar("floating", default=False)


class Int8Graphs(NamedTuple):
    """Two onnx.ModelProto with equally named int8 initialisers."""

    integer: Any
    floating: Any


class _Layer(NamedTuple):
    """One linear layer: y = x @ weight, with the smoothing of its input channels."""

    source: str
    weight: str
    result: str
    smooth: Floats


@contextmanager
def left_floating() -> Iterator[None]:
    """Inside, to_int8 gives copies of the float graph: what is lost by int8 is measured on the same way to a bundle."""
    token = _floating.set(True)
    try:
        yield
    finally:
        _floating.reset(token)


def to_int8(model: Any, feeds: Sequence[Feed], folder: Path | None = None) -> Int8Graphs:
    """Both int8 forms of a float graph whose linear layers are MatMul with a constant right side.

    feeds: inputs of typical texts, shape (1, tokens) each, run through the float graph to find channel peaks. folder:
    where the weights lie that the graph only refers to, which may be more than memory holds; it must be writable.
    """
    if _floating.get():
        return Int8Graphs(_copy(model), _copy(model))
    constants = _Constants(model, folder)
    layers = _layers(model, constants, _peaks(model, feeds, (constants, folder)))
    integer, floating = (_rewrite(model, (constants, layers), emit) for emit in (_integer_layer, _floating_layer))
    return Int8Graphs(integer, floating)


def quantise_weight(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """int8 weight and one scale per column, such that no processor's kernel can overflow.

    Processors without VNNI add two neighbouring products (uint8 activation times int8 weight) in 16 bits and saturate.
    So the scale of a column is chosen such that two neighbours of one sign never add up to more than 128.
    """
    positive, negative = np.maximum(weight, 0), np.maximum(-weight, 0)
    pairs = [side[:-1] + side[1:] for side in (positive, negative)]
    peak = np.max([np.abs(weight).max(0), *(pair.max(0) for pair in pairs)], axis=0)
    scale = np.where(peak > 0, peak / _TOP, 1).astype(np.float32)
    return np.round(weight / scale).astype(np.int8), scale


def quantise_table(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """int8 embedding table with one scale per row, shapes (rows, width) and (rows, 1)."""
    peak = np.abs(table).max(1, keepdims=True)
    scale = np.where(peak > 0, peak / _TOP, 1).astype(np.float32)
    return np.round(table / scale).astype(np.int8), scale


def _copy(model: Any) -> Any:
    import onnx

    made = onnx.ModelProto()
    made.CopyFrom(model)
    return made


class _Constants(Mapping[str, Floats]):
    """The constants of a graph by name; those that lie in a file of their own are mapped, not read."""

    def __init__(self, model: Any, folder: Path | None) -> None:
        self._tensors = {tensor.name: tensor for tensor in model.graph.initializer}
        self._folder = folder

    def __getitem__(self, name: str) -> Floats:
        from onnx import TensorProto, helper, numpy_helper

        tensor = self._tensors[name]
        if tensor.data_location != TensorProto.EXTERNAL or self._folder is None:
            inside: Floats = numpy_helper.to_array(tensor)
            return inside
        place = {each.key: each.value for each in tensor.external_data}
        kind = helper.tensor_dtype_to_np_dtype(tensor.data_type)
        start, path = int(place.get("offset", 0)), self._folder / place["location"]
        return np.memmap(path, dtype=kind, mode="r", offset=start, shape=tuple(tensor.dims))

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


def _peaks(model: Any, feeds: Sequence[Feed], weights: tuple[Mapping[str, Floats], Path | None]) -> Peaks:
    import onnx
    import onnxruntime

    constants, folder = weights
    sources = list(dict.fromkeys(n.input[0] for n in model.graph.node if _is_linear(n, constants)))
    probe = _copy(model)
    probe.graph.output.extend(onnx.helper.make_tensor_value_info(s, onnx.TensorProto.FLOAT, None) for s in sources)
    graph: str | bytes = probe.SerializeToString()
    if folder is not None:
        (folder / "probe.onnx").write_bytes(probe.SerializeToString())
        graph = str(folder / "probe.onnx")
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    peaks: Peaks = {}
    for feed in feeds:
        for source, values in zip(sources, session.run(sources, dict(feed)), strict=True):
            peak = np.abs(values).reshape(-1, values.shape[-1]).max(0)
            peaks[source] = np.maximum(peaks.get(source, peak), peak)
    return peaks


def _is_linear(node: Any, constants: Mapping[str, Floats]) -> bool:
    return node.op_type == "MatMul" and node.input[1] in constants


def _layers(model: Any, constants: Mapping[str, Floats], peaks: Peaks) -> dict[str, _Layer]:
    """Layers by weight name. Layers that read the same input share its smoothing, so it is quantised once."""
    nodes = [node for node in model.graph.node if _is_linear(node, constants)]
    strongest: Peaks = {}
    for node in nodes:
        rows = np.abs(constants[node.input[1]]).max(1)
        strongest[node.input[0]] = np.maximum(strongest.get(node.input[0], rows), rows)
    smooth = {
        source: (np.maximum(peaks[source], 1e-3) / np.maximum(rows, 1e-3)).astype(np.float32) ** _STRENGTH
        for source, rows in strongest.items()
    }
    return {n.input[1]: _Layer(n.input[0], n.input[1], n.output[0], smooth[n.input[0]]) for n in nodes}


Emit = Callable[["_Graph", _Layer], None]


class _Graph:
    """Nodes and constants of the graph that is being written."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, NDArray[Any]] = {}

    def add(self, kind: str, inputs: Sequence[str], result: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def constant(self, name: str, value: Any) -> str:
        self.constants.setdefault(name, np.asarray(value))
        return name


def _rewrite(model: Any, weights: tuple[Mapping[str, Floats], Mapping[str, _Layer]], emit: Emit) -> Any:
    (constants, layers), graph = weights, _Graph()
    for node in model.graph.node:
        if _is_linear(node, constants):
            layer = layers[node.input[1]]
            weight, scale = quantise_weight(constants[layer.weight] * layer.smooth[:, None])
            graph.constant(f"{layer.weight}.int8", weight)
            graph.constant(f"{layer.weight}.scale", scale)
            emit(graph, layer)
        elif _is_table(node, constants):
            _table(graph, node, constants[node.input[0]])
        else:
            graph.nodes.append(node)
    made = _copy(model)
    _replace(made, graph, constants)
    return made


def _is_table(node: Any, constants: Mapping[str, Floats]) -> bool:
    table = constants.get(node.input[0]) if node.op_type == "Gather" else None
    return table is not None and table.ndim == 2 and len(table) >= _TABLE_ROWS and table.dtype == np.float32


def _table(graph: _Graph, node: Any, table: Floats) -> None:
    from onnx import TensorProto

    name, ids, result = node.input[0], node.input[1], node.output[0]
    rows, scales = quantise_table(table)
    row = graph.add("Gather", [graph.constant(f"{name}.int8", rows), ids], f"{result}.row")
    scale = graph.add("Gather", [graph.constant(f"{name}.scale", scales), ids], f"{result}.scale")
    graph.add("Mul", [graph.add("Cast", [row], f"{result}.float", to=TensorProto.FLOAT), scale], result)


def _integer_layer(graph: _Graph, layer: _Layer) -> None:
    """y = (round(x / smooth / row scale) @ int8 weight) * column scale * row scale."""
    one, middle = graph.constant("one", np.float32(1)), graph.constant("middle", np.uint8(128))
    name = f"{layer.source}.row"
    if not any(node.output[0] == f"{name}.int8" for node in graph.nodes):
        _quantised_rows(graph, layer)
    inputs = [f"{name}.int8", f"{layer.weight}.int8", one, f"{layer.weight}.scale", middle]
    product = graph.add("MatMulIntegerToFloat", inputs, f"{layer.result}.product", domain="com.microsoft")
    graph.add("Mul", [product, f"{name}.scale"], layer.result)


def _quantised_rows(graph: _Graph, layer: _Layer) -> None:
    name, top = f"{layer.source}.row", graph.constant("top", _TOP)
    tiny, last = graph.constant("tiny", np.float32(1e-9)), graph.constant("last", np.array([-1], np.int64))
    smooth = _smoothed(graph, layer)
    peak = graph.add("ReduceMax", [graph.add("Abs", [smooth], f"{name}.abs"), last], f"{name}.peak", keepdims=1)
    peak = graph.add("Max", [peak, tiny], f"{name}.positive")
    graph.add("Div", [peak, top], f"{name}.scale")
    spread = graph.add("Mul", [smooth, graph.add("Div", [top, peak], f"{name}.inverse")], f"{name}.spread")
    graph.add("QuantizeLinear", [spread, "one", "middle"], f"{name}.int8")


def _floating_layer(graph: _Graph, layer: _Layer) -> None:
    smooth = f"{layer.source}.smoothed"
    if not any(node.output[0] == smooth for node in graph.nodes):
        _smoothed(graph, layer)
    weight = [f"{layer.weight}.int8", f"{layer.weight}.scale"]
    graph.add("MatMul", [smooth, graph.add("DequantizeLinear", weight, f"{layer.weight}.float", axis=1)], layer.result)


def _smoothed(graph: _Graph, layer: _Layer) -> str:
    inverse = graph.constant(f"{layer.source}.smooth", (1 / layer.smooth).astype(np.float32))
    return graph.add("Mul", [layer.source, inverse], f"{layer.source}.smoothed")


def _replace(model: Any, graph: _Graph, old: Mapping[str, Floats]) -> None:
    from onnx import helper, numpy_helper

    del model.graph.node[:]
    model.graph.node.extend(graph.nodes)
    used = {name for node in graph.nodes for name in node.input}
    every = ChainMap(graph.constants, old)  # type: ignore[arg-type]  # it is only read
    del model.graph.initializer[:]
    names = dict.fromkeys([*old, *graph.constants])
    model.graph.initializer.extend(numpy_helper.from_array(np.asarray(every[n]), n) for n in names if n in used)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))

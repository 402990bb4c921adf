"""This file is where a torch module becomes a float ONNX graph without traces of the machine it was made on."""

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Signature:
    """What goes in and out. shapes: which sizes are free, as torch.export takes them."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    shapes: Any
    opset: int


def float_graph(model: Any, example: tuple[Any, ...], signature: Signature) -> Any:
    """The onnx.ModelProto of the module. example: tensors for its inputs."""
    return without_traces(_program(model, example, signature).model_proto)


def save_float_graph(model: Any, example: tuple[Any, ...], signature: Signature, place: tuple[Path, bool]) -> Any:
    """The same, written to a file; returns the onnx.ModelProto, without its weights where they lie beside the file.

    place: the file, and whether its weights go to a file of the same name with “.data” behind it (a graph cannot be
    larger than 2 GB).
    """
    import onnx

    path, beside = place
    _program(model, example, signature).save(path, external_data=beside)
    made = without_traces(onnx.load(path, load_external_data=False))
    path.write_bytes(made.SerializeToString())
    for each in (path, path.with_name(f"{path.name}.data")):
        if each.exists():
            each.chmod(0o644)  # some are made readable by their owner only
    return made


def without_traces(made: Any) -> Any:
    """The onnx.ModelProto without what the exporter left in it: places in our code, and shapes that may be stale."""
    del made.graph.value_info[:], made.graph.metadata_props[:], made.metadata_props[:]
    for part in (*made.graph.node, *made.graph.input, *made.graph.output, *made.graph.initializer):
        del part.metadata_props[:]
    return made


def _program(model: Any, example: tuple[Any, ...], signature: Signature) -> Any:
    import torch

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it misses torchvision, which nothing here needs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch about itself
        return torch.onnx.export(
            model,
            example,
            dynamo=True,
            opset_version=signature.opset,
            input_names=list(signature.inputs),
            output_names=list(signature.outputs),
            dynamic_shapes=signature.shapes,
            verbose=False,
        )

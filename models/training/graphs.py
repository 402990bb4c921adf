"""This file is where a torch module becomes a float ONNX graph without traces of the machine it was made on."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    import torch

    program = torch.onnx.export(
        model,
        example,
        dynamo=True,
        opset_version=signature.opset,
        input_names=list(signature.inputs),
        output_names=list(signature.outputs),
        dynamic_shapes=signature.shapes,
        verbose=False,
    )
    made: Any = program.model_proto
    del made.graph.value_info[:], made.graph.metadata_props[:], made.metadata_props[:]
    for part in (*made.graph.node, *made.graph.input, *made.graph.output, *made.graph.initializer):
        del part.metadata_props[:]
    return made

"""This file is where the two networks of a GME checkpoint become ONNX graphs, in the precision that is asked for.

The networks run under models.gme as the graphs will, so what they were given and what they made of it are the example,
the calibration and the yardstick of the export.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from models.gme.network import GmeNetwork
from models.gme.settings import GmeSettings
from models.gme.sights import Feed
from models.gme_embedder import GmeEmbedder
from models.providers import CPU, OpenedSession
from models.qwen_vl.tokens import PromptTokens
from models.training.checkpoint import Checkpoint
from models.training.encoder_export import save_sharing_weights
from models.training.gme_network import Text, Vision, Weights
from models.training.graphs import Signature, save_float_graph
from models.training.row_int8 import to_int8

_OPSET = 18
_MOST_PATCH_TOKENS = 1 << 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """precision: "int8", "fp16" or "fp32"; most_in_graph: bytes of weights that stay inside a graph's file."""

    precision: str
    most_in_graph: int


class GmeNetworks:
    """Vision and text of a checkpoint in torch. `embedder` computes with them and remembers what they were fed."""

    def __init__(self, checkpoint: Checkpoint, settings: GmeSettings, tokens: PromptTokens, wanted: Wanted) -> None:
        weights = Weights(checkpoint, half=wanted.precision == "fp16")
        width = settings.hidden
        self._wanted = wanted
        inputs = ("pixel_values", "pos_hw", "seq_id", *(("win_id",) if windowed(checkpoint) else ()))
        self._parts = {
            "vision": _TorchSession(Vision(weights), inputs),
            "text": _TorchSession(
                Text(weights), ("input_ids", "attention_mask", "position_ids", "image_embeds", "image_index"), width
            ),
        }
        vision, text = (OpenedSession(each, CPU) for each in self._parts.values())
        network = GmeNetwork(settings, tokens, vision, text)
        self.embedder = GmeEmbedder("torch", network, {}, lambda _, __: None)

    def write(self, home: Path, draft: Path) -> dict[str, Path]:
        """Writes both graphs to `home` with what `embedder` has computed so far; returns the files by part. draft: an
        empty folder for what is only needed on the way."""
        files: dict[str, Path] = {}
        for part, session in self._parts.items():
            files |= self._int8(part, home, draft) if self._wanted.precision == "int8" else self._float(part, home)
            session.fed.clear()
        return files

    def _float(self, part: str, home: Path) -> dict[str, Path]:
        session, path = self._parts[part], home / f"{part}.onnx"
        beside = session.size > self._wanted.most_in_graph
        save_float_graph(session.module, session.example(), session.signature(), (path, beside))
        return {part: path, f"{part}_cuda": path} | (
            {f"{part}_weights": path.with_name(f"{path.name}.data")} if beside else {}
        )

    def _int8(self, part: str, home: Path, draft: Path) -> dict[str, Path]:
        session, cpu, cuda = self._parts[part], home / f"{part}.onnx", home / f"{part}_cuda.onnx"
        model = save_float_graph(session.module, session.example(), session.signature(), (draft / cpu.name, True))
        made = to_int8(model, session.fed, draft)
        save_sharing_weights(made.integer, made.floating, cpu, cuda, f"{part}.bin")
        return {part: cpu, f"{part}_cuda": cuda, f"{part}_weights": home / f"{part}.bin"}


def windowed(checkpoint: Checkpoint) -> bool:
    """Whether some blocks of the vision tower look within windows only."""
    return checkpoint.layout.kind == "qwen2_5_vl"


class _TorchSession:
    """A network where an onnxruntime session is expected. `fed`: what it was run with. width: of `image_embeds`."""

    def __init__(self, module: Any, inputs: tuple[str, ...], width: int = 0) -> None:
        self.module, self.fed = module.eval(), list[Feed]()
        self._inputs, self._width = inputs, width

    @property
    def size(self) -> int:
        """Bytes of its weights."""
        return sum(each.nbytes for each in self.module.state_dict().values())

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name, shape=[None, self._width]) for name in self._inputs]

    def run(self, _: None, feed: Mapping[str, Any]) -> list[Any]:
        import torch

        ordered = {name: feed[name] for name in self._inputs}
        self.fed.append(ordered)
        with torch.no_grad():
            return [self.module(*(torch.from_numpy(each) for each in ordered.values())).numpy()]

    def example(self) -> tuple[Any, ...]:
        """The largest of its inputs: several rows or pictures."""
        import torch

        largest = max(self.fed, key=lambda feed: sum(each.size for each in feed.values()))
        return tuple(torch.from_numpy(each) for each in largest.values())

    def signature(self) -> Signature:
        from torch.export import Dim

        if self._width:
            free = {0: Dim.DYNAMIC, 1: Dim.DYNAMIC}
            shapes: Any = (free, free, {1: Dim.DYNAMIC, 2: Dim.DYNAMIC}, {0: Dim.DYNAMIC}, free)
        else:
            shapes = tuple({0: 4 * Dim("tokens", min=2, max=_MOST_PATCH_TOKENS)} for _ in self._inputs)
        return Signature(self._inputs, ("vectors",), shapes, _OPSET)

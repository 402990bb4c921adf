"""This file is where the graphs of a GME bundle are compared with transformers, which computes the same in its own way.

transformers gets the same tokens and pictures, but cuts the pictures up, finds the positions and masks the windows by
itself. The bundle's own `document_instruction` is before every text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.protocols import Pixels, Vectors
from models.bundle import Bundle
from models.gme.content import Content
from models.gme.network import GmeNetwork
from models.gme.rows import row_of, text_feed
from models.gme.sights import sight_of
from models.gme_embedder import load_gme
from models.pixels import fit
from models.training.extras import extra

Mixed = Sequence[str | Pixels]
"""Words and pictures in their order."""


MOST_PIXELS = 401_408
"""Of the large picture, whatever the bundle's own cap: 512 tokens; a CPU works the square of its patches."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The largest difference of any number, and the lowest cosine of any vector, of a case's batch."""

    case: str
    padding: str
    difference: float
    cosine: float


def parity(checkpoint: Path, bundle: Bundle, wanted: Mapping[str, Sequence[Mixed]] | None = None) -> list[Compared]:
    """Every case (`wanted`, else all of `cases`) with either padding. Raises ModelError where transformers is missing
    or the bundle is damaged."""
    network = bundle.load("embedder", load_gme).network
    reference = _Reference(checkpoint)
    found = []
    for name, rows in (wanted or cases()).items():
        contents = [_content(network, row) for row in rows]
        pictures = [fit(each, MOST_PIXELS) for row in rows for each in row if not isinstance(each, str)]
        for padding in ("right", "left"):
            ours, feed = _ours(network, contents, left=padding == "left")
            theirs = reference.vectors(feed, pictures)
            worst = float((ours * theirs).sum(1).min())
            found.append(Compared(name, padding, float(np.abs(ours - theirs).max()), worst))
    return found


def cases() -> dict[str, list[Mixed]]:
    """Batches of rows: texts of different length; one picture; three of different size beside a text; a large one."""
    return {
        "texts": [["When is the rent due this month?"], ["明天下午三点开会"], ["ok"]],
        "one picture": [[_noisy(168, 112), "describe this"]],
        "three pictures beside a text": [
            ["Ana: look\n", _noisy(301, 187), "\nBo: and mine", _noisy(84, 280), _noisy(56, 140)],
            ["a text of its own"],
        ],
        "a large picture": [["what is this?", _noisy(1920, 1080)]],
    }


def table(found: Sequence[Compared]) -> str:
    """For the terminal."""
    lines = [f"{each.case:<30} {each.padding:<6} {each.difference:>12.2e} {each.cosine:>12.8f}" for each in found]
    return "\n".join([f"{'case':<30} {'pad':<6} {'max diff':>12} {'min cosine':>12}", *lines])


class _Reference:
    """transformers' own model and picture processor of a checkpoint's folder."""

    def __init__(self, checkpoint: Path) -> None:
        import json

        transformers = extra("transformers")
        from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

        newer = json.loads((checkpoint / "config.json").read_text("utf-8"))["model_type"] == "qwen2_5_vl"
        kind = "Qwen2_5_VLForConditionalGeneration" if newer else "Qwen2VLForConditionalGeneration"
        load = getattr(transformers, kind).from_pretrained
        self._model = load(str(checkpoint), local_files_only=True, dtype="float32").eval().model
        self._processor = Qwen2VLImageProcessor()

    def vectors(self, feed: dict[str, NDArray[Any]], pictures: Sequence[Pixels]) -> Vectors:
        import torch

        given = {name: torch.from_numpy(feed[name]) for name in ("input_ids", "attention_mask")}
        if pictures:
            given |= dict(self._processor(images=list(pictures), do_resize=False, return_tensors="pt"))
        with torch.no_grad():
            states = self._model(**given).last_hidden_state
        last = (given["attention_mask"] * torch.arange(states.shape[1])).argmax(1)
        picked = torch.nn.functional.normalize(states[torch.arange(len(states)), last], dim=-1)
        return np.asarray(picked.numpy(), np.float32)


def _ours(network: GmeNetwork, contents: Sequence[Content], *, left: bool) -> tuple[Vectors, dict[str, NDArray[Any]]]:
    """The vectors of the rows as one batch, and what the text graph was fed."""
    rows = [row_of(content, network.frame(network.settings.document_instruction)) for content in contents]
    sights = [piece.sight for content in contents for piece in content if piece.sight is not None]
    seen = np.concatenate(network.seen(sights)) if sights else np.zeros((1, network.settings.hidden), np.float32)
    feed = text_feed(rows, seen, network.settings, left=left)
    return network.vectors(feed), feed


def _content(network: GmeNetwork, row: Mixed) -> Content:
    widest = replace(network.settings, max_pixels=MOST_PIXELS)
    return [network.words(each) if isinstance(each, str) else network.sight(sight_of(each, widest)) for each in row]


def _noisy(width: int, height: int) -> Pixels:
    """Waves with noise: no two patches alike."""
    row, column = np.indices((height, width))
    noise = np.random.default_rng(width * height).integers(0, 255, (height, width))
    waves = [127 + 120 * np.sin(column / 17), 127 + 120 * np.cos(row / 23), noise]
    return np.stack(waves, axis=2).astype(np.uint8)

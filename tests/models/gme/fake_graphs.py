"""This file is where tests find a GME embedder whose graphs are exact and computed in numpy, with a real tokenizer."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.protocols import PictureOf
from models.gme.network import GmeNetwork
from models.gme.settings import GmeSettings
from models.gme_embedder import GmeEmbedder
from models.providers import CPU, OpenedSession
from models.qwen_vl.tokens import PromptTokens
from models.training.tiny_tokenizer import write_tokenizer

HIDDEN = 16


class FakeGraphs:
    """A picture's token is a random direction of its mean colours, a word's token one of its id; a row's vector is the
    sum of its tokens'. `vision_batches`, `text_batches`: shapes of what was run."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        ids = write_tokenizer(folder)
        self.words = np.random.default_rng(1).standard_normal((len(ids) + 1, HIDDEN)).astype(np.float32)
        self.colours = np.random.default_rng(2).standard_normal((3, HIDDEN)).astype(np.float32)
        self.vision_batches: list[int] = []
        self.text_batches: list[tuple[int, ...]] = []
        marks = {"image_token": ids["<|image_pad|>"], "pad_token": ids["<|endoftext|>"]}
        self.settings = GmeSettings.of({"dimension": HIDDEN, "hidden": HIDDEN, **marks, **settings})
        self.tokens = PromptTokens(folder / "tokenizer.json")
        self.fails_above = 1 << 30

    def embedder(self, source: PictureOf = lambda _, __: None, /, **changes: Any) -> GmeEmbedder:
        vision = SimpleNamespace(run=self._see, get_inputs=lambda: [_input("pixel_values")])
        text = SimpleNamespace(run=self._read, get_inputs=lambda: [_input("image_embeds", HIDDEN)] * 5)
        sessions = OpenedSession(vision, CPU), OpenedSession(text, CPU)
        network = GmeNetwork(replace(self.settings, **changes), self.tokens, *sessions)
        return GmeEmbedder("fake", network, {}, source)

    def _see(self, _: None, feed: dict[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        patches = feed["pixel_values"]
        self.vision_batches.append(len(patches))
        means = patches.reshape(len(patches) // 4, 4, 3, -1).mean((1, 3))
        return [means @ self.colours * 8]

    def _read(self, _: None, feed: dict[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        ids, index = feed["input_ids"], feed["image_index"]
        self.text_batches.append(ids.shape)
        if ids.size > self.fails_above:
            raise RuntimeError("bad allocation\nat some place")
        states = np.where((index >= 0)[..., None], feed["image_embeds"][np.maximum(index, 0)], self.words[ids])
        sums = (states * feed["attention_mask"][..., None]).sum(1)
        return [sums / np.linalg.norm(sums, axis=1, keepdims=True)]


def _input(name: str, width: int = 0) -> SimpleNamespace:
    return SimpleNamespace(name=name, shape=[None, width])

"""This file is where the readers are that ours is measured against: words and a general encoder, tuned on validation.

Each gives every utterance a score (BM25, or the cosine of all-MiniLM) and chooses by one number: how many, how wide a
window, or above which cosine. The number is the one with the best micro F1 on validation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from core.fragments import utterance_text
from core.lexical import Bm25
from core.metrics import Counts
from core.protocols import Check, Embedder, unhindered
from core.scoring import count_utterances
from core.types import Answer, Message
from models.training.samples import Sample
from models.training.vector_cache import VectorCache

Floats = NDArray[np.float32]
Score = Callable[[str, Sequence[Message]], Floats]
Choose = Callable[[Floats, float], list[int]]


@dataclass(frozen=True, slots=True)
class ScoreReader:
    """A core.protocols.Reader that scores utterances one by one and chooses by a parameter."""

    name: str
    score: Score
    choose: Choose
    parameter: float
    at_once: ClassVar[int] = 20

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        """Confidence is 1 for what is chosen: these scores are no probabilities."""
        chosen = [self.choose(self.score(query, messages), self.parameter) for messages in fragments]
        return [Answer(dict.fromkeys(each, 1.0), relevance=float(bool(each))) for each in chosen]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A reader but for its parameter. grid: the parameters to try."""

    name: str
    score: Score
    choose: Choose
    grid: tuple[float, ...]

    def tuned(self, samples: Sequence[Sample]) -> ScoreReader:
        """The reader with the parameter that does best on those of the samples that have an answer."""
        totals = [Counts() for _ in self.grid]
        for sample in (each for each in samples if not each.negative):
            places = [at for at, turn in enumerate(sample.dialogue.turn_ids) if turn != sample.query.opener_id]
            scores = self.score(sample.query.text, [sample.dialogue.messages[at] for at in places])
            for at, parameter in enumerate(self.grid):
                turns = [sample.dialogue.turn_ids[places[each]] for each in self.choose(scores, parameter)]
                totals[at] += count_utterances(sample.dialogue, sample.query, turns)
        best = max(range(len(self.grid)), key=lambda at: totals[at].scores().f1)
        return ScoreReader(self.name, self.score, self.choose, self.grid[best])


def bm25(query: str, messages: Sequence[Message]) -> Floats:
    """BM25 of each utterance among those of its dialogue."""
    return Bm25([utterance_text(message) for message in messages]).scores(query)


class Cosine:
    """The cosine of each utterance and the query; utterances are kept on disk, for they are asked about many times."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder, self._cache = embedder, cache

    def prepare(self, samples: Sequence[Sample]) -> None:
        """Embeds all utterances at once, which is faster than one dialogue after the other."""
        self._cache.rows([utterance_text(message) for each in samples for message in each.dialogue.messages])

    def __call__(self, query: str, messages: Sequence[Message]) -> Floats:
        rows = self._cache.rows([utterance_text(message) for message in messages])
        return np.asarray(self._cache.vectors[rows].astype(np.float32) @ self._embedder.embed_query(query), np.float32)


def best_n(scores: Floats, n: float) -> list[int]:
    """The n best that share a word with the query."""
    best = np.argsort(-scores, kind="stable")[: int(n)]
    return sorted(int(at) for at in best if scores[at] > 0)


def best_window(scores: Floats, size: float) -> list[int]:
    """The run of so many utterances with the greatest sum; nothing where no word is shared."""
    width = min(int(size), len(scores))
    if not width or not (scores > 0).any():
        return []
    sums = np.convolve(scores, np.ones(width), mode="valid")
    start = int(sums.argmax())
    return list(range(start, start + width))


def above(scores: Floats, cut: float) -> list[int]:
    return [int(at) for at in np.flatnonzero(scores >= cut)]


def word_baselines() -> list[Baseline]:
    counts = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 120)
    return [Baseline("BM25 best-n", bm25, best_n, counts), Baseline("BM25 best-window", bm25, best_window, counts)]


def encoder_baseline(score: Cosine) -> Baseline:
    return Baseline("all-MiniLM zero-shot", score, above, tuple(round(0.02 * step, 2) for step in range(2, 40)))

"""This file is where the segmenters are that ours is measured against: even lengths and TextTiling, both tuned."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.dialogues import Dialogue
from core.fragments import clean
from core.lexical import terms
from core.protocols import Segmenter
from core.scoring import score_clusters, turn_clusters
from core.stop_words import QUESTION_WORDS
from core.types import Message

_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class EvenLength:
    """Runs of `length` messages."""

    length: int
    name: str = "even length"

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        return _runs(len(messages), range(self.length, len(messages), self.length))


@dataclass(frozen=True, slots=True)
class TextTiling:
    """Hearst 1997 with utterances as units: cut where the words on both sides differ most.

    block: utterances on either side; strictness: how many standard deviations above the mean a valley must be deep.
    """

    block: int
    strictness: float
    name: str = "TextTiling"

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        depths = _depths(_gaps([_words(message) for message in messages], self.block))
        if not len(depths):
            return _runs(len(messages), ())
        least = depths.mean() + self.strictness * depths.std()
        cuts = [at + 1 for at, depth in enumerate(depths) if depth > 0 and depth >= least and _is_peak(depths, at)]
        return _runs(len(messages), cuts)


def tuned_even_length(dialogues: Sequence[Dialogue]) -> Segmenter:
    """The length with the best mean of pairwise and B-cubed F1 on these dialogues."""
    return _best(map(EvenLength, (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60, 90)), dialogues)


def tuned_tiling(dialogues: Sequence[Dialogue]) -> Segmenter:
    """Likewise for block and strictness."""
    return _best((TextTiling(block, by) for block in (2, 4, 8) for by in (-0.5, 0.0, 0.5, 1.0, 2.0)), dialogues)


def _best(candidates: Iterable[Segmenter], dialogues: Sequence[Dialogue]) -> Segmenter:
    return max(candidates, key=_mean_of(dialogues))


def _mean_of(dialogues: Sequence[Dialogue]) -> Callable[[Segmenter], float]:
    def mean(segmenter: Segmenter) -> float:
        found = [score_clusters(each, turn_clusters(each, segmenter)) for each in dialogues]
        scores = [each.pairwise.f1 + each.b_cubed.f1 for each in found if each is not None]
        return sum(scores) / max(1, len(scores))

    return mean


def _runs(count: int, cuts: Iterable[int]) -> list[list[int]]:
    return [list(range(start, end)) for start, end in pairwise([0, *cuts, count]) if start < end]


def _words(message: Message) -> Counter[str]:
    return Counter(term for term in terms(clean(message.text, _CHARACTERS)) if term not in QUESTION_WORDS)


def _gaps(words: Sequence[Counter[str]], block: int) -> list[float]:
    """The cosine of the words before and after each place between two utterances."""
    found = []
    for at in range(1, len(words)):
        left, right = (sum(some, Counter()) for some in (words[max(0, at - block) : at], words[at : at + block]))
        shared = sum(times * right[term] for term, times in left.items())
        norms = sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
        found.append(shared / norms if norms else 0.0)
    return found


def _depths(cosines: Sequence[float]) -> NDArray[np.float64]:
    """How far each place lies below the nearest peaks to its left and right, both added."""
    return np.array([_climb(cosines, at, -1) + _climb(cosines, at, 1) for at in range(len(cosines))])


def _climb(cosines: Sequence[float], start: int, step: int) -> float:
    at = start
    while 0 <= at + step < len(cosines) and cosines[at + step] >= cosines[at]:
        at += step
    return cosines[at] - cosines[start]


def _is_peak(depths: NDArray[np.float64], at: int) -> bool:
    return bool(depths[at] >= depths[max(0, at - 1) : at + 2].max())

"""This file is where several rankings of the same things become one: by their scores, each brought to 0..1.

Weights and form were chosen on validation conversations of the training data, over reciprocal ranks, which throw away
by how much the first is ahead.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

MEANING, WORDS = 0.6, 0.4
"""What similarity of meaning and shared words weigh; together 1, the score of what is first in both."""

Item = TypeVar("Item", bound=Hashable)
Ranking = Sequence[tuple[Item, float]]
"""(item, score), best first."""


def fused(rankings: Iterable[tuple[Ranking[Item], float]]) -> dict[Item, float]:
    """The sum of the weighted scores of all items in any ranking; each ranking is given with its weight.

    The result is in falling score; items of equal score stand as they were met.
    """
    scores: dict[Item, float] = {}
    for ranking, weight in rankings:
        for item, score in ranking:
            scores[item] = scores.get(item, 0.0) + weight * score
    return dict(sorted(scores.items(), key=lambda each: -each[1]))


def above_lowest(ranking: Ranking[Item]) -> list[tuple[Item, float]]:
    """Cosines as shares of the way from the lowest to the best: how high all of them are says more of the query than of
    the items. The best has 1, the lowest 0 (1 where all are alike)."""
    if not ranking:
        return []
    best, lowest = ranking[0][1], ranking[-1][1]
    return [(item, (score - lowest) / (best - lowest) if best > lowest else 1.0) for item, score in ranking]


def of_best(ranking: Ranking[Item]) -> list[tuple[Item, float]]:
    """Scores of words as shares of the best: 0 means no shared word. Scores must be above 0."""
    return [(item, score / ranking[0][1]) for item, score in ranking]


def trust(coverage: float) -> float:
    """How much an embedder's ranking weighs beside exact words, by its coverage of the query (protocols.Embedder).

    The cube was chosen on annotated dialogues: it leaves what the embedder knows alone, and lets words decide where it
    knows a third of the characters.
    """
    return float(coverage**3)

"""This file is where several rankings of the same things become one: reciprocal-rank fusion (Cormack et al., 2009)."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

RANK_CONSTANT = 60
"""k of 1 / (k + rank): how little the very first ranks stand out."""

Item = TypeVar("Item", bound=Hashable)


def fused(rankings: Iterable[tuple[Sequence[Item], float]]) -> dict[Item, float]:
    """Scores of all items in any ranking; each ranking is given with its weight, best item first.

    The result is in falling score; items of equal score stand as they were met.
    """
    scores: dict[Item, float] = {}
    for ranking, weight in rankings:
        for rank, item in enumerate(ranking):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda each: -each[1]))


def trust(coverage: float) -> float:
    """How much an embedder's ranking weighs beside exact words, by its coverage of the query (protocols.Embedder).

    The cube was chosen on annotated dialogues: with all-MiniLM it leaves English alone, and lets words decide in
    Chinese, of whose characters that model knows a third.
    """
    return float(coverage**3)

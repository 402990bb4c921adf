"""This file is where scores of pairs become clusters of utterances: one pass, each utterance joins the fragment that
claims it most, or starts its own.

A fragment's claim is the chance that the utterance goes on from any of its utterances (what decides in braided
threads), and how likely it is together with them on the average, the latest counting most (what decides where one long
topic ends and another begins). So the same pass cuts meetings into sections and untangles channels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.segmenter_scores import Scored

_LEAST = 1e-4


@dataclass(frozen=True)
class Decoding:
    """new: added to the log chance of something new; together: weight of the mean log odds of being together;
    half_life: so many utterances back one counts half."""

    new: float = 0.0
    together: float = 1.0
    half_life: float = 100.0


def clustered(scores: Scored, decoding: Decoding) -> NDArray[np.int64]:
    """The number of each utterance's fragment, counted from 0 in the order of their first utterances."""
    count, reach = scores.links.shape
    labels = np.zeros(count, np.int64)
    decay = 0.5 ** (np.arange(reach) / decoding.half_life)
    seen = np.isfinite(scores.together)
    weights = seen * decay
    odds = np.where(seen, scores.together, 0) * weights
    starting = np.log(scores.new + _LEAST) + decoding.new
    fragments = 0
    for at in range(count):
        back = min(at, reach)
        if back:
            before, first = _compact(labels[at - back : at][::-1])
            mass, weight, sum_of_odds = (np.bincount(before, row[at, :back]) for row in (scores.links, weights, odds))
            claims = np.log(mass + _LEAST) + decoding.together * sum_of_odds / np.maximum(weight, 1e-9)
            best = int(claims.argmax())
            if weight[best] and claims[best] >= starting[at]:
                labels[at] = first + best
                continue
        labels[at] = fragments
        fragments += 1
    return labels


def members(labels: Sequence[int] | NDArray[Any]) -> list[list[int]]:
    """The places of each fragment's utterances, ascending; fragments by their first."""
    found: dict[int, list[int]] = {}
    for at, label in enumerate(np.asarray(labels).tolist()):
        found.setdefault(label, []).append(at)
    return list(found.values())


def _compact(labels: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Labels counted from the smallest among them, and that one: a long chat has too many to count them all."""
    first = int(labels.min())
    return labels - first, first

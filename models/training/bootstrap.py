"""This file is where scores get their intervals: dialogues are drawn again with replacement, a thousand times.

Queries of one dialogue are not independent, so whole dialogues are drawn and not queries (cluster bootstrap, Davison
and Hinkley 1997, section 3.8). All systems of a table see the same draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A score and the same over every draw, shape (draws,)."""

    value: float
    drawn: Floats

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 95 % of the draws."""
        low, high = np.percentile(self.drawn, (2.5, 97.5))
        return float(low), float(high)

    def as_dict(self) -> dict[str, float]:
        low, high = self.interval
        return {"value": round(self.value, 5), "low": round(low, 5), "high": round(high, 5)}


class Draws:
    """How often each dialogue stands in each draw. dialogues: one id per sample."""

    def __init__(self, dialogues: Sequence[str], draws: int = 1_000, seed: int = 1) -> None:
        names = list(dict.fromkeys(dialogues))
        place = {name: at for at, name in enumerate(names)}
        self._place = np.array([place[each] for each in dialogues], dtype=np.int64)
        random = np.random.default_rng(seed)
        count = max(1, len(names))
        self._times = random.multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float64)

    def sums(self, values: Floats) -> Floats:
        """values: shape (samples, k). Their sums over each draw's samples, shape (draws, k)."""
        by_dialogue = np.zeros((self._times.shape[1], values.shape[1]))
        np.add.at(by_dialogue, self._place, values)
        return np.asarray(self._times @ by_dialogue)

    def mean(self, values: Sequence[float]) -> Estimate:
        """The mean of one value per sample."""
        column = np.asarray(values, dtype=np.float64)[:, None]
        both = self.sums(np.hstack([column, np.ones_like(column)]))
        return Estimate(float(column.mean()) if len(column) else 0.0, both[:, 0] / np.maximum(both[:, 1], 1))

    def micro(self, counts: Floats) -> tuple[Estimate, Estimate]:
        """F1 and MCC of counts (tp, fp, fn, tn), shape (samples, 4), summed before they are scored."""
        whole, drawn = f1_and_mcc(counts.sum(axis=0)[None]), f1_and_mcc(self.sums(counts))
        return Estimate(float(whole[0][0]), drawn[0]), Estimate(float(whole[1][0]), drawn[1])


def mean_of(estimates: Sequence[Estimate]) -> Estimate:
    """The mean over several independent sets of dialogues (a macro average over sources)."""
    drawn = np.mean([each.drawn for each in estimates], axis=0)
    return Estimate(float(np.mean([each.value for each in estimates])), drawn)


def f1_and_mcc(counts: Floats) -> tuple[Floats, Floats]:
    """As core.metrics.Counts.scores, for rows of (tp, fp, fn, tn)."""
    tp, fp, fn, tn = counts.T
    asked = tp + fp + fn
    f1 = np.where(asked > 0, 2 * tp / np.maximum(2 * tp + fp + fn, 1e-12), 1.0)
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    mcc = np.where(margins > 0, (tp * tn - fp * fn) / np.sqrt(np.maximum(margins, 1e-12)), 0.0)
    return f1, mcc

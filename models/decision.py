"""This file is where probabilities become a choice: how sure is sure enough, for these lines and this query.

A query whose answer is plain gets a high cut, one that is hard to tell a low one: the cut that maximises the expected
F1 of a sample lies at half of that F1 (Lipton et al. 2014), so the cut is a constant plus a share of it, both learnt on
validation conversations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Decision:
    """slope, offset: turn log odds into calibrated ones; relevance_slope, relevance_offset: those of "something here".
    cut, share: the least probability is cut + share * half of the expected F1; relevance_cut: below it, nothing is."""

    slope: float = 1.0
    offset: float = 0.0
    relevance_slope: float = 1.0
    relevance_offset: float = 0.0
    cut: float = 0.1
    share: float = 0.5
    relevance_cut: float = 0.2

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Decision":
        """Raises ModelError where the manifest lacks a number."""
        try:
            return cls(**{name: float(record[name]) for name in cls.__dataclass_fields__})
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The reader's cuts cannot be used ({error!r}). Install ChatTrove again.") from error

    def chances(self, log_odds: Floats) -> Floats:
        """The calibrated probability of each line."""
        return chance(self.slope * log_odds + self.offset)

    def relevance(self, log_odds: Floats) -> Floats:
        """The calibrated probability that there is anything."""
        return chance(self.relevance_slope * log_odds + self.relevance_offset)

    def least(self, chances: Floats) -> float:
        """The probability from which on a line is chosen, among lines of these probabilities."""
        return self.cut + self.share * expected_f1(chances) / 2


def expected_f1(chances: Floats) -> float:
    """The expected F1 (of sums, an approximation) of the best choice among lines with these probabilities."""
    if not len(chances):
        return 0.0
    sums = np.cumsum(np.sort(chances)[::-1])
    return float((2 * sums / (np.arange(1, len(sums) + 1) + sums[-1])).max())


def chance(log_odds: Floats | float) -> Floats:
    """Log odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))

"""This file is where evidence becomes confidence: three fitted logistic models, one set for each kind of script.

Relevance: whether the fragment answers at all. Alone: how likely an utterance answers, given that the fragment does,
by its own evidence. In context: the same, knowing how its neighbours and the best of the fragment look. The confidence
of an utterance is the product of relevance and its chance in context. The coefficients come from
resources/models/compact_reader.json, which models.training.calibrate makes and which says how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from core.errors import ModelError
from models.evidence import FEATURES, near_means

Floats = NDArray[np.float64]

CONTEXT = ("alone", "before", "after", "around_3", "around_10", "above_others", "best", "best_of_5", "asked_before")
RELEVANCE = ("best", "best_of_3", "best_meaning", "best_meaning_wide", "best_words", "best_words_wide", "query_terms")


@dataclass(frozen=True)
class Judgement:
    """Coefficients, the bias last, and when something counts: an utterance from `utterance_cut` on, if it also has
    `share_of_best` of the best confidence of its fragment; a fragment from `relevance_cut` on."""

    alone: Floats
    context: Floats
    relevance: Floats
    utterance_cut: float
    relevance_cut: float
    share_of_best: float

    def least(self, best: float) -> float:
        """The confidence that counts in a fragment whose best utterance or picture has `best`."""
        return max(self.utterance_cut, self.share_of_best * best)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Judgement":
        """Raises ModelError where the coefficients do not fit this program's features."""
        sizes = {"alone": len(FEATURES), "context": len(CONTEXT), "relevance": len(RELEVANCE)}
        fitted = {name: np.array(record[name], dtype=np.float64) for name in sizes}
        if any(fitted[name].shape != (size + 1,) for name, size in sizes.items()):
            raise ModelError("compact_reader.json was fitted for other features. Install ChatTrove again.")
        cuts = [float(record[name]) for name in ("utterance_cut", "relevance_cut", "share_of_best")]
        return cls(fitted["alone"], fitted["context"], fitted["relevance"], *cuts)


@lru_cache(maxsize=1)
def fitted() -> dict[str, Judgement]:
    """The shipped judgements: "spaced" and "unspaced" scripts. Raises ModelError when they cannot be read."""
    file = resources.files("resources").joinpath("models", "compact_reader.json")
    try:
        record = orjson.loads(file.read_bytes())
        return {script: Judgement.from_record(record["scripts"][script]) for script in ("spaced", "unspaced")}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"compact_reader.json cannot be used ({error!r}). Install ChatTrove again.") from error


def context_features(alone: Floats, after_question: Floats) -> Floats:
    """Shape (n, len(CONTEXT)) from the log odds of each utterance by itself."""
    size = len(alone)
    falling = np.sort(alone)[::-1]
    best, fifth = (falling[0], falling[:5].mean()) if size else (0.0, 0.0)
    second = falling[1] if size > 1 else best
    before = np.concatenate([alone[:1], alone[:-1]])
    return np.column_stack(
        [
            alone,
            before,
            np.concatenate([alone[1:], alone[-1:]]),
            near_means(alone, 3),
            near_means(alone, 10),
            alone - np.where(alone == best, second, best),
            np.full(size, best),
            np.full(size, fifth),
            after_question * before,
        ]
    )


def relevance_features(odds: Floats, evidence: Floats, query_terms: int) -> Floats:
    """Shape (len(RELEVANCE),) from the log odds in context and the evidence of a fragment that is not empty."""
    falling = np.sort(odds)[::-1]
    at = {name: place for place, name in enumerate(FEATURES)}
    tops = [evidence[:, at[name]].max() for name in ("meaning", "meaning_wide", "words", "words_wide")]
    return np.array([falling[0], falling[:3].mean(), *tops, np.log1p(query_terms)])


def log_odds(values: Floats, coefficients: Floats) -> Floats:
    return np.asarray(values @ coefficients[:-1] + coefficients[-1])


def chance(odds: Floats | float) -> Floats:
    """Log odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

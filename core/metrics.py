"""This file is where the scores of the FFR paper are computed (section Metrics; definitions restored in our notes).

Pure functions over sets of ids; nothing here knows files or models.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple


class Scores(NamedTuple):
    """Precision, recall, F1 and Matthews correlation; the first three in [0, 1], the last in [-1, 1]."""

    precision: float
    recall: float
    f1: float
    mcc: float


class Agreement(NamedTuple):
    """Precision, recall and F1 of one clustering against another, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


class Boundaries(NamedTuple):
    """How well a dialogue is cut into fragments; the last two are errors, lower is better."""

    pairwise: Agreement
    b_cubed: Agreement
    pk: float
    window_diff: float


@dataclass(frozen=True, slots=True)
class Counts:
    """True and false positives and negatives; add those of all samples, then take the scores (micro average)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn)

    @property
    def nothing_asked(self) -> bool:
        """True where neither prediction nor truth ever held an id."""
        return self.tp + self.fp + self.fn == 0

    def scores(self) -> Scores:
        """1 for precision, recall and F1 where neither side holds an id; MCC is 0 where a margin is empty."""
        precision = _ratio(self.tp, self.tp + self.fp, self.nothing_asked)
        recall = _ratio(self.tp, self.tp + self.fn, self.nothing_asked)
        margins = (self.tp + self.fp) * (self.tp + self.fn) * (self.tn + self.fp) * (self.tn + self.fn)
        mcc = (self.tp * self.tn - self.fp * self.fn) / sqrt(margins) if margins else 0.0
        return Scores(precision, recall, harmonic(precision, recall), mcc)


def count(predicted: Collection[int], truth: Collection[int], universe: int) -> Counts:
    """Compares two sets of ids of a sample that has `universe` ids in all."""
    chosen, wanted = set(predicted), set(truth)
    tp = len(chosen & wanted)
    return Counts(tp, len(chosen) - tp, len(wanted) - tp, max(0, universe - len(chosen | wanted)))


def joint(utterances: Counts, images: Counts) -> Scores:
    """Harmonic mean of the two precisions, likewise of the recalls; F1 and MCC are the means.

    Where no sample has or gets an image id there is nothing to join: the utterances' scores.
    """
    one, two = utterances.scores(), images.scores()
    if images.nothing_asked:
        return one
    precision, recall = harmonic(one.precision, two.precision), harmonic(one.recall, two.recall)
    return Scores(precision, recall, (one.f1 + two.f1) / 2, (one.mcc + two.mcc) / 2)


def recall_at(ranks: Iterable[int | None], k: int) -> float:
    """The share of queries whose fragment stands among the first k; ranks count from 0, None: not found."""
    places = list(ranks)
    return sum(place is not None and place < k for place in places) / len(places) if places else 0.0


def pairwise(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> Agreement:
    """Over all pairs of utterances: in one cluster or not. Both give one label per utterance."""
    _check(predicted, truth)
    together = _pairs(Counter(zip(predicted, truth, strict=True)).values())
    ours, theirs = _pairs(Counter(predicted).values()), _pairs(Counter(truth).values())
    precision, recall = _ratio(together, ours, theirs == 0), _ratio(together, theirs, ours == 0)
    return Agreement(precision, recall, harmonic(precision, recall))


def b_cubed(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> Agreement:
    """Per utterance the shared part of its two clusters over either cluster's size, averaged; 1 without utterances."""
    _check(predicted, truth)
    if not truth:
        return Agreement(1.0, 1.0, 1.0)
    shared = Counter(zip(predicted, truth, strict=True))
    ours, theirs = Counter(predicted), Counter(truth)
    precision = sum(n * n / ours[label] for (label, _), n in shared.items()) / len(truth)
    recall = sum(n * n / theirs[label] for (_, label), n in shared.items()) / len(truth)
    return Agreement(precision, recall, harmonic(precision, recall))


def pk(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> float:
    """The chance that two utterances k apart are wrongly held together or apart (Beeferman et al. 1999), k being half
    the mean length of a true segment; lower is better, 0 for fewer than k + 1 utterances."""
    _check(predicted, truth)
    k = _half_segment(truth)
    places = range(len(truth) - k)
    wrong = sum((_changes(truth, at, k) == 0) != (_changes(predicted, at, k) == 0) for at in places)
    return wrong / len(places) if places else 0.0


def window_diff(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> float:
    """The share of windows with a different number of boundaries (Pevzner and Hearst 2002); lower is better."""
    _check(predicted, truth)
    k = _half_segment(truth)
    places = range(len(truth) - k)
    wrong = sum(_changes(truth, at, k) != _changes(predicted, at, k) for at in places)
    return wrong / len(places) if places else 0.0


def boundaries(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> Boundaries:
    """All scores of one segmentation; both give one label per utterance."""
    return Boundaries(
        pairwise(predicted, truth), b_cubed(predicted, truth), pk(predicted, truth), window_diff(predicted, truth)
    )


def harmonic(one: float, two: float) -> float:
    return 2 * one * two / (one + two) if one + two else 0.0


def _ratio(part: int, whole: int, if_empty: bool) -> float:
    return part / whole if whole else float(if_empty)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _half_segment(labels: Sequence[Hashable]) -> int:
    segments = 1 + _changes(labels, 0, len(labels) - 1)
    return max(1, round(len(labels) / segments / 2))


def _changes(labels: Sequence[Hashable], start: int, span: int) -> int:
    return sum(labels[at] != labels[at + 1] for at in range(start, start + span))


def _check(predicted: Sequence[Hashable], truth: Sequence[Hashable]) -> None:
    if len(predicted) != len(truth):
        raise ValueError(f"{len(predicted)} predicted labels for {len(truth)} utterances")

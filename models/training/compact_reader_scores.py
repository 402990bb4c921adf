"""This file is where a trained network is listened to: what it says of readings, and the cuts that suit it.

Scores here choose weights and cuts on validation; what is told of the shipped model is models.training.evaluate's."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.metrics import Counts
from models.decision import Decision, chance
from models.reading_windows import Arrays, windows
from models.training.compact_reader_drawing import Window, batch_of
from models.training.compact_reader_readings import Readings

Floats = NDArray[np.float64]
Network = Callable[[Arrays], NDArray[np.float32]]
Choose = Callable[["Case"], NDArray[np.bool_]]
_BATCH_LINES = 4_096
_PULL = 1e-3


@dataclass(frozen=True)
class Case:
    """One reading with what the network says: log odds per line and of anything being there."""

    group: str
    odds: Floats
    relevance: float
    labels: NDArray[np.bool_]


def cases_of(network: Network, readings: Readings, width: int = 128, shared: int = 48) -> list[Case]:
    """Every reading in full; what a line gets from several windows is averaged, "something here" is the most of any."""
    sums, times = np.zeros(len(readings.labels)), np.zeros(len(readings.labels))
    relevance = np.full(len(readings), -np.inf)
    for drawn in _batches(readings, width, shared):
        arrays, _ = batch_of(readings, drawn)
        found = network(arrays)
        for row, window in enumerate(drawn):
            first = int(readings.starts[window.reading])
            sums[first + window.start : first + window.end] += found[row, 1 : 1 + window.size]
            times[first + window.start : first + window.end] += 1
            relevance[window.reading] = max(relevance[window.reading], float(found[row, 0]))
    odds, made = sums / times, []
    for number in range(len(readings)):
        span = slice(int(readings.starts[number]), int(readings.starts[number + 1]))
        group = str(readings.group_names[readings.groups[number]])
        made.append(Case(group, odds[span], float(relevance[number]), readings.labels[span] > 0))
    return made


def by_decision(decision: Decision) -> Choose:
    def choose(case: Case) -> NDArray[np.bool_]:
        chances = decision.chances(case.odds)
        return np.asarray((chances >= decision.least(chances)) & _anything(decision, case))

    return choose


def micro_f1(cases: Sequence[Case], choose: Choose) -> float:
    """F1 of the counts of all cases together."""
    return sum((_count(choose(case), case.labels) for case in cases), Counts()).scores().f1


def grouped(cases: Sequence[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        found[case.group].append(case)
    return dict(sorted(found.items()))


def fit_decision(wholes: Sequence[Case], fragments: Sequence[Case]) -> Decision:
    """Calibrates on both kinds of reading, every group weighing the same, then takes the cuts with the best mean F1 of
    the groups' whole dialogues; the cut of relevance may cost them at most half a point."""
    every = [*wholes, *fragments]
    lines = _platt(*_pooled(every, lambda case: case.odds, lambda case: case.labels))
    some = _platt(*_pooled(every, lambda case: np.array([case.relevance]), lambda case: np.array([case.labels.any()])))
    fitted = Decision(*lines, *some, cut=0.0, share=0.0, relevance_cut=0.0)
    prepared = {name: [_prepared(fitted, case) for case in cases] for name, cases in grouped(wholes).items()}
    cuts = max(
        product((0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.25), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        key=lambda tried: _mean_f1(prepared, *tried),
    )
    found = replace(fitted, cut=cuts[0], share=cuts[1])
    return replace(found, relevance_cut=_relevance_cut(found, wholes, fragments))


def reliability(cases: Sequence[Case], decision: Decision, bins: int = 10) -> list[dict[str, float]]:
    """Per tenth of probability: how many lines, their mean probability, and how many of them are answers."""
    chances = np.concatenate([decision.chances(case.odds) for case in cases])
    labels = np.concatenate([case.labels for case in cases])
    place = np.minimum((chances * bins).astype(int), bins - 1)
    return [
        {
            "lines": int((place == at).sum()),
            "expected": round(float(chances[place == at].mean()), 4),
            "observed": round(float(labels[place == at].mean()), 4),
        }
        for at in range(bins)
        if (place == at).any()
    ]


def abstentions(cases: Sequence[Case], choose: Choose) -> dict[str, float]:
    """The share of readings that answer nothing for which nothing is chosen; and of those that answer."""
    empty = [not choose(case).any() for case in cases if not case.labels.any()]
    wrong = [not choose(case).any() for case in cases if case.labels.any()]
    return {"of negatives": round(float(np.mean(empty)), 4), "of positives": round(float(np.mean(wrong)), 4)}


def _batches(readings: Readings, width: int, shared: int) -> Iterator[list[Window]]:
    sizes = np.diff(readings.starts)
    every = [
        Window(number, start, end)
        for number, size in enumerate(sizes)
        for start, end in windows(int(size), width, shared)
    ]
    every.sort(key=lambda window: window.size)
    batch: list[Window] = []
    for window in every:
        if batch and (len(batch) + 1) * window.size > _BATCH_LINES:
            yield batch
            batch = []
        batch.append(window)
    yield from [batch] if batch else []


def _anything(decision: Decision, case: Case) -> bool:
    return bool(decision.relevance(np.array(case.relevance)) >= decision.relevance_cut)


def _count(chosen: NDArray[np.bool_], labels: NDArray[np.bool_]) -> Counts:
    tp = int((chosen & labels).sum())
    fp, fn = int(chosen.sum()) - tp, int(labels.sum()) - tp
    return Counts(tp, fp, fn, len(labels) - tp - fp - fn)


_Prepared = tuple[Floats, NDArray[np.bool_], float]


def _prepared(decision: Decision, case: Case) -> _Prepared:
    chances = decision.chances(case.odds)
    return chances, case.labels, 2 * replace(decision, share=1.0).least(chances)


def _mean_f1(groups: Mapping[str, Sequence[_Prepared]], cut: float, share: float) -> float:
    found = []
    for prepared in groups.values():
        tp = taken = wanted = 0
        for chances, labels, expected in prepared:
            chosen = chances >= cut + share * expected / 2
            tp += int((chosen & labels).sum())
            taken += int(chosen.sum())
            wanted += int(labels.sum())
        found.append(2 * tp / max(taken + wanted, 1))
    return float(np.mean(found))


def _relevance_cut(decision: Decision, wholes: Sequence[Case], fragments: Sequence[Case]) -> float:
    """The highest cut that costs the whole dialogues' mean F1 at most half a point and leaves nine tenths of the
    fragments that answer."""
    groups = grouped(wholes)
    answering = [float(decision.relevance(np.array(case.relevance))) for case in fragments if case.labels.any()]

    def mean(cut: float) -> float:
        tried = by_decision(replace(decision, relevance_cut=cut))
        return float(np.mean([micro_f1(cases, tried) for cases in groups.values()]))

    least, best = mean(0.0) - 0.005, 0.0
    for cut in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        if mean(cut) >= least and np.mean([each >= cut for each in answering] or [True]) >= 0.9:
            best = cut
    return best


def _pooled(
    cases: Sequence[Case], odds: Callable[[Case], Floats], labels: Callable[[Case], NDArray[np.bool_]]
) -> tuple[Floats, Floats, Floats]:
    """Log odds, labels and weights of all, every group weighing the same."""
    parts = [
        (np.concatenate([odds(case) for case in some]), np.concatenate([labels(case) for case in some]))
        for some in grouped(cases).values()
    ]
    weights = np.concatenate([np.full(len(part[0]), 1 / len(part[0])) for part in parts])
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]) * 1.0, weights


def _platt(odds: Floats, labels: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and offset of a logistic curve through log odds, by Newton's method; a little pull towards (1, 0)."""
    design, plain = np.column_stack([odds, np.ones(len(odds))]), np.array([1.0, 0.0])
    found = plain
    for _ in range(30):
        expected = chance(design @ found)
        slope = design.T @ (weights * (expected - labels)) + _PULL * (found - plain)
        curve = (design * (weights * expected * (1 - expected))[:, None]).T @ design + _PULL * np.eye(2)
        found = found - np.linalg.solve(curve, slope)
    return float(found[0]), float(found[1])

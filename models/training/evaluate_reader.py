"""This file is where readers are compared: which utterances of a whole dialogue they choose for a question.

F1 and MCC are micro averages over the samples that have an answer; abstention is the share of the questions that
nothing in the dialogue answers which get nothing. Reliability: of what ours chose with confidence p, how much is right.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.protocols import Reader
from core.scoring import count_utterances, read_query
from models.training.baselines import Baseline
from models.training.bootstrap import Draws
from models.training.comparing import Row, Tell, distinct
from models.training.samples import Group, Sample

Samples = Mapping[Group, Sequence[Sample]]
_BINS = 10


class _Read(NamedTuple):
    """What one reader found in the samples. counts: (tp, fp, fn, tn) of each; chosen: confidence, and if right."""

    counts: NDArray[np.float64]
    empty: list[bool]
    chosen: list[tuple[float, bool]]
    seconds: float


class Readers(NamedTuple):
    """rows: of all groups and systems; reliability: bins of our reader; parameters: of the baselines per group."""

    rows: list[Row]
    reliability: list[dict[str, Any]]
    parameters: dict[str, dict[str, float]]
    turns_per_second: float


def compare_readers(
    test: Samples, validation: Samples, ours: Mapping[str, Reader], baselines: Sequence[Baseline], tell: Tell
) -> Readers:
    """Every system on every group. ours: by name, the first is the one whose reliability is told."""
    rows: list[Row] = []
    chosen: list[tuple[float, bool]] = []
    parameters: dict[str, dict[str, float]] = {}
    seconds = turns = 0.0
    for group, samples in test.items():
        tuned = [each.tuned(validation.get(group) or samples) for each in baselines]
        parameters["/".join(group)] = {each.name: each.parameter for each in tuned}
        read = {each.name: _read(samples, each) for each in tuned}
        read |= {name: _read(samples, reader) for name, reader in ours.items()}
        rows += [_row(group, samples, name, found) for name, found in read.items()]
        for name in list(ours)[:1]:
            chosen += read[name].chosen
            seconds += read[name].seconds
            turns += sum(len(sample.dialogue.messages) for sample in samples)
        told = ", ".join(f"{row.system} {row.scores['f1'].value:.3f}" for row in rows[-len(read) :])
        tell(f"reader, {group.source} {group.language}, {len(samples)} samples: F1 {told}")
    return Readers(rows, reliability(chosen), parameters, turns / seconds if seconds else 0.0)


def reliability(chosen: Sequence[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Ten bins of confidence that hold something: how many, the mean confidence, and the share that is right."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, right in chosen:
        bins[min(_BINS - 1, int(confidence * _BINS))].append((confidence, right))
    return [
        {
            "from": at / _BINS,
            "chosen": len(some),
            "confidence": round(sum(each for each, _ in some) / len(some), 4),
            "right": round(sum(right for _, right in some) / len(some), 4),
        }
        for at, some in enumerate(bins)
        if some
    ]


def expected_calibration_error(bins: Sequence[Mapping[str, Any]]) -> float:
    """The mean distance of confidence and share right, each bin weighing what it holds (Naeini et al. 2015)."""
    total = sum(each["chosen"] for each in bins)
    return float(sum(each["chosen"] * abs(each["confidence"] - each["right"]) for each in bins) / max(1, total))


def _read(samples: Sequence[Sample], reader: Reader) -> _Read:
    counts, empty, chosen = [], [], []
    began = time.perf_counter()
    for sample in samples:
        found = read_query(sample.dialogue, sample.query, reader)
        counts.append(astuple(count_utterances(sample.dialogue, sample.query, found["utt_ids"])))
        empty.append(not found["utt_ids"])
        chosen += [(p, int(turn) in sample.query.utt_ids) for turn, p in found["confidence"].items()]
    return _Read(np.array(counts, dtype=np.float64), empty, chosen, time.perf_counter() - began)


def _row(group: Group, samples: Sequence[Sample], name: str, read: _Read) -> Row:
    answered = [at for at, sample in enumerate(samples) if not sample.negative]
    negative = [at for at, sample in enumerate(samples) if sample.negative]
    ids = [sample.dialogue.id for sample in samples]
    f1, mcc = Draws([ids[at] for at in answered]).micro(read.counts[answered])
    scores = {"f1": f1, "mcc": mcc}
    if negative:
        scores["abstention"] = Draws([ids[at] for at in negative]).mean([read.empty[at] for at in negative])
    return Row(group, name, distinct(ids), len(samples), scores)

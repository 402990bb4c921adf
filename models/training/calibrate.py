"""This file is where resources/models/compact_reader.json is made: the coefficients of the compact reader.

    python -m models.training.calibrate DATA_DIR

Reads annotated public dialogues (DATA_DIR, the training data's README), computes the evidence with the shipped
embedder, fits three logistic models for spaced and for unspaced scripts by Newton's method, chooses the cuts with the
best F1, and scores all of it on conversations that neither saw.
"""

import argparse
import itertools
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.metrics import Counts, count
from core.protocols import Vectors
from models.bundle import Bundle, shipped_models
from models.compact_reader import CompactReader, judge, windows
from models.evidence import FEATURES, Question
from models.judgement import (
    CONTEXT,
    RELEVANCE,
    Judgement,
    chance,
    context_features,
    log_odds,
    relevance_features,
)
from models.training.held_out import read_listed
from models.training.reading_samples import Sample, Source, samples
from models.utterances import UtteranceEmbedder, UtteranceVectors

Floats = NDArray[np.float64]
_AFTER_QUESTION = FEATURES.index("after_question")


@dataclass(frozen=True)
class Config:
    """Sources with human evidence labels (SGD: a small sample, its queries are templates)."""

    sources: tuple[Source, ...] = (
        Source("qmsum", 36, 6, wholes=2),
        Source("irc_disentanglement", 50, 6, wholes=1),
        Source("kdconv", 220, 3),
        Source("crosswoz", 220, 3),
        Source("monero_meetings", 60, 4, wholes=1),
        Source("passage_qa", 300, 2, language="zh"),
        Source("passage_qa", 150, 3, language="en"),
        Source("sgd", 150, 2),
        Source("ethereum_pm", 40, 2),
    )
    seed: int = 1
    ridge: float = 1e-5  # enough that rare features do not run away


class Remembering:
    """An embedder that computes no text twice in a run: the same turns come back in many samples."""

    def __init__(self, embedder: UtteranceEmbedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._vectors = UtteranceVectors(embedder, capacity=1_000_000)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self._vectors.of(texts)


@dataclass(frozen=True)
class Case:
    """One window of a sample with its evidence; start is the window's place in the sample's messages."""

    sample: Sample
    asked: Question
    start: int
    evidence: Floats

    @property
    def labels(self) -> Floats:
        return np.array([float(at in self.sample.truth) for at in range(self.start, self.start + len(self.evidence))])

    @property
    def answers(self) -> bool:
        return bool(self.labels.any())


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits the compact reader's coefficients.")
    parser.add_argument("data", type=Path, help="the folder with the training data")
    parser.add_argument("--out", type=Path, default=Path("resources/models/compact_reader.json"))
    given = parser.parse_args()
    config, started = Config(), time.monotonic()
    embedder = Remembering(Bundle(shipped_models()).embedder())
    cases = list(collect(config, given.data, CompactReader(embedder)))
    record: dict[str, Any] = {"made_by": "models.training.calibrate", "embedder": embedder.name}
    record |= {"config": asdict(config), "scripts": {}}
    for script in ("spaced", "unspaced"):
        of_script = [case for case in cases if case.asked.unspaced == (script == "unspaced")]
        record["scripts"][script] = fit(of_script, config)
        print(json.dumps(record["scripts"][script]["scores"], indent=1))
    given.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{given.out}: {len(cases)} readings, {time.monotonic() - started:.0f} s")


def collect(config: Config, folder: Path, reader: CompactReader) -> Iterable[Case]:
    listed = read_listed(folder / "never_train_on.txt.gz")
    for source in config.sources:
        made = 0
        for sample in samples(source, folder, listed, config.seed):
            asked = reader.ask(sample.query)
            yield from cases_of(sample, asked, reader)
            made += 1
        print(f"{source.name}: {made} readings", flush=True)


def cases_of(sample: Sample, asked: Question, reader: CompactReader) -> Iterable[Case]:
    for start, end in windows(len(sample.messages)):
        yield Case(sample, asked, start, reader.evidence(asked, sample.messages[start:end]))


def fit(cases: Sequence[Case], config: Config) -> dict[str, Any]:
    """Coefficients, cuts, and scores of one kind of script."""
    teaching = [case for case in cases if case.sample.split == "fit"]
    choosing = [case for case in cases if case.sample.split != "held_out"]
    answering = [case for case in teaching if case.answers]
    labels, weights = _labels(answering), _weights(answering)
    alone = logistic(np.concatenate([case.evidence for case in answering]), labels, weights, config.ridge)
    near = np.concatenate([_context(case, alone) for case in answering])
    context = logistic(near, labels, weights, config.ridge)
    told = np.array([_relevance(case, alone, context) for case in teaching])
    truths = np.array([float(case.answers) for case in teaching])
    relevance = logistic(told, truths, _sample_weights(teaching), config.ridge)
    fitted = Judgement(alone, context, relevance, 0.0, 0.0, 0.0)
    cuts = _cuts(choosing, fitted)
    final = Judgement(alone, context, relevance, **cuts)
    return {
        "features": {"alone": FEATURES, "context": CONTEXT, "relevance": RELEVANCE},
        "alone": [round(float(value), 4) for value in alone],
        "context": [round(float(value), 4) for value in context],
        "relevance": [round(float(value), 4) for value in relevance],
        **cuts,
        "scores": scores([case for case in cases if case.sample.split == "held_out"], final),
    }


def logistic(rows: Floats, labels: Floats, weights: Floats, ridge: float) -> Floats:
    """Weighted ridge logistic regression by Newton's method; the bias is last and not shrunk."""
    design = np.column_stack([rows, np.ones(len(rows))])
    share = weights / weights.sum()
    penalty = np.append(np.full(rows.shape[1], ridge), 1e-9)
    found = np.zeros(design.shape[1])
    for _ in range(40):
        expected = chance(design @ found)
        slope = design.T @ (share * (expected - labels)) + penalty * found
        curve = (design * (share * expected * (1 - expected))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found = found - step
        if np.abs(step).max() < 1e-7:
            break
    return np.asarray(found)


def scores(cases: Sequence[Case], judgement: Judgement) -> dict[str, Any]:
    """Micro precision, recall, F1, MCC per source and shape, and how often relevance is right."""
    counts: dict[str, Counts] = defaultdict(Counts)
    relevant: dict[str, Counts] = defaultdict(Counts)
    chosen: dict[int, set[int]] = defaultdict(set)
    for case in cases:
        reading = judge(case.asked, case.evidence, judgement)
        answers = reading.relevance >= judgement.relevance_cut
        least = judgement.least(float(reading.chances.max(initial=0)))
        over = np.flatnonzero(reading.chances >= least) if answers else ()
        chosen[id(case.sample)].update(case.start + int(at) for at in over)
        relevant[case.sample.source] += count([0] if answers else [], [0] if case.answers else [], 1)
    for sample in {id(case.sample): case.sample for case in cases}.values():
        found = count(chosen[id(sample)], sample.truth, len(sample.messages))
        for name in ("all", f"{sample.source} {sample.shape}"):
            counts[name] += found
    return {
        "utterances": {name: _rounded(each) for name, each in sorted(counts.items())},
        "relevance": {name: _rounded(each) for name, each in sorted(relevant.items())},
    }


def _context(case: Case, alone: Floats) -> Floats:
    return context_features(log_odds(case.evidence, alone), case.evidence[:, _AFTER_QUESTION])


def _relevance(case: Case, alone: Floats, context: Floats) -> Floats:
    odds = log_odds(_context(case, alone), context)
    return relevance_features(odds, case.evidence, len(case.asked.terms))


def _labels(cases: Sequence[Case]) -> Floats:
    return np.concatenate([case.labels for case in cases])


def _weights(cases: Sequence[Case]) -> Floats:
    """Per utterance: every source weighs the same, and inside it every sample, however long."""
    shares = _shares(cases, [len(case.evidence) for case in cases])
    return np.concatenate([np.full(len(case.evidence), share) for case, share in zip(cases, shares, strict=True)])


def _sample_weights(cases: Sequence[Case]) -> Floats:
    """The same per window."""
    return np.array(_shares(cases, [1] * len(cases)))


def _shares(cases: Sequence[Case], sizes: Sequence[int]) -> list[float]:
    of_sample: dict[int, int] = defaultdict(int)
    for case, size in zip(cases, sizes, strict=True):
        of_sample[id(case.sample)] += size
    of_source = Counter(sample.source for sample in {id(case.sample): case.sample for case in cases}.values())
    return [1 / of_sample[id(case.sample)] / of_source[case.sample.source] for case in cases]


def _cuts(cases: Sequence[Case], judgement: Judgement) -> dict[str, float]:
    """The cuts with the best mean of the sources' F1, fragments that answer nothing included."""
    readings = [judge(case.asked, case.evidence, judgement) for case in cases]
    chances = np.concatenate([reading.chances for reading in readings])
    relevance = np.concatenate([np.full(len(reading.odds), reading.relevance) for reading in readings])
    best = np.concatenate([np.full(len(reading.odds), reading.chances.max(initial=0)) for reading in readings])
    truths = _labels(cases) > 0
    names = np.concatenate([[case.sample.source] * len(case.evidence) for case in cases])
    of_source = [names == name for name in sorted(set(names))]

    def mean_f1(cuts: Sequence[float]) -> float:
        taken = (relevance >= cuts[0]) & (chances >= cuts[1]) & (chances >= cuts[2] * best)
        shares = [2 * (taken & truths & own).sum() / (taken[own].sum() + truths[own].sum()) for own in of_source]
        return float(np.mean(shares))

    tried = itertools.product(
        *([step / 20 for step in steps] for steps in (range(2, 13), range(2, 9), range(0, 15, 2)))
    )
    found = max(tried, key=mean_f1)
    return dict(zip(("relevance_cut", "utterance_cut", "share_of_best"), found, strict=True))


def _rounded(counts: Counts) -> dict[str, float]:
    return {name: round(value, 3) for name, value in counts.scores()._asdict().items()}


if __name__ == "__main__":
    main()

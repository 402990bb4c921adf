"""This file is where the README's table of readers is made, by one command.

    python -m tests.benchmarks.readers judged.jsonl --write README.md
    python -m tests.benchmarks.readers held-out.jsonl.gz --reader compact --reader f2rvlm-3b --write README.md

Every figure is measured now, by `eval read` on the file that is given (schema: core.dialogues). --reader: as there; the
one that comes along is always in the table. --write puts the table between <!-- readers --> and <!-- /readers -->.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from app.session.readers import COMPACT, bundle_of, ready_reader
from core.evaluation import Task, evaluate_read
from core.picture_source import dialogue_pictures
from models.entries import ModelEntry
from tests.benchmarks.pages import put_between

MADE_UP = "made-up weights, its scores mean nothing"
_TINY = 100 << 20
_HEAD = ("Reader", "Computed by", "Size", "Joint F1", "Joint MCC", "Seconds a question", "Tokens/s: prompt, answer")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.readers", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--reader", action="append", default=[], metavar="NAME")
    parser.add_argument("--kind", help="only questions of this kind")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args(arguments)
    made = table(chosen.data, [COMPACT, *(name for name in chosen.reader if name != COMPACT)], chosen.kind)
    print(made)
    if chosen.write:
        put_between(chosen.write, "readers", made)


def table(data: Path, names: Sequence[str], kind: str | None = None) -> str:
    """The table and a line that says what was measured. Raises ModelError and DataError."""
    rows, samples = [], 0
    for name in names:
        bundle = bundle_of(name)
        reader, _ = ready_reader(bundle, dialogue_pictures(data))
        scores = evaluate_read(Task(data, kind), reader)
        rows.append(row(bundle.entry("reader"), scores))
        samples = scores["samples"]
    lines = [_line(_HEAD), _line(["---"] * len(_HEAD)), *map(_line, rows)]
    return "\n".join([*lines, "", f"Measured on {samples} questions of `{data.name}` ({_on()})."])


def row(entry: ModelEntry, scores: dict[str, Any]) -> list[str]:
    """One reader's line of the table."""
    cost, speed = scores["cost"], scores["cost"].get("tokens_per_second")
    return [
        f"{_plain(entry.name)} ({MADE_UP})" if is_made_up(entry) else _plain(entry.name),
        _plain(cost.get("device") or "CPU"),
        _size(entry.size),
        f"{100 * scores['joint']['f1']:.1f}",
        f"{100 * scores['joint']['mcc']:.1f}",
        f"{cost['seconds_per_question']['p50']:.2f}",
        f"{speed['prompt']:,.0f}, {speed['answer']:,.0f}" if speed else "–",
    ]


def is_made_up(entry: ModelEntry) -> bool:
    """No vision-language model that was ever trained is this small; others say what they are."""
    return entry.facts.get("origin") == "made up" or (entry.kind in ("gguf", "transformers") and entry.size < _TINY)


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size else "–"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Names come from manifests and machines; a table has room for a few words without marks."""
    return "".join(letter for letter in text if letter.isprintable() and letter not in "|`<>*[]")[:80]


def _on() -> str:
    import platform

    return f"{platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()

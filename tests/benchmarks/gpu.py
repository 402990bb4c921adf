"""This file is where both readers of this machine are measured, on a GPU where there is one (GPU.md tells the rest).

    python -m tests.benchmarks.gpu                     # tiny, 2b, 3b and 7b; some 60 GB of disk, an hour
    python -m tests.benchmarks.gpu --sizes tiny 2b     # less
    python -m tests.benchmarks.gpu --smoke --write     # tiny ones and little to read: a minute or two on any CPU
    python -m tests.benchmarks.gpu --bundle FOLDER     # an added bundle with real weights instead

Each reader runs in a process of its own, so that its memory is its own and a crash is one row. --write puts what was
printed into GPU.md. The checkpoints are made up: their shapes are those of the real ones, their weights are noise.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from models.backends import generator_of
from models.bundle import Bundle
from models.graphics import gpus
from models.training.export import add_to_manifest, listed_files
from models.training.tiny import Config, tiny_checkpoint
from tests.benchmarks.large_readers import SMOKE, Amount, measure
from tests.benchmarks.measuring import Figure, Table
from tests.benchmarks.pages import put_between

_ARCHITECTURE = {"tiny": ("qwen2_vl", "qwen2_5_vl"), "2b": ("qwen2_vl",), "3b": ("qwen2_5_vl",), "7b": ("qwen2_5_vl",)}
_PAGE = Path(__file__).with_name("GPU.md")
_PATIENCE = 7_200


@dataclass(frozen=True, slots=True)
class Case:
    """One reader to measure: its bundle's folder."""

    name: str
    folder: Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gpu", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="tiny checkpoints and little to read")
    parser.add_argument("--sizes", nargs="+", choices=tuple(_ARCHITECTURE), default=("tiny", "2b", "3b", "7b"))
    parser.add_argument("--kinds", nargs="+", choices=("transformers", "gguf"), default=("transformers", "gguf"))
    parser.add_argument("--bundle", type=Path, action="append", metavar="FOLDER")
    parser.add_argument("--folder", type=Path, help="where made-up checkpoints are kept; a temporary one otherwise")
    parser.add_argument("--dialogues", type=int, help="of the corpus for FFRS; 500 otherwise")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="put what was printed into GPU.md")
    parser.add_argument("--case", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.case:
        _measure_case(Case(chosen.case[0], Path(chosen.case[1])), chosen)
        return
    lines = _run(chosen)
    if chosen.write:
        put_between(_PAGE, "smoke" if chosen.smoke else "full", "\n".join(["```", *lines, "```"]))


def _run(chosen: argparse.Namespace) -> list[str]:
    started = time.perf_counter()
    lines = [_say(_machine())]
    figures: list[object] = []
    with tempfile.TemporaryDirectory(prefix="chattrove-gpu-", ignore_cleanup_errors=True) as name:
        folder = chosen.folder or Path(name)
        for case in _cases(chosen, folder):
            told, found = _in_a_process(case, chosen, Path(name))
            lines += told
            figures += found
    lines.append(_say(f"All of it took {time.perf_counter() - started:,.0f} s."))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return lines


def _cases(chosen: argparse.Namespace, folder: Path) -> Iterator[Case]:
    if chosen.bundle:
        yield from (Case(each.name, each) for each in chosen.bundle)
        return
    for size in ("tiny",) if chosen.smoke else chosen.sizes:
        for architecture in _ARCHITECTURE[size]:
            checkpoint = folder / f"{architecture}-{size}"
            if not (checkpoint / "config.json").is_file():
                tiny_checkpoint(checkpoint, architecture, Config(size=size))
            for kind in chosen.kinds:
                for name, made in _bundles(kind, checkpoint, size):
                    yield Case(f"{architecture} {size} {name}", made)


def _bundles(kind: str, checkpoint: Path, size: str) -> Iterator[tuple[str, Path]]:
    if kind == "transformers":
        yield kind, as_bundle(checkpoint)
        return
    from models.training.gguf_export import Config as Export
    from models.training.gguf_export import export_gguf

    for how in ("f16",) if size == "tiny" else ("q8_0", "q4_k_m"):
        out = checkpoint.with_name(f"{checkpoint.name}-{how}")
        if not (out / "manifest.json").is_file():
            export_gguf(checkpoint, out, Export(kind=how))
        yield f"gguf {how}", out


def as_bundle(checkpoint: Path) -> Path:
    """The folder with a manifest of its own files, as `models add` would write it."""
    files = {
        path.name: {"path": path.name} for path in checkpoint.iterdir() if path.suffix in (".json", ".safetensors")
    }
    files.pop("manifest.json", None)
    entry = {"name": f"made-up-{checkpoint.name}", "kind": "transformers", "licence": "none", "origin": "made up"}
    add_to_manifest(checkpoint / "manifest.json", "reader", listed_files({**entry, "files": files}, checkpoint))
    return checkpoint


def _in_a_process(case: Case, chosen: argparse.Namespace, folder: Path) -> tuple[list[str], list[object]]:
    told = folder / "figures.json"
    told.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.gpu", "--case", case.name, str(case.folder), "--json", str(told)]
    command += ["--smoke"] if chosen.smoke else []
    command += ["--dialogues", str(chosen.dialogues)] if chosen.dialogues else []
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            lines.append(_say(line.rstrip("\n")))
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
    if process.returncode:
        lines.append(_say(f"{case.name}: ended with {process.returncode}"))
    return lines, json.loads(told.read_text("utf-8")) if told.is_file() else []


def _measure_case(case: Case, chosen: argparse.Namespace) -> None:
    if chosen.smoke and hasattr(os, "sched_setaffinity"):
        # Tiny models lose more to threads that wait for each other than they gain.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    amount = SMOKE if chosen.smoke else Amount(dialogues=chosen.dialogues or Amount().dialogues)
    table, before = Table(), _used()
    measure(table, case.name, lambda: generator_of(Bundle(case.folder)), amount)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    size = sum(file.size for file in Bundle(case.folder).entry("reader").files.values()) / (1 << 20)
    table.add(Figure(f"{case.name}: peak memory of the process", peak, "MB", "its files", size))
    if before is not None:
        table.add(Figure(f"{case.name}: peak memory of the graphics card", _peak(before), "MB", "its files", size))
    chosen.json.write_text(json.dumps(table.as_json(), indent=1), encoding="utf-8")


def _used() -> int | None:
    """MiB of the first graphics card that somebody uses; None where there is no card."""
    cards = gpus()
    return cards[0].memory - cards[0].free if cards else None


def _peak(before: int) -> float:
    """torch knows its peak; of llama.cpp, what is used now is all of it, because it takes its memory at the start."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and torch.cuda.max_memory_reserved():
        return float(torch.cuda.max_memory_reserved() / (1 << 20))
    return float((_used() or before) - before)


def _machine() -> str:
    cards = ", ".join(f"{card.name} ({card.memory} MB)" for card in gpus()) or "no graphics card"
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {cards}, {platform.python_version()}"


def _say(line: str) -> str:
    print(line, flush=True)
    return line


if __name__ == "__main__":
    main()

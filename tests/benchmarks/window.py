"""This file is where the window's smoothness is measured: how long its event loop stands still, and whose doing it is.

Two windows run (window_run.py): one imports and indexes, and is asked meanwhile; one has a conversation of a million
messages, is asked, typed into and scrolled. A stall is the window's own by what neither the machine's other programs
nor its scheduler explain (watchdog.py); the peer of every phase is the same window with nothing to do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.archive import Archive
from core.index import DenseIndex
from core.indexing import list_fragments
from models.bundle import Bundle, shipped_models
from tests.benchmarks.finding import fill
from tests.benchmarks.measuring import Figure, Table
from tests.benchmarks.synthetic import whatsapp_lines
from tests.benchmarks.watchdog import LIMIT_MS

INDEXING_SECONDS = 60


def measure(table: Table, folder: Path, counts: tuple[int, int], seconds: float = INDEXING_SECONDS) -> None:
    """counts: messages imported, and messages of the long conversation."""
    imported, long = counts
    export = folder / "WhatsApp Chat with Window.txt"
    export.write_text("".join(whatsapp_lines(imported)), encoding="utf-8")
    _tell(table, f"{imported:,}", _run(folder, "taking-in", str(folder / "window"), str(export), str(seconds)))
    archive = folder / f"window-{long}"
    _make(archive, long)
    _tell(table, f"{long:,}", _run(folder, "long", str(archive)))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    table.add(Figure("load average after the windows", load, ""))


def _make(directory: Path, count: int) -> None:
    embedder = Bundle(shipped_models()).embedder()
    with Archive(directory) as archive:
        fill(archive, embedder.name, count)
        list_fragments(archive, DenseIndex(archive.directory, embedder.name), lambda _: None)


def _run(folder: Path, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CHATTROVE_CONFIG": str(folder / "config")}
    command = [sys.executable, "-m", "tests.benchmarks.window_run", *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _tell(table: Table, what: str, phases: dict[str, Any]) -> None:
    idle = phases.pop("idle")
    for name, figures in phases.items():
        title = f"event loop, {name}, {what}"
        table.add(Figure(f"{title}, p99", figures["p99"], "ms", "the same while idle", idle["p99"]))
        table.add(Figure(f"{title}, worst", figures["worst"], "ms", "the same while idle", idle["worst"]))
        table.add(Figure(f"{title}, worst of its own", figures["worst_own"], "ms"))
        table.add(Figure(f"{title}, own over {LIMIT_MS:.0f} ms", figures["own"], "stalls"))
        for stack in figures["stacks"] if figures["own"] else ():
            print(stack, file=sys.stderr)

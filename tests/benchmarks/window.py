"""This file is where the window's smoothness is measured: how long its event loop stands still during an import."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measuring import Figure, Table
from tests.benchmarks.synthetic import whatsapp_lines

_WATCH = """
import json, os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from app.gui.work.collector import calm
from app.gui.main import SWITCH_SECONDS, _open_session, application, open_window
archive, export = Path(sys.argv[1]), Path(sys.argv[2])
sys.setswitchinterval(SWITCH_SECONDS)
running = application()
desk = open_window(_open_session, archive)
calm()
desk.window.show()
running.processEvents()
gaps, begun, last = {"idle": [], "import": []}, [0.0], [time.perf_counter()]
def tick():
    now = time.perf_counter()
    gaps["import" if begun[0] else "idle"].append(1000 * (now - last[0]))
    last[0] = now
    if begun[0] and (now - begun[0] > 120 or desk.engine.looking and stored() >= int(sys.argv[3])):
        for name in gaps:
            gaps[name].sort()
        told = lambda g: {"worst": g[-1], "p99": g[int(0.99 * len(g))], "over_50": sum(x > 50 for x in g)}
        figures = {name: told(found) for name, found in gaps.items()}
        print(json.dumps(figures), flush=True)
        os._exit(0)
seen = [0, 0.0]
def stored():
    if time.perf_counter() - seen[1] > 0.5:
        import sqlite3
        seen[1] = time.perf_counter()
        with sqlite3.connect(f"file:{archive}/archive.sqlite3?mode=ro", uri=True) as connection:
            seen[0] = connection.execute("SELECT coalesce(sum(messages), 0) FROM conversations").fetchone()[0]
    return seen[0]
def start():
    begun[0] = time.perf_counter()
    desk.intake.import_paths([export])
desk.begin(None, [])
timer = QTimer()
timer.setInterval(2)
timer.timeout.connect(tick)
timer.start()
QTimer.singleShot(4000, start)
running.exec()
"""


def measure(table: Table, folder: Path, count: int) -> None:
    """Gaps of a 2 ms timer while `count` messages are imported; the peer is the same window with nothing to do, which
    includes loading the models once."""
    export = folder / "WhatsApp Chat with Window.txt"
    export.write_text("".join(whatsapp_lines(count)), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CHATTROVE_CONFIG": str(folder / "config")}
    arguments = [sys.executable, "-c", _WATCH, str(folder / "window"), str(export), str(count)]
    done = subprocess.run(arguments, env=environment, check=True, capture_output=True, text=True)
    gaps = json.loads(done.stdout.splitlines()[-1])
    idle = gaps["idle"]["worst"]
    for name in ("p99", "worst"):
        figure = Figure(
            f"event loop, import of {count:,} messages, {name}", gaps["import"][name], "ms", "worst while idle", idle
        )
        table.add(figure)
    table.add(Figure("event loop, gaps over 50 ms in that import", gaps["import"]["over_50"], "gaps"))

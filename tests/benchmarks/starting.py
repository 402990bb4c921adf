"""This file is where starting is timed: the command line and the window, against Python and a bare Qt window."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measuring import Figure, Table

_RUNS = 5
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""
_OURS = """
import os
from app.gui.main import _open_session, application, open_window
running = application()
desk = open_window(_open_session, None)
desk.window.show()
running.processEvents()
os._exit(0)
"""


def measure(table: Table, folder: Path) -> None:
    """Seconds from the start of the process; medians of five."""
    python = _seconds(["-c", "pass"], folder)
    table.add(
        Figure(
            "chattrove --help", 1000 * _seconds(["-m", "app", "--help"], folder), "ms", "python -c pass", 1000 * python
        )
    )
    search = _seconds(["-m", "app", "show", "--archive", str(folder / "empty")], folder)
    table.add(Figure("open an archive, list conversations", 1000 * search, "ms", "python -c pass", 1000 * python))
    bare = _seconds(["-c", _BARE], folder)
    table.add(Figure("window visible", 1000 * _seconds(["-c", _OURS], folder), "ms", "bare Qt window", 1000 * bare))


def _seconds(arguments: list[str], folder: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CHATTROVE_CONFIG": str(folder / "config")}
    environment["CHATTROVE_ARCHIVE"] = str(folder / "empty")
    taken = []
    for _ in range(_RUNS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, check=False, capture_output=True)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])

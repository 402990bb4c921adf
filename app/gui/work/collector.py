"""This file is where Python's garbage collector is kept from stopping the window, and from freeing it on other threads.

A full collection visits every object of the process and holds the interpreter all the while: some 60 ms once Qt and
numpy are loaded. What is loaded stays loaded, so it need not be visited. And Python collects on whichever thread makes
the next object: a widget that is freed on a thread of a lane ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2_000
_FULL_EVERY = 30


def calm() -> None:
    """What exists now is never visited again."""
    gc.freeze()


class Collector(QObject):
    """Collects on the window's thread and on no other: young objects every two seconds, all that is new each minute."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._turns = 0
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self._collect)
        timer.start()

    def _collect(self) -> None:
        self._turns += 1
        gc.collect(1 if self._turns % _FULL_EVERY else 2)

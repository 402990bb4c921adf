"""This file is where a scene waits until the window shows what is to be seen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

_PATIENCE = 120.0


def until(condition: Callable[[], bool]) -> None:
    """Lets the window work until the condition holds. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to the state that was to be shown")
        rest(0.02)


def rest(seconds: float) -> None:
    """Lets the event loop turn. (QTest.qWait would keep Python from the worker threads meanwhile.)"""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()

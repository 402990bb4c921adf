"""This file is where it is seen on which thread Python frees what only circles hold."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.gui.work import collector


class Circle:
    def __init__(self, freed: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: freed.append(threading.get_ident()))


def test_what_circles_hold_is_freed_on_the_windows_thread_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "_EVERY_MS", 50)
    owner, freed = QObject(), list[int]()
    collector.Collector(owner)

    def make_circles() -> None:
        for _ in range(5_000):
            Circle(freed)

    assert not gc.isenabled()
    thread = threading.Thread(target=make_circles)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(freed) == 5_000)
    assert set(freed) == {threading.get_ident()}

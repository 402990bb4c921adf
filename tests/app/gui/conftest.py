"""This file is where the window's tests get an archive of their own."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.gui.look import language

MANY = 300_000
"""Objects from which on it is worth a quarter of a second to look which of them nobody needs."""


@pytest.fixture(autouse=True)
def own_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "archive"))


@pytest.fixture(autouse=True)
def collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the program, nothing is collected on the thread of a lane; and no window is kept for good."""
    monkeypatch.setattr("app.gui.work.collector.calm", lambda: None)
    gc.disable()


@pytest.fixture(scope="session", autouse=True)
def clipboard_emptied() -> Iterator[None]:
    """The offscreen platform deletes what was copied after Python has ended, which ends the process with a crash."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A closed window that waits for its deletion is styled anew with every window after it; and every test begins in
    English."""
    yield
    if QApplication.instance() is not None:
        language.choose("en")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if gc.get_count()[0] > MANY:
            gc.collect()
    gc.enable()

"""This file is where the window's tests get an archive of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.gui.look import language


@pytest.fixture(autouse=True)
def own_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "archive"))


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A closed window that waits for its deletion is styled anew with every window after it; and every test begins in
    English."""
    yield
    if QApplication.instance() is not None:
        language.choose("en")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

"""This file is where the window's tests get an archive of their own."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.look import language
from app.gui.main import application, open_window
from app.settings import Settings
from tests.app.gui.fake_session import FakeArchive, FakeSession

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


@pytest.fixture
def desk(qtbot: QtBot, archive: FakeArchive) -> Iterator[Desk]:
    """The window on the archive of the test's own fixture `archive`, its home shown."""
    application()
    opened = open_window(
        lambda directory: FakeSession(archive, directory),  # type: ignore[arg-type, return-value]
        archive.folder / "archive",
        Settings(theme="light", language="en", read_pictures=False),
    )
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home)
    yield opened
    opened.leaving.leave()
    opened.window.deleteLater()

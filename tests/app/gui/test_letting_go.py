"""This file is where a window goes for good: what Python and Qt both hold is freed once, whatever was shown in it."""

import subprocess
import sys

import pytest

WINDOWS = """
import gc, sys
from pathlib import Path
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from app.gui.main import application, open_window
from app.settings import Settings
from tests.app.gui.fake_session import FakeSession, harbour
running = application()
archive = harbour(Path(sys.argv[1]))
for _ in range(3):
    desk = open_window(lambda directory: FakeSession(archive, directory), None, Settings("light", "en"))
    desk.window.show()
    for name in sys.argv[2:]:
        getattr(desk.window.rail, name).emit()
        running.processEvents()
    desk.window.close()
    desk.window.deleteLater()
    del desk
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
print("gone")
"""


@pytest.mark.parametrize("pages", [[], ["history", "people", "guides", "settings"], ["gallery", "models"]])
def test_windows_that_are_closed_leave_nothing_that_is_freed_twice(tmp_path: object, pages: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", WINDOWS, str(tmp_path), *pages],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "gone" in done.stdout, done.stderr[-2_000:]

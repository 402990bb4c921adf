"""This file is where the window's tests get a screen that is not there and a Session that is exact but in memory."""

import os
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATTROVE_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "archive"))

"""This file is where the window's tests get an archive of their own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "archive"))

"""This file is where all tests get their ground rules: no network, no display, no settings of whoever runs them."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about what else the machine does; a test that hangs has its own limit.
settings.register_profile("chattrove", deadline=None)
settings.load_profile("chattrove")

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("CHATTROVE_ARCHIVE", None)
os.environ.pop("CHATTROVE_INDEX", None)
# Fixtures of a whole module are made before a test has settings of its own.
os.environ["CHATTROVE_CONFIG"] = str(Path(__file__).with_name("no settings"))

try:
    import PySide6.QtGui  # noqa: F401

    # Loaded here and not by itself, because it stops the whole run where Qt's system libraries are missing.
    pytest_plugins = ["pytestqt.plugin"]
    WITHOUT_QT = ""
except ImportError as missing:
    WITHOUT_QT = f"Qt cannot be loaded here: {missing}"


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has settings of its own."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("CHATTROVE_CONFIG", str(folder))
    monkeypatch.setenv("CHATTROVE_MODELS", str(folder / "models"))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any connection to an internet address fails the test, not only those that a test looks for."""
    tried: list[object] = []

    class Refused(socket.socket):
        def connect(self, address: object) -> None:  # type: ignore[override]
            if self.family in (socket.AF_INET, socket.AF_INET6):
                tried.append(address)
                raise OSError(f"a test tried to reach {address}")
            super().connect(address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "socket", Refused)
    yield
    assert not tried, f"something tried to reach the network: {tried}"


def pytest_configure(config: pytest.Config) -> None:
    """Qt's messages go to stderr, which pytest keeps too. pytest-qt would take them in Python: a lane's thread that has
    a lock of Qt then waits for the interpreter, and whoever has the interpreter for that lock."""
    if not WITHOUT_QT:
        config.option.qt_log = False


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if WITHOUT_QT and "gui" in collection_path.parts else None


def pytest_report_header() -> str:
    return WITHOUT_QT or "Qt: offscreen"

"""This file is where the archive is killed in the middle of work, opened again, and found whole."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.session import Session

_IMPORT = "from app.cli import run; import sys; sys.exit(run(['import', '--archive', {archive!r}, {export!r}]))"
_LINES = 30_000


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chat that takes some seconds to import and longer to index."""
    path = tmp_path_factory.mktemp("export") / "WhatsApp Chat with Long.txt"
    chance = random.Random(3)
    words = ["boat", "tree", "salt", "lamp", "road", "king", "moon", "milk", "gold", "火车", "猫", "晚饭", "机票"]
    with path.open("w", encoding="utf-8") as file:
        for number in range(_LINES):
            day, minute = number // 800, number % 800
            text = " ".join(chance.choices(words, k=6))
            moment = f"{day % 28 + 1:02}/{day // 28 + 1:02}/2023, {8 + minute // 60:02}:{minute % 60:02}"
            file.write(f"{moment} - Ana: {number} {text}\n")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9; terminating is tested elsewhere")
@pytest.mark.parametrize("stage", ["import", "index"])
def test_nothing_is_lost_when_the_process_is_killed(export: Path, tmp_path: Path, stage: str) -> None:
    archive = tmp_path / "archive"
    command = [sys.executable, "-c", _IMPORT.format(archive=str(archive), export=str(export))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_until(archive, stage, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Session(archive) as session:
        stored = session.totals()[1]
        assert stored > 0
        assert session.verify(lambda _: None).sound
        report = session.import_exports([export], report=lambda _: None)
        assert report.new == _LINES - stored
        assert session.totals()[1] == _LINES
        if stage == "index":
            assert session.pending() > 0
        assert session.verify(lambda _: None).sound


def test_indexing_goes_on_where_it_was_killed(tmp_path: Path, export: Path) -> None:
    small = tmp_path / "WhatsApp Chat with Small.txt"
    small.write_text("".join(export.read_text(encoding="utf-8").splitlines(keepends=True)[:3000]), encoding="utf-8")
    archive = tmp_path / "archive"
    command = [sys.executable, "-c", _IMPORT.format(archive=str(archive), export=str(small))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_until(archive, "index", process)
    process.kill()
    process.wait()
    with Session(archive) as session:
        session.import_exports([small], report=lambda _: None)
        session.index(lambda _: None)
        assert session.pending() == 0
        assert session.verify(lambda _: None).sound
        query = session.parse("火车").query
        assert session.find(query)


def _wait_until(archive: Path, stage: str, process: "subprocess.Popen[bytes]", seconds: float = 120) -> None:
    """Returns while the work of the stage goes on, some of it committed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the process ended before it could be killed"
        if (archive / "archive.sqlite3").exists():
            with Session(archive) as session:
                messages = session.totals()[1]
                if stage == "import" and messages:
                    return
                if messages and session.pending() < messages:
                    return
        time.sleep(0.01)
    raise AssertionError(f"no {stage} within {seconds} s")

"""This file is where a window's workshop is held to its word: the same answers, the same errors, and no orphan."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session import Session
from app.session.beside import WindowSession, Workshop
from core.errors import ArchiveError, BrokenExport, Cancelled, WorkshopLost
from core.types import Progress

_QUESTION = "tide 7 harbour"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


@pytest.fixture
def session(workshop: Workshop, tmp_path: Path) -> Iterator[WindowSession]:
    with WindowSession(tmp_path / "archive", workshop) as made:
        yield made


def chat(folder: Path, count: int) -> Path:
    path = folder / "WhatsApp Chat with Ana.txt"
    lines = [
        f"{13 + n // 1500:02}/03/2023, {8 + n // 60 % 12:02}:{n % 60:02} - Ana: tide {n} at the harbour"
        for n in range(count)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_session_beside_a_window_answers_as_a_session_does(session: WindowSession, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = session.import_exports([chat(tmp_path, 120)], report=told.append)
    assert session.totals()[1] == report.new == 120
    made = session.index(told.append)
    assert {each.stage for each in told} >= {"read", "embed"}
    assert session.pending() == 0
    query = session.parse(_QUESTION).query
    results = list(session.read(query, session.find(query), told.append))[-1]
    with Session(session.directory) as plain:
        assert made == plain.index(lambda _: None) + made
        assert session.find(query) == plain.find(query)
        assert results == list(plain.read(query, plain.find(query), lambda _: None))[-1]


def test_errors_come_back_as_what_they_are(session: WindowSession, tmp_path: Path) -> None:
    with pytest.raises(BrokenExport, match="no such file"):
        session.import_exports([tmp_path / "nowhere.zip"], report=lambda _: None)
    with pytest.raises(ArchiveError):
        session.undo_import(7, lambda _: None)
    with pytest.raises(AttributeError) as bug:
        session.find(None)  # type: ignore[arg-type]
    assert "in find" in "".join(bug.value.__notes__)


def test_a_report_that_raises_ends_the_work_and_the_next_call_is_answered(
    session: WindowSession, tmp_path: Path
) -> None:
    def stop(_: Progress) -> None:
        raise Cancelled("stopped")

    path = chat(tmp_path, 5_000)
    with pytest.raises(Cancelled):
        session.import_exports([path], report=stop)
    report = session.import_exports([path], report=lambda _: None)
    assert 0 < report.new <= 5_000
    assert session.totals()[1] == 5_000


def test_results_that_nobody_waits_for_any_more_are_not_read_on(session: WindowSession, tmp_path: Path) -> None:
    session.import_exports([chat(tmp_path, 120)], report=lambda _: None)
    session.index(lambda _: None)
    query = session.parse(_QUESTION).query
    reading = session.read(query, session.find(query), lambda _: None)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert session.find(query)


def test_a_workshop_that_was_killed_is_told_and_the_next_call_has_a_new_one(tmp_path: Path) -> None:
    with Workshop() as workshop, WindowSession(tmp_path / "archive", workshop) as session:
        path = chat(tmp_path, 20_000)

        def kill(_: Progress) -> None:
            if workshop.process_id is not None:
                os.kill(workshop.process_id, signal.SIGTERM)

        with pytest.raises(WorkshopLost, match="ended by itself"):
            session.import_exports([path], report=kill)
        stored = session.totals()[1]
        report = session.import_exports([path], report=lambda _: None)
        assert report.new == 20_000 - stored


def test_the_workshop_ends_when_its_window_is_killed(tmp_path: Path) -> None:
    script = f"""
import time
from contextlib import suppress
from pathlib import Path
from app.session.beside import WindowSession, Workshop
from core.errors import ArchiveError
workshop = Workshop()
session = WindowSession(Path({str(tmp_path / "archive")!r}), workshop)
with suppress(ArchiveError):
    session.undo_import(7, lambda _: None)
print(workshop.process_id, flush=True)
time.sleep(60)
"""
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    number = int(window.stdout.readline())
    window.kill()
    window.communicate()
    _wait_for_end(number)


def test_closing_ends_the_workshop_also_amidst_its_work(tmp_path: Path) -> None:
    workshop = Workshop()
    with WindowSession(tmp_path / "archive", workshop) as session:

        def close(_: Progress) -> None:
            seen.append(workshop.process_id)
            workshop.close()

        seen: list[int | None] = []
        with pytest.raises((WorkshopLost, Cancelled)):
            session.import_exports([chat(tmp_path, 20_000)], report=close)
        assert seen[0] is not None
        _wait_for_end(seen[0])
    assert workshop.process_id is None


def _wait_for_end(process: int, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("the workshop outlived its window")


def test_the_window_itself_never_loads_a_model_nor_opens_chroma(session: WindowSession) -> None:
    with pytest.raises(AssertionError, match="in the workshop"):
        session._open_recall()
    with pytest.raises(AssertionError, match="in the workshop"):
        session._open_reader()

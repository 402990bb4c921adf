"""This file is where the lanes are held to their word: order, threads, cancelling, and nothing late."""

import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.search.searching import Found, Searching
from app.gui.work.lanes import Job, Lane
from core.types import Progress
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return harbour(tmp_path)


@pytest.fixture
def lane(archive: FakeArchive, qtbot: QtBot) -> Lane:
    made = Lane("test", lambda: FakeSession(archive), lambda error: pytest.fail(str(error)))
    yield made
    made.close()


def test_work_runs_off_the_gui_thread_and_is_delivered_on_it(lane: Lane, qtbot: QtBot) -> None:
    seen: list[int] = []
    lane.submit(lambda session, job: threading.get_ident(), done=lambda who: seen.extend([who, threading.get_ident()]))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] != threading.get_ident()
    assert seen[1] == threading.get_ident()


def test_a_lane_keeps_one_session_until_it_is_renewed(lane: Lane, archive: FakeArchive, qtbot: QtBot) -> None:
    done: list[int] = []
    for _ in range(3):
        lane.submit(lambda session, job: len(session.conversations()), done=done.append)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert archive.opened == 1
    lane.renew()
    lane.submit(lambda session, job: 0, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 4)
    assert archive.opened == 2


def test_an_exception_is_delivered_and_the_lane_goes_on(archive: FakeArchive, qtbot: QtBot) -> None:
    errors: list[Exception] = []
    made = Lane("test", lambda: FakeSession(archive), errors.append)
    done: list[int] = []
    made.submit(lambda session, job: 1 // 0)
    made.submit(lambda session, job: 7, done=done.append)
    qtbot.waitUntil(lambda: done == [7])
    made.close()
    assert isinstance(errors[0], ZeroDivisionError)


def test_progress_comes_at_most_ten_times_a_second(lane: Lane, qtbot: QtBot) -> None:
    seen: list[Progress] = []
    ended: list[bool] = []

    def work(session: FakeSession, job: Job) -> bool:
        until = time.monotonic() + 0.55
        count = 0
        while time.monotonic() < until:
            count += 1
            job.report(Progress("read", count, 0))
        return True

    lane.submit(work, progress=seen.append, done=ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert 3 <= len(seen) <= 7


def test_a_cancelled_job_stops_at_its_next_report_and_delivers_nothing_but_its_end(lane: Lane, qtbot: QtBot) -> None:
    delivered: list[object] = []
    stopped: list[object] = []
    started = threading.Event()

    def work(session: FakeSession, job: Job) -> str:
        started.set()
        for count in range(10_000):
            job.report(Progress("read", count, 10_000))
            time.sleep(0.001)
        return "late"

    job = lane.submit(work, done=delivered.append, progress=delivered.append, stopped=stopped.append)
    assert started.wait(2)
    job.cancel()
    qtbot.waitUntil(lambda: bool(stopped))
    assert delivered == []


def test_closing_a_lane_with_work_under_way_ends_it_soon(archive: FakeArchive, qtbot: QtBot) -> None:
    made = Lane("test", lambda: FakeSession(archive), lambda error: None)
    archive.pace, archive.steps = 0.01, 10_000
    made.submit(lambda session, job: session.index(job.report))
    qtbot.wait(50)
    began = time.monotonic()
    made.close()
    assert time.monotonic() - began < 1


def test_nobody_is_told_of_work_that_a_closing_lane_has_stopped(archive: FakeArchive, qtbot: QtBot) -> None:
    made, told = Lane("test", lambda: FakeSession(archive), lambda error: None), list[object]()
    archive.pace, archive.steps = 0.01, 10_000
    made.submit(lambda session, job: session.index(job.report), stopped=told.append, failed=told.append)
    assert made.close()
    qtbot.wait(50)
    assert told == []


def test_a_new_question_replaces_the_old_one_and_no_late_answer_comes(
    lane: Lane, archive: FakeArchive, qtbot: QtBot
) -> None:
    searching = Searching(lane)
    found: list[Found] = []
    texts: list[str] = []
    searching.found.connect(found.append)
    searching.understood.connect(lambda understood: texts.append(understood.text))
    archive.gate.clear()
    searching.ask("boat", "en")
    qtbot.waitUntil(lambda: len(found) == 1)
    searching.ask("港口", "en")
    found.clear()
    archive.gate.set()
    qtbot.waitUntil(lambda: bool(found) and found[-1].settled)
    assert texts == ["boat", "港口"]
    assert all(result.conversation.title == "家庭群" for each in found for result in each.results)
    qtbot.wait(100)
    assert found[-1].settled


def test_a_search_shows_a_preview_first_and_then_settles(lane: Lane, qtbot: QtBot) -> None:
    searching = Searching(lane)
    found: list[Found] = []
    searching.found.connect(found.append)
    searching.ask("harbour", "en")
    qtbot.waitUntil(lambda: bool(found) and found[-1].settled)
    first = [each.confidence for result in found[0].results for span in result.spans for each in span.messages]
    assert set(first) == {None}
    last = [each.confidence for span in found[-1].results[0].spans for each in span.messages if each.highlighted]
    assert min(last) == 0.95

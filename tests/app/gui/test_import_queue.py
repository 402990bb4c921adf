"""This file is where imports wait for their turn: in order, paused, taken out, and taken up again after a restart."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.answers import Answers
from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.session import Session
from app.settings import Settings
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

OpenDesk = Callable[[FakeArchive], Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    desks: list[Desk] = []

    def open_it(archive: FakeArchive) -> Desk:
        application()
        settings = Settings(theme="light", language="en")
        desk = open_window(lambda directory: FakeSession(archive, directory), None, settings)
        desks.append(desk)
        desk.window.show()
        desk.begin()
        qtbot.waitUntil(lambda: desk.window.page is not desk.window.blank)
        return desk

    yield open_it
    for desk in desks:
        desk.leaving.leave()
        desk.window.deleteLater()


@pytest.fixture
def slow(tmp_path: Path) -> FakeArchive:
    archive = harbour(tmp_path)
    archive.pace = 0.02
    return archive


def test_what_is_dropped_during_an_import_is_imported_next_and_both_share_one_report(
    open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(slow)
    desk.intake.import_paths([tmp_path / "dates.txt"])
    desk.intake.import_paths([tmp_path / "other.zip"])
    assert "other.zip is imported next" in words(desk).translate({0x2068: None, 0x2069: None})
    assert "Next: 1 import" in words(desk)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert desk.intake._paths == [tmp_path / "dates.txt", tmp_path / "other.zip"]
    assert "dates.txt" in words(desk)
    assert not slow.queue


def test_an_import_that_waits_can_be_taken_out(
    open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(slow)
    desk.intake.import_paths([tmp_path / "first.zip"])
    desk.intake.import_paths([tmp_path / "second.zip"])
    qtbot.waitUntil(lambda: any(each.isVisible() for each in desk.window.importing.findChildren(QToolButton)))
    out = desk.window.importing.findChildren(QToolButton)[-1]
    assert out.accessibleName() == "Do not import this"
    qtbot.mouseClick(out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert desk.intake._paths == [tmp_path / "first.zip"]
    assert not slow.queue


def test_a_paused_import_waits_until_it_is_to_go_on(
    open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot
) -> None:
    slow.steps = 200
    desk = open_desk(slow)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    qtbot.waitUntil(lambda: "per second" in words(desk))
    press(desk, qtbot, "Pause")
    qtbot.waitUntil(lambda: not desk.engine.importing.busy)
    assert "Import paused" in words(desk)
    assert len(slow.queue) == 1
    slow.pace = 0.0
    press(desk, qtbot, "Go on")
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert not slow.queue
    assert not desk.window.banner.isVisible()


def test_a_paused_import_can_be_given_up(open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot) -> None:
    slow.steps = 200
    desk = open_desk(slow)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    press(desk, qtbot, "Pause")
    qtbot.waitUntil(lambda: not desk.engine.importing.busy)
    press(desk, qtbot, "Stop")
    qtbot.waitUntil(lambda: not slow.queue)
    assert not desk.intake.queue.entries
    assert desk.window.page is desk.window.home


def test_a_broken_export_does_not_keep_the_next_one_from_being_imported(
    open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(slow)
    desk.intake.import_paths([tmp_path / "broken.zip"])
    desk.intake.import_paths([tmp_path / "whole.zip"])
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert "the zip is damaged" in words(desk)
    assert "whole.zip" in words(desk)


def test_an_import_of_an_earlier_run_is_offered_with_what_was_said_of_it(
    open_desk: OpenDesk, slow: FakeArchive, tmp_path: Path, qtbot: QtBot
) -> None:
    FakeSession(slow).queue_import([tmp_path / "dates.txt"], Answers(date_order="mdy"))
    desk = open_desk(slow)
    qtbot.waitUntil(lambda: "was not ended" in words(desk))
    assert "dates.txt" in words(desk)
    press(desk, qtbot, "Go on")
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert slow.orders == ["mdy"]
    assert not slow.queue


def test_the_archive_keeps_what_waits_with_its_answers_in_order(tmp_path: Path) -> None:
    answers = Answers("dmy", None, "whatsapp")
    with Session(tmp_path / "archive") as session:
        session.queue_import([tmp_path / "a.txt", tmp_path / "b.txt"], answers)
        second = session.queue_import([tmp_path / "c.txt"], Answers())
    with Session(tmp_path / "archive") as session:
        first, other = session.queued_imports()
        assert first.paths == (tmp_path / "a.txt", tmp_path / "b.txt")
        assert first.answers == answers.plain()
        session.unqueue_import(first.id)
        assert [each.id for each in session.queued_imports()] == [other.id] == [second]


def words(desk: Desk) -> str:
    return "\n".join(each.text() for each in desk.window.findChildren(QLabel) if each.isVisible())


def press(desk: Desk, qtbot: QtBot, text: str) -> None:
    button = next(each for each in desk.window.findChildren(QPushButton) if each.text() == text and each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

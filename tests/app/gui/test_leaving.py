"""This file is where the window is closed in the middle of work, and found again as it was left."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.gui.advice import advices
from app.gui.crashes import tell_ended
from app.gui.desk import Desk
from app.gui.look import language
from app.gui.main import application, open_window
from app.gui.window_state import WindowState
from app.runs import Ended
from app.settings import Settings
from core.errors import ArchiveError, QueryError
from core.types import Progress
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

OpenDesk = Callable[[FakeArchive], Desk]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    desks: list[Desk] = []

    def open_it(archive: FakeArchive) -> Desk:
        application()
        made = open_window(
            lambda directory: FakeSession(archive, directory),  # type: ignore[arg-type, return-value]
            None,
            Settings(theme="light", language="en"),
        )
        desks.append(made)
        return made

    yield open_it
    for desk in desks:
        desk.leaving.leave()
        desk.window.deleteLater()


def shown(open_desk: OpenDesk, qtbot: QtBot, archive: FakeArchive) -> Desk:
    desk = open_desk(archive)
    desk.window.show()
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is not desk.window.blank)
    return desk


def words(desk: Desk) -> str:
    return "\n".join(each.text() for each in desk.window.banner.findChildren(QLabel) if each.isVisible())


def importing(open_desk: OpenDesk, qtbot: QtBot, folder: Path) -> Desk:
    archive = harbour(folder)
    archive.pace, archive.steps = 0.01, 10_000
    desk = shown(open_desk, qtbot, archive)
    desk.intake.import_paths([folder / "chat.zip"])
    qtbot.waitUntil(lambda: desk.engine.importing.busy)
    return desk


# ---------------------------------------------------------------- closing


def test_without_work_the_window_closes_at_once(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    assert desk.window.close()
    assert not desk.leaving.question.isVisible()
    assert desk.engine.ended


def test_an_import_is_asked_about_and_escape_goes_on(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = importing(open_desk, qtbot, tmp_path)
    assert not desk.window.close()
    question = desk.leaving.question
    assert question.isVisible()
    assert question.stay.hasFocus()
    qtbot.keyClick(question.stay, Qt.Key.Key_Tab)
    assert question.later.hasFocus()
    qtbot.keyClick(question.later, Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert desk.engine.importing.busy
    assert desk.window.isVisible()


def test_close_now_ends_the_work_within_two_seconds(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = importing(open_desk, qtbot, tmp_path)
    desk.window.close()
    began = time.monotonic()
    qtbot.mouseClick(desk.leaving.question.now, Qt.MouseButton.LeftButton)
    assert not desk.window.isVisible()
    assert time.monotonic() - began < 2


def test_a_step_that_nothing_can_stop_is_not_waited_for(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    told: list[object] = []
    desk.engine.keeping.submit(lambda session, job: time.sleep(4), done=told.append, stopped=told.append)
    qtbot.wait(50)
    began = time.monotonic()
    desk.window.close()
    assert time.monotonic() - began < 2
    assert not desk.engine.ended
    qtbot.wait(3000)
    assert told == []


def test_close_when_finished_waits_for_the_import(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    archive = harbour(tmp_path)
    archive.pace = 0.05
    desk = shown(open_desk, qtbot, archive)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    qtbot.waitUntil(lambda: desk.engine.importing.busy)
    desk.window.close()
    desk.leaving.question.later.click()
    assert "closes when the import has finished" in words(desk)
    qtbot.waitUntil(lambda: not desk.window.isVisible())


def test_the_question_goes_when_the_import_has_ended(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    archive = harbour(tmp_path)
    archive.pace = 0.05
    desk = shown(open_desk, qtbot, archive)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    qtbot.waitUntil(lambda: desk.engine.importing.busy)
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.leaving.question.isVisible())
    assert desk.window.isVisible()


# ---------------------------------------------------------------- the state of the window


def test_size_division_and_page_come_back(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    first = open_desk(harbour(tmp_path))
    WindowState(first.window)
    first.window.resize(900, 655)  # the screen of the tests is small
    first.window.show()
    first.window.share = 0.6
    first.window.rail.people.emit()
    first.window.close()
    second = open_desk(harbour(tmp_path))
    WindowState(second.window).restore()
    assert (second.window.width(), second.window.height()) == (900, 655)
    assert second.window.share == 0.6
    second.window.show()
    second.begin()
    qtbot.waitUntil(lambda: second.window.page is second.window.people)


def test_a_place_on_a_screen_that_is_gone_comes_back_into_view(open_desk: OpenDesk, tmp_path: Path) -> None:
    first = open_desk(harbour(tmp_path))
    WindowState(first.window)
    first.window.setGeometry(QRect(9000, 9000, 1000, 700))
    first.window.show()
    first.window.close()
    second = open_desk(harbour(tmp_path))
    WindowState(second.window).restore()
    assert any(each.geometry().intersects(second.window.geometry()) for each in QGuiApplication.screens())


@pytest.mark.parametrize("text", ["[General", "[General]\nshare=much\ngeometry=@ByteArray(x)\n"])
def test_a_damaged_file_is_the_window_as_it_is_made(
    open_desk: OpenDesk, tmp_path: Path, own_settings: Path, text: str
) -> None:
    (own_settings / "window.ini").write_text(text, encoding="utf-8")
    desk = open_desk(harbour(tmp_path))
    desk.window.resize(desk.window.minimumSize())
    size, share = desk.window.size(), desk.window.share
    WindowState(desk.window).restore()
    assert (desk.window.size(), desk.window.share) == (size, share)


def test_the_first_window_leaves_room_for_its_frame(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(harbour(tmp_path))
    room = desk.window.screen().availableSize()
    desk.window.resize(room)
    WindowState(desk.window).restore()
    assert desk.window.height() < room.height()


# ---------------------------------------------------------------- trouble


def test_a_crash_of_the_last_run_is_told_calmly_and_can_be_copied(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    ended = [Ended("2026-01-02T10:00:00", "ChatTrove 1", "Fatal Python error: Segmentation fault")]
    tell_ended(desk.window.banner, ended, QApplication.clipboard().setText)
    assert "ended unexpectedly last time" in words(desk)
    assert "It crashed" in words(desk)
    copy = next(each for each in desk.window.banner._offered if each.text() == "Copy details")
    copy.click()
    assert "Segmentation fault" in QApplication.clipboard().text()
    assert desk.window.banner.isVisible()


def test_a_killed_run_is_not_called_a_crash(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    tell_ended(desk.window.banner, [Ended("2026-01-02T10:00:00", "ChatTrove 1")], QApplication.clipboard().setText)
    assert "stopped from outside" in words(desk)
    assert "crashed" not in words(desk)


def test_errors_wait_for_one_another_and_the_first_stays_in_front(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    banner = desk.window.banner
    banner.show_notice("A notice gives way.")
    banner.show_error(ArchiveError("The first. Do this."))
    banner.show_error(ArchiveError("The second. Do that."))
    banner.show_error(ArchiveError("The second. Do that."))
    assert "The first" in words(desk)
    assert "1 of 2" in words(desk)
    banner._close.click()
    assert "The second" in words(desk)
    assert banner.waiting == 0
    banner._close.click()
    assert not banner.isVisible()


def test_an_error_is_advised_on_in_the_language_of_the_window(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = shown(open_desk, qtbot, harbour(tmp_path))
    desk.appearance.choose_language("zh")
    desk.fail(ArchiveError("The archive /a/b failed: database or disk is full. The disk is full. Free some space."))
    shown_words = words(desk)
    assert "/a/b" in shown_words
    said = desk.window.banner._text
    assert said.text().count("\n") == 1
    desk.appearance.choose_language("en")
    qtbot.waitUntil(lambda: said.text().count("\n") == 0)
    desk.window.banner.hide()
    desk.fail(QueryError("before:someday is not a date that can be understood. Write it otherwise."))
    assert words(desk).count("someday") == 1


def test_every_advice_is_for_words_that_an_error_says() -> None:
    application()
    language.choose("en")
    sources = "\n".join(
        path.read_text("utf-8")
        for room in ("app", "core", "models")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "advice.py"
    )
    assert [part for part in advices() if part not in sources] == []


def test_progress_is_still_a_report() -> None:
    """A job that was given up by the window goes on counting without anybody to tell."""
    from app.gui.work.lanes import Job

    job = Job(lambda session, own: own.report(Progress("read", 1, 2)), {})
    job.abandon()
    job.run(lambda: None)  # type: ignore[arg-type, return-value]
    assert job.cancelled


def test_the_words_of_the_question_are_not_cut(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(harbour(tmp_path))
    desk.window.show()
    question = desk.leaving.question
    question.ask()
    QApplication.processEvents()
    for words in question.findChildren(QLabel):
        assert words.height() >= words.heightForWidth(words.width())

"""This file is where it is tested what the window says of the reader: who, where, how far, how it ends."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.look.controls import ElidedLabel
from app.gui.results.reader_line import ReaderLine
from app.gui.search.searching import Found
from core.types import Progress, ReaderWork, Reading
from tests.app.gui.fake_session import FakeArchive, harbour


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    made = harbour(tmp_path)
    made.gate.set()
    return made


def words(widget: QWidget) -> str:
    labels = [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]
    return "\n".join([*labels, *(each.text() for each in widget.findChildren(ElidedLabel) if each.isVisible())])


def line(desk: Desk) -> ReaderLine:
    return desk.window.results.findChildren(ReaderLine)[0]


def settled(desk: Desk, qtbot: QtBot, question: str = "boat") -> None:
    desk.questions.ask(question)
    qtbot.waitUntil(lambda: desk.questions.found.settled)


def button(widget: QWidget, text: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text and each.isVisible())


def test_a_quick_reader_that_read_all_is_not_talked_about(desk: Desk, qtbot: QtBot) -> None:
    settled(desk, qtbot)
    assert not line(desk).isVisible()


def test_who_reads_where_and_how_far_is_told_while_it_reads(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.device, archive.pace = "CUDA: NVIDIA L4", 0.2
    desk.questions.ask("boat")
    qtbot.waitUntil(lambda: "fake reader reads 2 of 3" in plain(line(desk)))
    assert "on CUDA: NVIDIA L4" in plain(line(desk))
    qtbot.waitUntil(lambda: "1 s left" in plain(line(desk)) or desk.questions.found.settled)
    qtbot.waitUntil(lambda: "fake reader read 3 of 3 passages" in plain(line(desk)))
    assert "left" not in plain(line(desk))
    assert "on this computer" in words(desk.window.results)


def test_what_was_left_out_can_be_read_with_one_press(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.reads = 1
    settled(desk, qtbot)
    assert "fake reader read 1 of 3 passages" in plain(line(desk))
    assert len(desk.questions.found.results) == 1
    qtbot.mouseClick(button(line(desk), "Read all 3"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.questions.found.settled and len(desk.questions.found.results) == 3)


def test_a_reader_that_stops_midway_is_told_and_what_it_found_stays(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.reads, archive.gone = 1, "The server http://127.0.0.1:8000 stopped answering. Start it again."
    settled(desk, qtbot)
    banner = words(desk.window.banner)
    assert "The reader stopped. What it found stays" in banner
    assert "stopped answering. Start it again." in banner
    assert [each.maybe for each in desk.questions.found.results] == [False, True, True]
    qtbot.waitUntil(lambda: len(desk.window.results.cards()) == 3)
    shown = words(desk.window.results)
    assert "answers this, not everything was read" in shown
    assert "Not read any more, because the reader stopped" in shown
    archive.reads, archive.gone = None, ""
    qtbot.mouseClick(button(desk.window.banner, "Ask again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.questions.found.settled and not desk.window.banner.isVisible())


def test_a_reader_that_stops_before_any_answer_claims_no_nothing(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.reads, archive.gone = 0, "There is no memory left for the model."
    settled(desk, qtbot)
    assert not desk.window.results.nothing.isVisible()
    assert "The search did not come to an end" in words(desk.window.results)


def test_a_reader_on_another_computer_looks_different_and_its_time_is_not_this_computers(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.device = "https://reader.example.org:443"
    settled(desk, qtbot)
    assert "on another computer: https://reader.example.org:443" in plain(line(desk))
    assert "on this computer" not in words(desk.window.results)
    archive.device = "http://127.0.0.1:8000"
    settled(desk, qtbot, "boat harbour")
    assert "on another computer" not in plain(line(desk))


def test_names_and_notes_of_a_reader_are_plain_bounded_lines(qtbot: QtBot) -> None:
    line = ReaderLine()
    qtbot.addWidget(line)
    work = ReaderWork("<b>GPU</b>\n" + "x" * 500, notes=("<img src=x>\n\u202eevil " + "y" * 900,))
    line.show_found(Found((), True, 5, Reading((), "<h1>F2RVLM</h1>\n" + "z" * 300 + ":0123abcd", 2, 20, 18, work)))
    line.show()
    shown = plain(line)
    assert "<h1>F2RVLM</h1>" in shown, "shown as it is, not as markup"
    assert "\u202e" not in shown
    assert len(shown) < 600
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in line.findChildren(QLabel) if each.text())


@pytest.mark.parametrize(("seconds", "left"), [(1.0, "8 s left"), (60.0, "minute")])
def test_time_left_comes_from_what_was_read_so_far(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seconds: float, left: str
) -> None:
    now = [100.0]
    monkeypatch.setattr("app.gui.work.pace.time.monotonic", lambda: now[0])
    line = ReaderLine()
    qtbot.addWidget(line)
    line.show_found(Found((), False, 0))
    for done in (0, 2, 4):
        line.show_progress(Progress("reading", done, 20))
        now[0] += seconds
    line.show_found(Found((), False, 5, Reading((), "F2RVLM:0123abcd", 4, 20, 0, ReaderWork("CPU"))))
    assert "F2RVLM reads 4 of 20" in plain(line)
    assert left in plain(line)
    line.end()
    assert "left" not in plain(line)


def plain(widget: QWidget) -> str:
    """Its words without the marks that keep foreign directions apart."""
    return "".join(each for each in widget.accessibleName() if each not in "\u2068\u2069")

"""This file is where the pages about past imports, people and export guides work with the real Session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.imports.guides_page import short_title
from app.gui.main import application, open_window
from app.guides import guides
from app.session import Session
from app.settings import Settings
from core.types import Person

PATIENCE = 60_000
ANA = "".join(f"25/12/2023, 09:0{minute} - Ana: message {minute}\n" for minute in range(6))
BO = "".join(f"26/12/2023, 10:0{minute} - Bo: 消息 {minute}\n" for minute in range(4))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    application()
    with Session(tmp_path / "archive") as session:
        for name, text in (("Ana", ANA), ("Bo", BO)):
            path = tmp_path / f"WhatsApp Chat with {name}.txt"
            path.write_text(text, encoding="utf-8")
            session.import_exports([path], report=lambda _: None)
        session.index(lambda _: None)
    opened = open_window(Session, tmp_path / "archive", Settings(theme="light", language="en"))
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home, timeout=PATIENCE)
    yield opened
    opened.leaving.leave()
    opened.window.deleteLater()


def button(desk: Desk, text: str) -> QPushButton:
    return next(each for each in desk.window.page.findChildren(QPushButton) if each.text() == text and each.isVisible())


def words(desk: Desk) -> str:
    return "\n".join(each.text() for each in desk.window.page.findChildren(QLabel) if each.isVisible())


def test_an_import_is_looked_at_and_undone_after_a_question(desk: Desk, qtbot: QtBot) -> None:
    desk.window.rail.history.emit()
    qtbot.waitUntil(lambda: "4 new messages" in words(desk), timeout=PATIENCE)
    assert desk.window.page is desk.window.history
    qtbot.mouseClick(button(desk, "Undo…"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(desk, "Keep them"), Qt.MouseButton.LeftButton)
    assert "undone" not in words(desk)
    qtbot.mouseClick(button(desk, "Undo…"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(desk, "Take them out"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "undone" in words(desk), timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.window.rail.list.model().rowCount() == 1, timeout=PATIENCE)


def test_the_report_of_a_past_import_is_shown_with_its_account(desk: Desk, qtbot: QtBot) -> None:
    desk.window.rail.history.emit()
    qtbot.waitUntil(lambda: "4 new messages" in words(desk), timeout=PATIENCE)
    qtbot.mouseClick(button(desk, "Details"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report, timeout=PATIENCE)
    assert "All 4 lines and records of the file are accounted for" in words(desk)


def test_two_people_become_one_and_two_again(desk: Desk, qtbot: QtBot) -> None:
    page = desk.window.people
    desk.window.rail.people.emit()
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 2, timeout=PATIENCE)
    assert not page.merge.isEnabled()
    page.list.selectAll()
    qtbot.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len({person.group for person in people(desk)}) == 1, timeout=PATIENCE)
    assert people(desk)[0].name == "Ana"
    page.list.selectionModel().select(page.list.model().index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert page.part.isEnabled()
    qtbot.mouseClick(page.part, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len({person.group for person in people(desk)}) == 2, timeout=PATIENCE)


def test_a_name_is_found_among_many(desk: Desk, qtbot: QtBot) -> None:
    page = desk.window.people
    desk.window.rail.people.emit()
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 2, timeout=PATIENCE)
    qtbot.keyClicks(page.field, "bo")
    assert [person.name for person in people(desk)] == ["Bo"]


def test_every_app_has_its_guide_in_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.window.rail.guides.emit()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.guides and "1." in words(desk), timeout=PATIENCE)
    for guide in guides():
        qtbot.mouseClick(button(desk, short_title(guide.en.title)), Qt.MouseButton.LeftButton)
        assert guide.en.keeps in words(desk)
    desk.appearance.choose_language("zh")
    qtbot.waitUntil(lambda: guides()[-1].zh.keeps in words(desk), timeout=PATIENCE)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.page is desk.window.home


def people(desk: Desk) -> list[Person]:
    model = desk.window.people.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def test_the_answer_to_one_question_leaves_the_other_questions_open(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    asked = []
    for name in ("Cy", "Di"):
        asked.append(tmp_path / f"WhatsApp Chat with {name}.txt")
        text = f"05/03/2025, 10:12 - {name}: Is anyone at home?\n06/03/2025, 09:01 - Ana: I am\n"
        asked[-1].write_text(text, encoding="utf-8")
    desk.intake.import_own(asked)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report, timeout=PATIENCE)
    assert len(answers(desk)) == 4
    qtbot.mouseClick(answers(desk)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report and len(answers(desk)) == 2, timeout=PATIENCE)
    qtbot.mouseClick(answers(desk)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report and not answers(desk), timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.window.rail.list.model().rowCount() == 4, timeout=PATIENCE)


def answers(desk: Desk) -> list[QPushButton]:
    """The buttons that say which reading of the dates is right."""
    return [each for each in desk.window.page.findChildren(QPushButton) if each.text() == "This is right"]

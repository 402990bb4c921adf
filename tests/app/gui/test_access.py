"""This file is where the window is used without mouse or eyes: every control has a name, and Tab reaches it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.look.controls import Button, IconButton
from app.gui.main import application, open_window
from app.session import Session
from app.settings import Settings

PAGES = ("home", "results", "gallery", "history", "people", "guides", "models", "settings")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access")
    export = folder / "WhatsApp Chat with Boat.txt"
    lines = [f"1{day}/05/2025, 10:1{day} - {who}: the boat {day}\n" for day in range(3, 9) for who in ("Ana", "林悦")]
    export.write_text("".join(lines), encoding="utf-8")
    with Session(folder / "archive") as session:
        session.import_exports([export], report=lambda progress: None)
        session.index(lambda progress: None)
    return folder / "archive"


@pytest.fixture
def desk(qtbot: QtBot, archive: Path) -> Iterator[Desk]:
    application()
    opened = open_window(Session, archive, Settings(theme="light", language="en"))
    opened.window.show()
    opened.window.activateWindow()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home)
    yield opened
    opened.window.close()
    opened.window.deleteLater()


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_has_a_name(desk: Desk, qtbot: QtBot, name: str) -> None:
    go(desk, qtbot, name)
    nameless = [describe(each) for each in controls(desk.window) if not spoken(each)]
    assert not nameless


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_of_a_page_and_comes_back(desk: Desk, qtbot: QtBot, name: str) -> None:
    go(desk, qtbot, name)
    reached: set[QWidget] = set()
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
    wanted = [each for each in controls(desk.window) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert not [describe(each) for each in wanted if each.isEnabled() and each not in reached]


def test_the_sheet_tells_every_shortcut_that_there_is(desk: Desk) -> None:
    made = {each.key().toString() for each in desk.window.findChildren(QShortcut)} - {""}
    assert made - set(desk.window.sheet.told_keys()) == set()


def test_the_sheet_opens_with_f1_and_closes_with_escape(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.sheet.isVisible()
    qtbot.keyClick(desk.window.sheet, Qt.Key.Key_Escape)
    assert not desk.window.sheet.isVisible()


def go(desk: Desk, qtbot: QtBot, name: str) -> None:
    if name == "results":
        desk.questions.ask("boat")
        qtbot.waitUntil(lambda: desk.questions.found.settled and bool(desk.window.results.cards()), timeout=30_000)
    elif name != "home":
        getattr(desk.window.rail, name).emit()
        qtbot.waitUntil(lambda: desk.window.page is getattr(desk.window, name))
    qtbot.wait(300)


def controls(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    return [each for kind in kinds for each in window.findChildren(kind) if each.isVisible()]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def describe(widget: QWidget) -> str:
    parents, at = [], widget
    while at is not None and len(parents) < 4:
        parents.append(type(at).__name__)
        at = at.parentWidget()  # type: ignore[assignment]
    return " < ".join(parents)


def test_the_sheet_scrolls_by_keys_and_gives_the_focus_back(desk: Desk, qtbot: QtBot) -> None:
    window, before = desk.window, desk.window.rail.findChild(QPushButton)
    window.resize(900, 600)
    before.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    bar = window.sheet.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    wrapped = [each for each in window.sheet.findChildren(QLabel) if each.wordWrap()]
    qtbot.waitUntil(lambda: all(each.height() >= each.heightForWidth(each.width()) for each in wrapped))
    qtbot.keyClick(window.sheet, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(window.sheet, Qt.Key.Key_Tab)
    assert window.sheet.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert not window.sheet.isVisible()
    assert before.hasFocus()


def test_a_key_that_leads_elsewhere_puts_the_sheet_away(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    qtbot.keyClick(desk.window.sheet, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.sheet.isVisible()
    assert desk.window.search.field.hasFocus()


def test_enter_presses_what_has_the_focus(desk: Desk, qtbot: QtBot) -> None:
    pressed: list[str] = []
    button, icon = Button(), IconButton("close")
    button.clicked.connect(lambda: pressed.append("button"))
    icon.clicked.connect(lambda: pressed.append("icon"))
    for each in (button, icon):
        qtbot.addWidget(each)
        each.show()
        qtbot.keyClick(each, Qt.Key.Key_Return)
    assert pressed == ["button", "icon"]


def test_the_pictures_take_the_keys_or_the_field_where_there_are_none(desk: Desk, qtbot: QtBot) -> None:
    go(desk, qtbot, "gallery")
    window = desk.window
    qtbot.waitUntil(lambda: window.focusWidget() in (window.gallery.view, window.search.field))


def test_escape_from_a_conversation_leads_back_to_its_card(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    desk.questions.ask("the boat")
    qtbot.waitUntil(lambda: bool(window.results.cards()) and window.results.cards()[0].result is not None)
    [card] = window.results.cards()
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Right)
    inside = card.accessibleDescription()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    if window.conversation.isHidden():
        card.open_best()
    qtbot.waitUntil(lambda: not window.conversation.isHidden())
    qtbot.keyClick(window.conversation.view, Qt.Key.Key_Escape)
    assert window.conversation.isHidden()
    assert card.hasFocus()
    assert card.accessibleDescription() == inside

"""This file is where it is tested how a person says in the window what the columns of a table are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.imports.mapping_page import MappingPage
from app.gui.look import language
from app.gui.main import application, open_window
from app.mappings import saved_mappings
from app.session import Session
from app.settings import Settings
from core.mapping import ColumnMapping, Reading, Sheet, mapping_of

PATIENCE = 60_000
TABLE = (
    "7,2024-05-01 10:00,Ann,glad,hello there\n"
    "8,2024-05-01 10:01,Bo,calm,<b>how</b> are you\n"
    "9,2024-05-01 10:02,Ann,calm,我很好 谢谢\n"
)
COLUMNS = ("1", "2", "3", "4", "5")
SHEET = Sheet(
    "chat.csv",
    COLUMNS,
    tuple(tuple(line.split(",")) for line in TABLE.splitlines()),
    ColumnMapping(columns=COLUMNS),
    (mapping_of("time=2, sender=3, text=5").only_for(COLUMNS),),
    headed=False,
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[MappingPage]:
    application()
    language.choose("en")
    made = MappingPage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_sheet(SHEET, "chat.csv")
    return made


def roles(page: MappingPage) -> list[str]:
    return [box.currentData() for box in page.columns.roles.boxes]


def choose(page: MappingPage, column: int, role: str) -> None:
    box = page.columns.roles.boxes[column]
    box.setCurrentIndex(box.findData(role))


def why(page: MappingPage) -> str:
    return page.start.toolTip()


def test_the_guess_is_chosen_already_and_can_be_imported(page: MappingPage) -> None:
    assert roles(page) == ["", "time", "sender", "", "text"]
    assert page.start.isEnabled()
    assert page.mapping() == SHEET.guesses[0]


def test_what_is_missing_is_said_and_cannot_be_imported(page: MappingPage) -> None:
    for column, role in ((4, "text"), (2, "sender"), (1, "time")):
        choose(page, column, "")
        assert not page.start.isEnabled()
        assert role in why(page)
        choose(page, column, role)
        assert page.start.isEnabled()


def test_the_order_of_the_rows_is_enough_where_there_is_no_time(page: MappingPage) -> None:
    page.ordered.setChecked(True)
    assert page.mapping().time == ()
    assert page.start.isEnabled()
    choose(page, 1, "time")
    assert not page.ordered.isChecked()


def test_a_role_belongs_to_one_column_and_the_time_to_two_at_most(page: MappingPage) -> None:
    choose(page, 3, "sender")
    assert roles(page) == ["", "time", "", "sender", "text"]
    choose(page, 0, "time")
    assert page.mapping().time == ("1", "2")
    choose(page, 2, "time")
    assert roles(page).count("time") == 2
    assert roles(page)[2] == "time"


def test_every_choice_is_previewed(page: MappingPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.looked) as asked:
        choose(page, 3, "sender")
    assert asked.args[0].sender == "4"
    page.show_readings([Reading("2024-05-01T10:00", "x", "Ann", "<b>how</b> are you", ("cat.png",))])
    when, who, what = page.preview.lines[0]
    assert (when.text(), who.text(), what.accessibleName()) == (
        "1 May 2024 10:00",
        "Ann",
        "<b>how</b> are you [cat.png]",
    )
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in page.findChildren(QLabel) if label.text())
    page.show_readings([])
    assert not when.isVisible()


def test_a_time_that_is_not_settled_is_shown_as_it_is_written(page: MappingPage) -> None:
    page.show_readings([Reading("", "03/04/2023 09:00", None, "hello")])
    assert page.preview.lines[0][0].text() == "03/04/2023 09:00"
    assert page.preview.lines[0][1].text() == "nobody"


def test_the_name_to_remember_it_by_goes_along_and_must_be_one(page: MappingPage, qtbot: QtBot) -> None:
    page.name.setText("a/b")
    assert not page.start.isEnabled()
    page.name.setText(" My club ")
    with qtbot.waitSignal(page.imported) as told:
        qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert told.args == [SHEET.guesses[0], "My club"]


def test_the_keyboard_reaches_every_choice_and_brings_it_into_view(page: MappingPage, qtbot: QtBot) -> None:
    page.resize(600, 700)
    page.take_focus()
    boxes = page.columns.roles.boxes
    for column in range(4):
        assert QApplication.focusWidget() is boxes[column]
        qtbot.keyClick(boxes[column], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is boxes[4]
    assert page.columns.horizontalScrollBar().value() > 0
    qtbot.keyClick(boxes[4], Qt.Key.Key_Up)
    assert roles(page)[4] != "text"
    assert all(box.accessibleName() for box in boxes)


def test_everything_changes_with_the_language(page: MappingPage) -> None:
    language.choose("zh")
    page.retranslate()
    assert page.columns.roles.boxes[1].currentText() == "时间"
    assert page.columns.model().headerData(0, Qt.Orientation.Horizontal) == "第 1 列"
    language.choose("en")


def test_a_file_with_many_columns_and_long_cells_is_shown(page: MappingPage) -> None:
    names = tuple(f"column {number}" for number in range(200))
    page.show_sheet(Sheet("a.json", names, (("x" * 500,) * 200,) * 50, ColumnMapping(), delimited=False), "a.json")
    assert not page.header.isVisible()
    assert not page.start.isEnabled()
    assert page.columns.height() < 400


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    application()
    opened = open_window(Session, tmp_path / "archive", Settings(theme="light", language="en"))
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.first_run, timeout=PATIENCE)
    yield opened
    opened.leaving.leave()
    opened.window.deleteLater()


def press(desk: Desk, text: str) -> None:
    next(each for each in desk.window.findChildren(QPushButton) if each.text() == text and each.isVisible()).click()


def test_a_table_is_asked_about_answered_imported_and_remembered(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = desk.window, tmp_path / "chat.csv"
    path.write_text(TABLE, encoding="utf-8")
    desk.intake.import_paths([path])
    qtbot.waitUntil(lambda: window.page is window.report, timeout=PATIENCE)
    press(desk, "Choose the columns")
    qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
    qtbot.waitUntil(window.mapping.preview.lines[2][0].isVisible, timeout=PATIENCE)
    assert window.mapping.preview.lines[2][2].accessibleName() == "我很好 谢谢"
    window.mapping.name.setText("club")
    press(desk, "Import")
    qtbot.waitUntil(lambda: window.page is window.report and not desk.engine.importing.busy, timeout=PATIENCE)
    assert "Import finished" in [each.text() for each in window.report.findChildren(QLabel)]
    assert saved_mappings()["club"].text == "5"
    with Session(tmp_path / "archive") as session:
        (conversation,) = session.conversations()
        assert (conversation.title, conversation.messages) == ("chat", 3)


def test_not_now_and_escape_lead_back_to_the_question(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = desk.window, tmp_path / "chat.csv"
    path.write_text(TABLE, encoding="utf-8")
    desk.intake.import_paths([path])
    qtbot.waitUntil(lambda: window.page is window.report, timeout=PATIENCE)
    for leave in (lambda: press(desk, "Not now"), lambda: qtbot.keyClick(window, Qt.Key.Key_Escape)):
        press(desk, "Choose the columns")
        qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
        leave()
        assert window.page is window.report


def test_a_first_row_that_is_a_header_can_be_said_to_be_one(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = desk.window, tmp_path / "chat.csv"
    path.write_text(TABLE, encoding="utf-8")
    desk.intake.asking.ask(path, "chat.csv")
    qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
    window.mapping.header.setChecked(True)
    qtbot.waitUntil(lambda: window.mapping.columns.model().rowCount() == 2, timeout=PATIENCE)
    assert window.mapping.columns.model().headerData(2, Qt.Orientation.Horizontal) == "Ann"
    assert window.mapping.mapping().header is True


def test_a_question_about_dates_after_one_about_columns_keeps_the_answer(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window, path = desk.window, tmp_path / "chat.csv"
    path.write_text("03/04/2023 09:00,Ann,hello there\n04/05/2023 10:00,Bo,how are you\n05/06/2023 10:01,Ann,so so\n")
    desk.intake.import_paths([path])
    qtbot.waitUntil(lambda: window.page is window.report, timeout=PATIENCE)
    press(desk, "Choose the columns")
    qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
    press(desk, "Import")
    qtbot.waitUntil(lambda: window.page is window.report and not desk.engine.importing.busy, timeout=PATIENCE)
    press(desk, "This is right")
    qtbot.waitUntil(lambda: len(window.rail.list.model().index(0, 0).data() or "") > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not desk.engine.importing.busy, timeout=PATIENCE)
    with Session(tmp_path / "archive") as session:
        ids = session.message_ids(session.conversations()[0].id)
        assert next(message.local_time for message in session.messages(ids.tolist())) == "2023-04-03T09:00"


def test_a_table_that_nobody_knows_can_be_said_to_be_one(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = desk.window, tmp_path / "odd.csv"
    path.write_text("who,what\nAnn,hello\nBo,hi\nAnn,bye\n", encoding="utf-8")
    desk.intake.import_paths([path])
    qtbot.waitUntil(lambda: _is_offered(desk), timeout=PATIENCE)
    press(desk, "It is a table of messages")
    qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
    assert not window.banner.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is window.first_run
    desk.intake.asking.ask(path, "odd.csv", unknown=True)
    qtbot.waitUntil(lambda: window.page is window.mapping, timeout=PATIENCE)
    choose(window.mapping, 0, "sender")
    choose(window.mapping, 1, "text")
    window.mapping.ordered.setChecked(True)
    press(desk, "Import")
    qtbot.waitUntil(lambda: window.page is window.report and not desk.engine.importing.busy, timeout=PATIENCE)
    with Session(tmp_path / "archive") as session:
        assert [each.messages for each in session.conversations()] == [3]


def test_prose_that_nobody_knows_is_not_offered_as_a_table(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary, nobody wrote to me today.\n", encoding="utf-8")
    desk.intake.import_paths([path])
    qtbot.waitUntil(desk.window.banner.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not desk.engine.looking.busy, timeout=PATIENCE)
    assert not _is_offered(desk)


def _is_offered(desk: Desk) -> bool:
    buttons = desk.window.findChildren(QPushButton)
    return any(each.text() == "It is a table of messages" and each.isVisible() for each in buttons)

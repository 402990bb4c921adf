"""This file is where the search field is used: completions, chips, history, saved questions, and where it searches."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.search.periods import period
from app.gui.search.row_paint import CROSS
from app.gui.search.rows import Command, Completion, Match, Past
from app.session import Session
from app.settings import Settings, save_settings
from core.dates import Window
from core.query import Scope
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

Keys = Qt.Key


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, FakeArchive]]:
    """One window for all tests of this file: to open one takes longer than most of them."""
    archive = harbour(tmp_path_factory.mktemp("harbour"))
    application()
    desk = open_window(lambda directory: FakeSession(archive, directory), None, Settings(theme="light", language="en"))
    desk.window.show()
    desk.begin()
    yield desk, archive
    desk.leaving.leave()
    desk.window.deleteLater()


@pytest.fixture
def archive(opened: tuple[Desk, FakeArchive]) -> FakeArchive:
    return opened[1]


@pytest.fixture
def desk(opened: tuple[Desk, FakeArchive], qtbot: QtBot) -> Desk:
    """The first page with an empty field, and nothing remembered."""
    desk, archive = opened
    qtbot.waitUntil(lambda: bool(desk.questions.suggesting.completions.names.people), timeout=20_000)
    archive.remembered.clear()
    archive.looked_for.clear()
    desk.engine.directory = None
    desk.questions.takers.clear()
    desk.questions.ask("")
    desk.window.close_conversation()
    desk.window.banner.hide()
    desk.questions.refresh()
    qtbot.waitUntil(lambda: not desk.engine.looking.busy and not desk.questions.remembering._known)
    desk.window.search.field.setFocus()
    return desk


@pytest.fixture
def chinese(desk: Desk) -> Iterator[Desk]:
    desk.appearance.choose_language("zh")
    yield desk
    desk.appearance.choose_language("en")


def test_an_operator_opens_a_list_of_people_and_enter_inserts_the_first_that_fits(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "boat from:")
    assert desk.window.suggestions.isVisible()
    assert {"Nora", "Tomás", "林悦"} <= set(_names(desk))
    _type(desk, qtbot, "TOMA")
    assert _names(desk) == ["Tomás"]
    _press(desk, qtbot, Keys.Key_Return)
    assert desk.window.search.field.text() == "boat from:Tomás "
    assert not desk.window.suggestions.isVisible()
    assert desk.window.page is desk.window.home


def test_the_arrows_and_tab_choose_and_a_name_with_spaces_is_quoted(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "in:")
    names = _names(desk)
    _press(desk, qtbot, *[Keys.Key_Down] * names.index("Harbour Flat"), Keys.Key_Tab)
    assert desk.window.search.field.text() == 'in:"Harbour Flat" '
    _type(desk, qtbot, "boat")
    _press(desk, qtbot, Keys.Key_Return)
    qtbot.waitUntil(lambda: desk.questions.found.settled and bool(desk.questions.found.results))
    assert [each.conversation.title for each in desk.questions.found.results] == ["Harbour Flat"]


def test_the_mouse_chooses_too(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "has:")
    _click_row(desk, qtbot, 1)
    assert desk.window.search.field.text() == "has:file "


def test_escape_closes_the_list_and_leaves_the_text(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "from:no")
    _press(desk, qtbot, Keys.Key_Escape)
    assert not desk.window.suggestions.isVisible()
    assert desk.window.search.field.text() == "from:no"
    assert desk.window.search.field.hasFocus()


def test_a_value_that_is_complete_is_asked_by_enter(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "boat from:nora")
    assert _names(desk) == ["Nora"]
    _press(desk, qtbot, Keys.Key_Return)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.results)


def test_chinese_operators_and_names_are_completed(chinese: Desk, qtbot: QtBot) -> None:
    desk = chinese
    desk.window.search.field.insert("港口 来自：")
    assert "林悦" in _names(desk)
    desk.window.search.field.insert("悦")
    assert _names(desk) == ["林悦"]
    _press(desk, qtbot, Keys.Key_Tab)
    assert desk.window.search.field.text() == "港口 来自：林悦 "
    desk.window.search.field.insert("之前：")
    assert {"昨天", "上周", "去年夏天"} <= set(_names(desk))


def test_dates_are_offered_with_what_they_mean_and_a_calendar(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "during:last w")
    row = desk.window.suggestions.rows[0]
    assert isinstance(row, Completion)
    assert (row.name, row.value) == ("last week", '"last week"')
    assert row.detail.startswith("→ ")
    _press(desk, qtbot, Keys.Key_Tab)
    _type(desk, qtbot, "before:")
    assert "2025" in _names(desk)
    assert isinstance(desk.window.suggestions.rows[-1], Command)
    desk.window.suggestions.commanded.emit("calendar")
    calendar = desk.questions.suggesting.calendar
    assert calendar.isVisible()
    calendar.days.activated.emit(calendar.days.selectedDate())
    day = calendar.days.selectedDate().toString(Qt.DateFormat.ISODate)
    assert desk.window.search.field.text() == f'during:"last week" before:{day} '
    assert desk.window.search.field.hasFocus()


def test_the_beginning_of_a_name_or_an_operator_is_offered_above_the_exact_matches(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "nor")
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    first = desk.window.suggestions.rows[0]
    assert isinstance(first, Completion)
    assert first.label == "From Nora"
    assert desk.window.suggestions.current is None
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Return)
    assert desk.window.search.field.text() == "from:Nora "
    _type(desk, qtbot, "fro")
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Tab)
    assert desk.window.search.field.text() == "from:Nora from:"
    assert desk.window.suggestions.isVisible()


def test_all_exact_matches_can_be_listed(desk: Desk, qtbot: QtBot) -> None:
    _type(desk, qtbot, "the boat")
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    shown = desk.window.suggestions.rows
    assert sum(isinstance(row, Match) for row in shown) == 5
    assert isinstance(shown[-1], Command)
    assert "All " in shown[-1].text
    _press(desk, qtbot, *[Keys.Key_Down] * len(shown), Keys.Key_Return)
    qtbot.waitUntil(lambda: len(desk.window.suggestions.rows) > 40)
    assert all(isinstance(row, Match) for row in desk.window.suggestions.rows)
    assert desk.window.suggestions.geometry().bottom() < desk.window.height()
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Return)
    qtbot.waitUntil(desk.window.conversation.isVisible)


def test_fast_typing_looks_once_and_a_late_answer_is_not_shown(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    field = desk.window.search.field
    for letter in "harbour boat":
        field.insert(letter)
    qtbot.waitUntil(lambda: bool(archive.looked_for))
    qtbot.wait(50)
    assert set(archive.looked_for) == {"harbour boat"}
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    desk.window.suggestions.hide()
    desk.window.search.typed.emit("harbour boat")
    field.setText("zeppelin")
    qtbot.wait(400)
    assert not desk.window.suggestions.isVisible()


def test_chips_are_reached_with_the_left_arrow_and_removed_with_delete(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "boat has:image before:2026")
    chips = desk.window.search.chips
    assert [each.chip.kind for each in chips.chips] == ["has", "before"]
    desk.window.search.field.setFocus()
    desk.window.search.field.setCursorPosition(0)
    _press(desk, qtbot, Keys.Key_Left)
    assert chips.chips[1].hasFocus()
    qtbot.keyClick(chips.chips[1], Keys.Key_Left)
    assert chips.chips[0].hasFocus()
    assert "image" in chips.chips[0].accessibleName()
    qtbot.keyClick(chips.chips[0], Keys.Key_Delete)
    qtbot.waitUntil(lambda: len(chips.chips) == 1)
    assert desk.window.search.text() == "boat before:2026"


@pytest.mark.parametrize(("text", "day"), [("boat last summer", "2025-06-01"), ("去年夏天的船", "2025-06-01")])
def test_a_relative_date_shows_what_it_means(desk: Desk, qtbot: QtBot, text: str, day: str) -> None:
    desk.window.search.field.setText(text)
    qtbot.waitUntil(lambda: len(desk.window.search.chips.chips) == 1)
    assert day in desk.window.search.chips.chips[0].chip.label


def test_an_empty_field_shows_what_was_asked_and_down_and_enter_ask_it_again(desk: Desk, qtbot: QtBot) -> None:
    for text in ("boat", "harbour"):
        _ask(desk, qtbot, text)
    qtbot.waitUntil(lambda: len(desk.questions.remembering._known) == 2)
    desk.window.search.field.clear()
    qtbot.mouseClick(desk.window.search.field, Qt.MouseButton.LeftButton)
    assert _past(desk) == ["harbour", "boat"]
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Down, Keys.Key_Return)
    assert desk.window.search.text() == "boat"
    qtbot.waitUntil(lambda: desk.questions.found.settled)


def test_delete_the_cross_and_clear_history_forget_questions(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    for text in ("boat", "harbour", "noon", "keys"):
        _ask(desk, qtbot, text)
    qtbot.waitUntil(lambda: len(desk.questions.remembering._known) == 4)
    desk.window.search.field.clear()
    QTest.keyClick(desk.window, Keys.Key_F, Qt.KeyboardModifier.ControlModifier)
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Delete)
    qtbot.waitUntil(lambda: _past(desk) == ["noon", "harbour", "boat"])
    _click_row(desk, qtbot, 1, at_cross=True)
    qtbot.waitUntil(lambda: _past(desk) == ["noon", "boat"])
    _click_row(desk, qtbot, 2)
    qtbot.waitUntil(lambda: not archive.remembered)
    assert not desk.window.suggestions.isVisible()


def test_nothing_is_written_while_the_person_does_not_want_it(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    save_settings(Settings(keep_questions=False))
    desk.questions.ask("boat")
    qtbot.waitUntil(lambda: desk.questions.found.settled and not desk.engine.looking.busy)
    assert archive.remembered == {}


def test_a_question_that_cannot_be_understood_is_not_remembered(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    desk.questions.ask("before:someday")
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert archive.remembered == {}


def test_the_star_saves_a_question_under_a_name_and_takes_it_back(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    _type(desk, qtbot, "boat from:Nora ")
    qtbot.mouseClick(desk.window.search.star, Qt.MouseButton.LeftButton)
    naming = desk.window.search.naming
    assert naming.field.hasFocus()
    qtbot.keyClicks(naming.field, "Nora's boat")
    qtbot.keyClick(naming.field, Keys.Key_Return)
    qtbot.waitUntil(lambda: "Nora's boat" in [each.name for each in archive.remembered.values()])
    assert not naming.isVisible()
    qtbot.waitUntil(lambda: desk.window.search._saved)
    desk.window.search.field.clear()
    _press(desk, qtbot, Keys.Key_Down)
    rows = desk.window.suggestions.rows
    assert [row.question.name for row in rows if isinstance(row, Past)] == ["Nora's boat"]
    _press(desk, qtbot, Keys.Key_Down, Keys.Key_Return)
    assert desk.window.search.text() == "boat from:Nora"
    qtbot.waitUntil(lambda: archive.remembered["boat from:Nora"].times == 1)
    QTest.keyClick(desk.window, Keys.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert naming.field.text() == "Nora's boat"
    qtbot.mouseClick(naming.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "boat from:Nora" not in archive.remembered)


def test_the_open_conversation_alone_can_be_searched_and_everything_again(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    twin = archive.add("Sailing club", "telegram", [("Per", "The boat is blue.")])
    desk.questions.refresh()
    desk.opening.open_conversation(3)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 3)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.window, Keys.Key_F, modifiers)
    qtbot.waitUntil(lambda: desk.questions.scoping.scope == Scope((3,)))
    assert "Sailing club" in desk.window.search.scope.button.text()
    assert desk.window.search.field.hasFocus()
    _ask(desk, qtbot, "boat")
    assert [each.conversation.id for each in desk.questions.found.results] == [3]
    qtbot.mouseClick(desk.window.search.scope.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.questions.found.settled and len(desk.questions.found.results) > 1)
    assert twin in [each.conversation.id for each in desk.questions.found.results]


def test_the_results_alone_can_be_searched_and_backspace_widens(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour after:2025-01-01 before:2026-01-01")
    desk.questions.scoping.choose("results")
    scope = desk.questions.scoping.scope
    assert scope.conversations == (1, 3)
    assert scope.after is not None
    assert "2 conversation" in desk.window.search.scope.button.text()
    _ask(desk, qtbot, "boat")
    assert {each.conversation.id for each in desk.questions.found.results} <= {1, 3}
    desk.window.search.field.setFocus()
    desk.window.search.field.setCursorPosition(0)
    _press(desk, qtbot, Keys.Key_Backspace)
    qtbot.waitUntil(lambda: 2 in {each.conversation.id for each in desk.questions.found.results})
    assert desk.window.search.scope.text == ""


def test_a_scope_goes_with_its_archive_and_when_the_person_goes_home(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    _ask(desk, qtbot, "harbour")
    desk.questions.scoping.choose("results")
    desk.questions.ask("")
    assert desk.questions.scoping.scope == Scope()
    _ask(desk, qtbot, "harbour")
    desk.questions.scoping.choose("results")
    desk.engine.switch(tmp_path / "other")
    assert desk.questions.scoping.scope == Scope()


def test_a_scope_is_saved_as_text_where_text_can_say_it(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    desk.opening.open_conversation(1)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
    desk.questions.search_conversation()
    qtbot.waitUntil(lambda: desk.questions.scoping.scope == Scope((1,)))
    assert desk.questions._as_text("boat") == 'boat in:"Harbour Flat"'
    desk.questions.scoping.reset()
    assert desk.questions._as_text("boat") == "boat"


def test_a_period_narrows_the_question_and_is_taken_out_again(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "boat last summer")
    desk.questions.narrow_to(date(2025, 2, 1), date(2025, 2, 28))
    qtbot.waitUntil(lambda: desk.window.search.text() == "boat after:2025-02-01 before:2025-03-01")
    desk.questions.widen()
    qtbot.waitUntil(lambda: desk.window.search.text() == "boat")


def test_a_page_can_take_the_text_for_itself(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    taken: list[str] = []
    desk.questions.takers.append(lambda text: bool(taken.append(text) or True))
    desk.questions.ask("  boat ")
    assert taken == ["boat"]
    assert desk.window.page is desk.window.home


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "שלום לכולם from:", "😀" * 500, "boat\nfrom:Nora\r\nlast\tsummer", "\u202eboat\u2028", '"' * 999],
)
def test_odd_pastes_are_taken_calmly(desk: Desk, qtbot: QtBot, text: str) -> None:
    QApplication.clipboard().setText(text)
    desk.window.search.field.paste()
    qtbot.wait(250)
    assert not desk.window.banner.isVisible()
    assert not set("\n\r\t\u202e\u2028") & set(desk.window.search.field.text())
    assert len(desk.window.search.field.text()) >= min(len(text), 10_000) - 2
    _press(desk, qtbot, Keys.Key_Escape)


@pytest.mark.parametrize(
    ("first", "end", "english", "chinese"),
    [
        ((2025, 11, 10), (2025, 11, 17), "10–16 Nov 2025", "2025年11月10日–16日"),
        ((2025, 11, 10), (2025, 11, 11), "10 Nov 2025", "2025年11月10日"),
        ((2025, 11, 1), (2025, 12, 1), "Nov 2025", "2025年11月"),
        ((2025, 6, 1), (2025, 9, 1), "1 Jun – 31 Aug 2025", "2025年6月1日 – 8月31日"),
        ((2024, 1, 1), (2026, 1, 1), "2024–2025", "2024年–2025年"),
        ((2025, 12, 1), (2026, 3, 1), "1 Dec 2025 – 28 Feb 2026", "2025年12月1日 – 2026年2月28日"),
    ],
)
def test_a_period_is_said_in_few_words(
    first: tuple[int, int, int], end: tuple[int, int, int], english: str, chinese: str
) -> None:
    before = QLocale()
    window = Window(datetime(*first), datetime(*end))  # noqa: DTZ001
    for name, words in (("en_GB", english), ("zh_CN", chinese)):
        QLocale.setDefault(QLocale(name))
        assert period(window) == words
    QLocale.setDefault(before)


def _type(desk: Desk, qtbot: QtBot, text: str) -> None:
    desk.window.search.field.insert(text)


def _press(desk: Desk, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(desk.window.search.field, key)


def _names(desk: Desk) -> list[str]:
    return [row.name for row in desk.window.suggestions.rows if isinstance(row, Completion)]


def _past(desk: Desk) -> list[str]:
    return [row.question.text for row in desk.window.suggestions.rows if isinstance(row, Past)]


def _click_row(desk: Desk, qtbot: QtBot, row: int, at_cross: bool = False) -> None:
    shown = desk.window.suggestions.list
    where = shown.visualRect(shown.model().index(row))
    across = shown.viewport().width() - CROSS // 2 if at_cross else 80
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(across, where.center().y()))


def _ask(desk: Desk, qtbot: QtBot, text: str) -> None:
    desk.questions.ask(text)
    qtbot.waitUntil(lambda: desk.questions.found.settled)
    qtbot.waitUntil(lambda: text in [each.text for each in desk.questions.remembering._known])


def test_the_real_session_completes_remembers_and_searches_in_one_conversation(qtbot: QtBot, tmp_path: Path) -> None:
    """Two chats of the same name: only the one that is open is searched."""
    application()
    folders = [tmp_path / "one", tmp_path / "two"]
    for place, folder in enumerate(folders):
        folder.mkdir()
        text = "".join(f"25/12/2023, 09:0{at} - Ana Lu: the boat {place} leaves\n" for at in range(5))
        (folder / f"WhatsApp Chat with Boat{place}.txt").write_text(text, encoding="utf-8")
    session = Session(tmp_path / "archive")
    session.import_exports(folders, report=lambda progress: None)
    session.index(lambda progress: None)
    session._archive._connection.execute("UPDATE conversations SET title = 'Boat'")
    session.close()
    desk = open_window(Session, tmp_path / "archive", Settings(theme="dark", language="en"))
    desk.window.show()
    desk.begin()
    qtbot.waitUntil(lambda: bool(desk.questions.suggesting.completions.names.people), timeout=30_000)
    field = desk.window.search.field
    field.setFocus()
    field.insert("from:ana")
    qtbot.keyClick(field, Keys.Key_Return)
    assert field.text() == 'from:"Ana Lu" '
    desk.opening.open_conversation(2)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 2, timeout=30_000)
    desk.questions.search_conversation()
    qtbot.waitUntil(lambda: desk.questions.scoping.scope == Scope((2,)), timeout=30_000)
    assert desk.questions._as_text("leaves") == "leaves"
    field.setText("leaves")
    qtbot.waitUntil(lambda: len(desk.window.suggestions.rows) == 5, timeout=30_000)
    rows = desk.window.suggestions.rows
    assert {row.message.conversation_id for row in rows if isinstance(row, Match)} == {2}
    desk.questions.ask("from:ana")
    qtbot.waitUntil(lambda: bool(desk.questions.remembering._known), timeout=30_000)
    qtbot.waitUntil(lambda: desk.questions.found.settled, timeout=30_000)
    assert [each.conversation.id for each in desk.questions.found.results] == [2]
    assert [each.text for each in desk.questions.remembering._known] == ["from:ana"]
    desk.leaving.leave()
    desk.window.deleteLater()


def test_a_question_that_cannot_be_understood_is_no_endless_search(desk: Desk, qtbot: QtBot) -> None:
    desk.questions.ask("boat before:2025-03")
    qtbot.waitUntil(lambda: bool(desk.window.search.chips.chips))
    desk.questions.ask("boat before:gibberish")
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert not desk.window.search.chips.chips
    assert "Searching" not in desk.window.results._head._summary.text()

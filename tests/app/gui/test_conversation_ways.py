"""This file is where one finds one's way in a conversation: highlights, replies, days, periods."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from pytestqt.qtbot import QtBot

from app.gui.conversation.minimap import WIDTH
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.rows import Marks
from tests.app.gui.conversation_pane import ids, opened, place_of, settled, show
from tests.app.gui.fake_session import START, FakeArchive, long_chat

COUNT = 4_000
FIRST = START.date()
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FakeArchive:
    """Message 3000 answers the fifth, message 3001 one that nobody has."""
    made = long_chat(tmp_path_factory.mktemp("ways"), COUNT)
    made.change(3_000, reply_to="k5")
    made.change(3_001, reply_to="gone")
    return made


@pytest.fixture
def pane(archive: FakeArchive, qtbot: QtBot) -> Iterator[ConversationPane]:
    with opened(archive, qtbot) as made:
        yield made


# -------------------------------------------------------------------- replies


def test_a_quote_has_its_text_though_the_answered_message_is_not_loaded(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 3_000)
    rows = {shape.message.id: shape for _, _, shape in pane.view.strip.shown}
    assert rows[3_000].bubble.look.quote[1].startswith("the harbour")
    assert rows[3_001].bubble.look.quote == ("", "The message answered is not in the archive")


def test_a_click_on_a_quote_goes_there_and_backspace_comes_back(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 3_000)
    view = pane.view
    row, top, shape = next(each for each in view.strip.shown if each[2].message.id == 3_000)
    spot = next(where for where, hit in shape.bubble.spots if hit.what == "quote")
    inside = shape.frame.top()
    place = QPoint(round(view.strip.column[0] + spot.center().x()), round(top + inside + spot.center().y()))
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    qtbot.waitUntil(lambda: 5 in ids(pane) and settled(pane))
    assert view.flash.row == 4
    assert pane.trail.isVisible()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: 3_000 in ids(pane))
    assert not pane.trail.isVisible()
    assert row == 2_999


def test_enter_goes_to_what_is_answered_and_the_button_comes_back(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 3_000)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 5 in ids(pane))
    qtbot.mouseClick(pane.trail.button, LEFT)
    qtbot.waitUntil(lambda: 3_000 in ids(pane))


def test_a_reply_to_what_a_period_leaves_out_shows_everything_again(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 3_000)
    day = FIRST + timedelta((7 * 2_999 + 600) // 1_440)
    pane.narrow(day, day)
    qtbot.waitUntil(lambda: pane.period is not None and settled(pane))
    row = pane._model.row_of(3_000)
    assert row is not None
    pane.view.show_row(row)
    pane.view.traced.emit(pane._model.message(row))
    qtbot.waitUntil(lambda: pane.period is None and 5 in ids(pane))
    pane.trail.back()
    qtbot.waitUntil(lambda: 3_000 in ids(pane))


# -------------------------------------------------------------------- highlights


def test_the_strip_shows_highlights_and_what_is_in_sight_and_a_click_goes_there(
    pane: ConversationPane, qtbot: QtBot
) -> None:
    pane.open(1, 1_000, Marks({1_000: 0.9, 3_500: 0.2}))
    qtbot.waitUntil(lambda: 1_000 in ids(pane) and settled(pane))
    strip = pane.minimap
    assert strip.isVisible()
    assert len(strip._ticks) == 2
    assert strip._ticks[0][1] > strip._ticks[1][1]
    low, high = strip._seen
    assert low <= 999 / COUNT <= high
    qtbot.mouseClick(strip, LEFT, pos=QPoint(WIDTH // 2, round(strip.y_of(3_499 / COUNT)) + 2))
    qtbot.waitUntil(lambda: 3_500 in ids(pane))


def test_the_strip_tells_the_day_under_the_mouse(pane: ConversationPane, qtbot: QtBot) -> None:
    pane.open(1, 1_000, Marks({1_000: 0.9}))
    qtbot.waitUntil(lambda: 1_000 in ids(pane))
    told: list[str] = []
    pane.minimap.tell = told.append  # type: ignore[method-assign]
    qtbot.mouseMove(pane.minimap, QPoint(8, 4))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == "2 Feb 2025 10:00"


def test_without_highlights_there_is_no_strip(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 1_000)
    assert not pane.minimap.isVisible()


def test_n_and_p_and_alt_arrows_go_from_highlight_to_highlight(pane: ConversationPane, qtbot: QtBot) -> None:
    pane.open(1, 1_000, Marks({10: 0.9, 1_000: 0.9, 3_500: 0.2}))
    qtbot.waitUntil(lambda: 1_000 in ids(pane))
    pane.view.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    for key, modifier, wanted in (
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, 3_500),
        (Qt.Key.Key_Down, alt, 10),
        (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, 3_500),
        (Qt.Key.Key_Up, alt, 1_000),
    ):
        qtbot.keyClick(pane.view, key, modifier)
        qtbot.waitUntil(lambda wanted=wanted: wanted in ids(pane))


# -------------------------------------------------------------------- days


def test_the_calendar_shows_activity_and_leads_to_a_day(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 1)
    qtbot.mouseClick(pane.head.calendar, LEFT)
    calendar = pane.find_day.calendar
    assert pane.find_day.isVisible()
    qtbot.waitUntil(lambda: bool(calendar._days))
    assert calendar._days[FIRST] == 120
    assert calendar.describe(FIRST).startswith("Sunday, 2 February 2025: 120 message")
    assert calendar.minimumDate() == QDate(2025, 2, 1)
    assert calendar.maximumDate() == QDate(2025, 2, 28)
    calendar.clicked.emit(QDate(2025, 2, 10))
    assert not pane.find_day.isVisible()
    qtbot.waitUntil(lambda: pane.view.flash.row >= 0)
    row = pane.view.flash.row
    qtbot.waitUntil(lambda: settled(pane))
    assert pane.view.strip.row(row).day == "Monday, 10 February 2025"


def test_the_calendar_is_used_by_keys_and_gives_the_focus_back(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 1)
    pane.view.setFocus()
    pane.choose_day()
    assert pane.isAncestorOf(pane.window().focusWidget())
    grid = pane.window().focusWidget()
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert not pane.find_day.isVisible()
    pane.choose_day()
    grid = pane.find_day.calendar.focusProxy() or pane.window().focusWidget()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.view.flash.row >= 0)
    qtbot.waitUntil(lambda: settled(pane))
    assert pane.view.strip.row(pane.view.flash.row).day == "Tuesday, 4 February 2025"


# -------------------------------------------------------------------- periods


def test_a_period_of_the_timeline_narrows_the_conversation_until_it_is_cleared(
    pane: ConversationPane, qtbot: QtBot
) -> None:
    pane.open(1, 1_000, Marks({200: 0.9, 1_000: 0.9}))
    qtbot.waitUntil(lambda: 1_000 in ids(pane))
    qtbot.mouseClick(pane.head.timeline, LEFT)
    histogram = pane.period_bar.histogram
    qtbot.waitUntil(lambda: bool(histogram.bars))
    second = FIRST + timedelta(1)
    histogram.chosen.emit(second, second)
    qtbot.waitUntil(lambda: pane.period == (second, second) and settled(pane))
    assert pane._model.rowCount() == 206
    assert {shape.message.local_time[:10] for _, _, shape in pane.view.strip.shown} == {second.isoformat()}
    assert pane.period_bar._text.text().startswith("3 Feb 2025  ·  206 message")
    assert pane._shown.rows == [200 - 121]
    assert histogram.selected == (second, second)
    kept = ids(pane)[0]
    qtbot.mouseClick(pane.period_bar.cross, LEFT)
    qtbot.waitUntil(lambda: pane.period is None and settled(pane))
    assert pane._model.rowCount() == COUNT
    assert kept in ids(pane)


def test_the_period_goes_with_the_conversation(archive: FakeArchive, qtbot: QtBot, tmp_path: Path) -> None:
    two = long_chat(tmp_path, 300)
    two.add("Other", "whatsapp", [("Ana", "hello")] * 5)
    with opened(two, qtbot) as pane:
        show(pane, qtbot, 1)
        pane.toggle_timeline()
        pane.narrow(FIRST, FIRST)
        qtbot.waitUntil(lambda: pane.period is not None)
        show(pane, qtbot, None, conversation=2)
        assert pane.period is None
        qtbot.waitUntil(lambda: len(pane.period_bar.histogram.bars) == 1)


def test_the_selection_ends_where_other_messages_are_shown(pane: ConversationPane, qtbot: QtBot) -> None:
    show(pane, qtbot, 50)
    qtbot.mouseClick(pane.view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, pos=place_of(pane, 50))
    assert pane.selection_bar.isVisible()
    pane.narrow(FIRST, date(2025, 2, 3))
    qtbot.waitUntil(lambda: pane.period is not None and settled(pane))
    assert not pane.view.selection
    assert not pane.selection_bar.isVisible()

"""This file is where a timeline has to show how much happened when, and give a period by mouse and by keyboard."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.gui.look import fonts, language, theme
from app.gui.look.buckets import buckets, period_name
from app.gui.look.histogram import Histogram
from app.gui.main import application

START = date(2024, 3, 4)


@pytest.fixture
def histogram(qtbot: QtBot) -> Iterator[Histogram]:
    application()
    theme.apply("light")
    language.choose("en")
    made = Histogram()
    made.resize(600, made.sizeHint().height())
    made.show_days([(START + timedelta(each), each + 1) for each in range(60)])
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    fonts.set_text_scale(1.0)


@pytest.mark.parametrize(("span", "most"), [(1, 2), (90, 91), (700, 104), (3_000, 102), (9_000, 102), (300_000, 200)])
def test_buckets_are_few_whatever_the_time_between(span: int, most: int) -> None:
    made = buckets([(START, 2), (START + timedelta(span), 3)])
    assert 1 <= len(made) <= most
    assert sum(each.count for each in made) == 5
    assert made[0].first <= START <= made[0].last
    assert made[-1].first <= START + timedelta(span) <= made[-1].last
    assert all(one.last + timedelta(1) == other.first for one, other in pairwise(made))


def test_both_ends_of_the_calendar_fit_into_buckets() -> None:
    made = buckets([(date.min, 1), (date.max, 1)])
    assert made[0].count == made[-1].count == 1
    assert buckets([(date.min, 1), (date.min + timedelta(300), 1)])[0].first == date.min
    assert buckets([(date.max, 4)])[0].last == date.max


def test_periods_are_named_by_their_length(histogram: Histogram) -> None:
    assert period_name(date(2025, 5, 1), date(2025, 5, 31)) == "May 2025"
    assert period_name(date(2025, 4, 1), date(2025, 6, 30)) == "Apr 2025 – Jun 2025"
    assert period_name(date(2025, 1, 1), date(2025, 12, 31)) == "2025"
    assert period_name(date(2025, 5, 5), date(2025, 5, 11)) == "5 May 2025 – 11 May 2025"


def test_dragging_gives_the_period_and_a_double_click_takes_it_back(histogram: Histogram, qtbot: QtBot) -> None:
    left, right = _middle(histogram, 10), _middle(histogram, 20)
    with qtbot.waitSignal(histogram.chosen) as chosen:
        qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=right)
        qtbot.mouseMove(histogram, left)
        qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=left)
    assert chosen.args == [START + timedelta(10), START + timedelta(20)] == list(histogram.selected)
    with qtbot.waitSignal(histogram.cleared):
        qtbot.mouseDClick(histogram, Qt.MouseButton.LeftButton, pos=left)
    assert histogram.selected is None


def test_the_keyboard_gives_the_same(histogram: Histogram, qtbot: QtBot) -> None:
    histogram.setFocus()
    qtbot.keyClick(histogram, Qt.Key.Key_Home)
    qtbot.keyClick(histogram, Qt.Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(histogram, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(histogram.chosen) as chosen:
        qtbot.keyClick(histogram, Qt.Key.Key_Return)
    assert chosen.args == [START + timedelta(1), START + timedelta(4)]
    assert "Chosen: 5 Mar 2024 – 8 Mar 2024" in histogram.accessibleDescription()
    with qtbot.waitSignal(histogram.cleared):
        qtbot.keyClick(histogram, Qt.Key.Key_Escape)


def test_select_shows_a_period_and_sends_nothing(histogram: Histogram, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(histogram.chosen), qtbot.assertNotEmitted(histogram.cleared):
        histogram.select(START + timedelta(3), START)
        assert histogram.selected == (START, START + timedelta(3))
        histogram.show_days([(START, 4)])
    assert histogram.selected is None


def test_a_bar_tells_its_period_and_count_at_any_text_size(histogram: Histogram) -> None:
    assert histogram.describe(11).startswith("15 Mar 2024  ·  12 message")
    fonts.set_text_scale(1.5)
    assert histogram.bar_at(_middle(histogram, 42).x()) == 42


def test_without_days_it_is_empty_and_takes_no_keys(histogram: Histogram, qtbot: QtBot) -> None:
    histogram.show_days([])
    with qtbot.assertNotEmitted(histogram.chosen):
        qtbot.mouseClick(histogram, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_End):
            qtbot.keyClick(histogram, key)
    assert not histogram.grab().isNull()


def _middle(histogram: Histogram, bar: int) -> QPoint:
    room = histogram.width() - 16 * fonts.text_scale()
    return QPoint(round(8 * fonts.text_scale() + (bar + 0.5) * room / len(histogram.bars)), 30)

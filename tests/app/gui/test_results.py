"""This file is where the page of results is tested: calm while it settles, honest when empty, narrowed by days."""

import gc
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.look import theme
from app.gui.main import application
from app.gui.results.card import Card
from app.gui.results.page import ResultsPage
from app.gui.search.searching import Found, Understood
from core.query import describe
from core.types import SearchResult
from tests.app.gui.fake_results import NoPictures, result
from tests.app.gui.fake_session import FakeSession, harbour


@pytest.fixture
def page(qtbot: QtBot) -> ResultsPage:
    application()
    theme.apply("light")
    made = ResultsPage(NoPictures())  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(760, 600)
    # Where the mouse of another test was left must not matter.
    QCursor.setPos(5, 5)
    made.move(40, 40)
    made.show()
    return made


def show(qtbot: QtBot, page: ResultsPage, results: list[SearchResult], settled: bool = False) -> list[Card]:
    page.show_found(Found(tuple(results), settled, 200), ("boat",))
    qtbot.waitUntil(lambda: len(page.cards()) == len(results) and not page._queue)
    qtbot.wait(30)
    return page.cards()


def top_of(page: ResultsPage, card: Card) -> int:
    return card.mapTo(page, QPoint(0, 0)).y()


def previews(count: int) -> list[SearchResult]:
    return [replace(result(number), maybe=True, score=0.1) for number in range(1, count + 1)]


@pytest.mark.parametrize(("scrolled", "pointed"), [(0, 1), (260, 2)])
def test_the_card_under_the_mouse_stays_where_it_is_when_the_reader_settles_the_order(
    page: ResultsPage, qtbot: QtBot, scrolled: int, pointed: int
) -> None:
    cards = show(qtbot, page, previews(6))
    page._scroll.verticalScrollBar().setValue(scrolled)
    read = cards[pointed]
    qtbot.mouseMove(read, QPoint(30, 30))
    before = top_of(page, read)
    order = [6, 5, 4, 3, 1, 2]
    show(qtbot, page, [result(number) for number in order], settled=True)
    assert [card.result.conversation.id for card in page.cards() if card.result] == order
    qtbot.waitUntil(lambda: top_of(page, read) == before)


def test_a_mouse_that_only_rests_there_does_not_keep_the_best_answer_out_of_sight(
    page: ResultsPage, qtbot: QtBot
) -> None:
    cards = show(qtbot, page, previews(4))
    QCursor.setPos(cards[1].mapToGlobal(QPoint(30, 30)))
    show(qtbot, page, [result(number) for number in (4, 1, 2, 3)], settled=True)
    assert page._scroll.verticalScrollBar().value() == 0
    assert page.cards()[0].result.conversation.id == 4  # type: ignore[union-attr]


def test_a_card_that_becomes_the_first_stays_put_until_the_mouse_leaves(page: ResultsPage, qtbot: QtBot) -> None:
    cards = show(qtbot, page, previews(4))
    read = cards[1]
    qtbot.mouseMove(read, QPoint(30, 30))
    before = top_of(page, read)
    show(qtbot, page, [result(number) for number in (2, 1, 3, 4)], settled=True)
    qtbot.waitUntil(lambda: top_of(page, read) == before)
    qtbot.waitUntil(lambda: page._scroll._kept is None)
    QApplication.sendEvent(read, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(page._scroll, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: top_of(page, read) < before)


def test_what_is_read_stays_in_sight_once_the_person_has_scrolled(page: ResultsPage, qtbot: QtBot) -> None:
    cards = show(qtbot, page, previews(6))
    page._scroll.verticalScrollBar().setValue(cards[3].y() + 10)
    before = top_of(page, cards[3])
    show(qtbot, page, [result(number) for number in (6, 5, 1, 2, 3, 4)], settled=True)
    qtbot.waitUntil(lambda: top_of(page, cards[3]) == before)


def test_a_new_question_begins_at_the_top(page: ResultsPage, qtbot: QtBot) -> None:
    show(qtbot, page, [result(number) for number in range(6)], settled=True)
    page._scroll.verticalScrollBar().setValue(400)
    page.begin()
    assert page._scroll.verticalScrollBar().value() == 0
    assert not any(card.isVisible() for card in page.cards())


def test_the_keys_bring_what_they_reach_into_sight(page: ResultsPage, qtbot: QtBot) -> None:
    cards = show(qtbot, page, [result(1, lines=40, marked=40), result(2)], settled=True)
    cards[0].setFocus()
    for _ in range(9):
        qtbot.keyClick(cards[0], Qt.Key.Key_Right)
        qtbot.keyClick(cards[0], Qt.Key.Key_Down)
    inside = cards[0]._inside
    assert inside is not None
    middle = cards[0].mapTo(page._scroll.viewport(), inside.where.center().toPoint()).y()
    assert 0 < middle < page._scroll.viewport().height()


def test_nothing_tells_what_was_searched_and_a_click_takes_a_filter_away(
    page: ResultsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    session = FakeSession(harbour(tmp_path))
    page.nothing.show_archive(session.conversations())
    text = "zeppelin from:Nora has:image"
    parsed = session.parse(text)
    page.show_question(Understood(text, parsed.query, describe(parsed, text)))
    page.begin()
    page.show_found(Found((), True, 100), ())
    told = page.nothing._searched.text()
    assert told.startswith("105 message")
    assert "2 Feb 2025" in told
    asked = QSignalSpy(page.nothing.unfiltered)
    button = next(each for each in page.nothing.findChildren(QPushButton) if "Nora" in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.at(0) == ["zeppelin has:image"]


def test_a_question_without_filters_offers_none(page: ResultsPage, tmp_path: Path) -> None:
    parsed = FakeSession(harbour(tmp_path)).parse("zeppelin")
    page.show_question(Understood("zeppelin", parsed.query, ()))
    page.show_found(Found((), True, 100), ())
    assert page.nothing.isVisible()
    assert not page.nothing._filters.isVisible()


def test_the_timeline_comes_with_the_answer_and_only_where_there_are_several_days(
    page: ResultsPage, qtbot: QtBot
) -> None:
    show(qtbot, page, previews(3))
    assert not page.timeline.isVisible()
    show(qtbot, page, [result(1)], settled=True)
    assert not page.timeline.isVisible()
    show(qtbot, page, [result(number) for number in (1, 4, 9)], settled=True)
    assert page.timeline.isVisible()
    assert sum(bar.count for bar in page.timeline.histogram.bars) == 6


def test_a_narrowed_question_keeps_the_bars_of_the_whole_one_and_widens_again(page: ResultsPage, qtbot: QtBot) -> None:
    show(qtbot, page, [result(number) for number in (1, 4, 9)], settled=True)
    narrowed, widened = QSignalSpy(page.timeline.narrowed), QSignalSpy(page.timeline.widened)
    histogram = page.timeline.histogram
    histogram.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Return):
        qtbot.keyClick(histogram, key)
    assert narrowed.at(0) == [date(1970, 1, 2), date(1970, 1, 2)]
    bars = list(histogram.bars)
    page.begin()
    show(qtbot, page, [result(1)], settled=True)
    assert page.timeline.isVisible()
    assert histogram.bars == bars
    assert histogram.selected is not None
    histogram.clear()
    assert widened.count() == 1
    page.begin()
    show(qtbot, page, [result(number) for number in (1, 4)], settled=True)
    assert sum(bar.count for bar in histogram.bars) == 4
    page.begin()
    assert not page.timeline.isVisible()


def test_fifty_results_of_400_lines_leave_the_event_loop_free(page: ResultsPage) -> None:
    """Of the time that this thread computes, hardly a turn of the loop takes 50 ms, and none 100."""
    results = [result(number, lines=400, marked=400) for number in range(50)]
    gc.collect()
    gc.freeze()
    turns: list[float] = []
    for settled in (False, True):
        page.show_found(Found(tuple(results), settled, 200), ("boat",))
        while page._queue or page._builder.isActive():
            began = time.thread_time()
            QApplication.processEvents()
            turns.append(time.thread_time() - began)
    gc.unfreeze()
    assert len(page.cards()) == 50
    assert sorted(turns)[len(turns) // 2] < 0.05
    assert max(turns) < 0.4  # a test process that has shown hundreds of windows is slower than the program


def test_a_card_that_goes_while_it_is_read_leaves_nothing_behind(page: ResultsPage, qtbot: QtBot) -> None:
    cards = show(qtbot, page, previews(6))
    cards[2].setFocus()
    with qtbot.waitSignal(page.upwards):
        page.show_found(Found((), True, 200), ("boat",))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    content = page._scroll.widget()
    assert content is not None
    QApplication.sendEvent(content, QEvent(QEvent.Type.LayoutRequest))
    assert page.cards() == []


def test_the_focus_shows_a_tall_card_from_its_head(page: ResultsPage, qtbot: QtBot) -> None:
    page.resize(760, 260)
    first, second, *_ = show(qtbot, page, [result(number) for number in (1, 2, 3)], settled=True)
    first.setFocus()
    assert second.height() > page._scroll.viewport().height()
    assert page.focus_card(1)
    assert 0 <= second.mapTo(page._scroll.viewport(), QPoint(0, 0)).y() <= 40

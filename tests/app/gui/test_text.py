"""This file is where hostile and unusual text is laid out: plain, bounded, and fast."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.gui.look import fonts, theme
from app.gui.look.controls import ElidedLabel
from app.gui.look.text import PlainText, elided
from app.gui.main import application
from app.gui.messages.bubbles import Bubble, Look
from app.gui.search.excerpts import around
from core.types import Attachment, Message, Reaction


@pytest.fixture(autouse=True)
def look(qtbot: QtBot) -> None:
    application()
    theme.apply("light")


def test_markup_is_shown_as_it_was_written() -> None:
    plain = PlainText("<b>bold</b> &amp;", fonts.font("body"), 400)
    assert plain._layout.text() == "<b>bold</b> &amp;"


def test_a_line_of_a_million_characters_costs_what_a_long_message_costs() -> None:
    began = time.perf_counter()
    laid = PlainText("x" * 1_000_000, fonts.font("body"), 400)
    assert time.perf_counter() - began < 0.25
    assert laid.clipped
    assert laid.height < 2_000


def test_lines_end_with_an_ellipsis_when_only_a_few_are_wanted() -> None:
    laid = PlainText("word " * 200, fonts.font("body"), 300, lines=3)
    assert laid.clipped
    assert laid._layout.lineCount() <= 3
    assert laid._layout.text().endswith("…")


def test_right_to_left_text_hangs_on_the_right() -> None:
    laid = PlainText("שלום לכולם\nא", fonts.font("body"), 400)
    assert laid.right_to_left
    painted = _painted(laid)
    last = laid._layout.lineAt(1)
    columns = [x for x in range(painted.width()) if _column_has_ink(painted, x, int(last.y()), painted.height())]
    assert min(columns) > laid.width * 0.7


def test_words_are_underlined_where_they_begin_and_not_inside_others() -> None:
    laid = PlainText("four cats, our cat", fonts.font("body"), 400, marked=(("our",), QColor("red")))
    assert [(each.start, each.length) for each in laid._layout.formats()] == [(11, 3)]


def test_chinese_words_are_underlined_anywhere() -> None:
    laid = PlainText("今天港口很安静", fonts.font("body"), 400, marked=(("港口",), QColor("red")))
    assert [(each.start, each.length) for each in laid._layout.formats()] == [(2, 2)]


def test_a_match_deep_in_a_long_message_is_brought_into_sight() -> None:
    assert around("a " * 500 + "the harbour", ["harbour"]).endswith("the harbour")
    assert len(around("a " * 500 + "the harbour", ["harbour"])) < 60


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=300),
    st.text(max_size=40) | st.none(),
    st.lists(st.sampled_from(["image", "voice", "file", "contact"]), max_size=5),
    st.integers(260, 900),
    st.booleans(),
)
def test_any_message_becomes_a_bubble_inside_its_width(
    text: str, sender: str | None, kinds: list[str], width: int, marked: bool
) -> None:
    attachments = tuple(
        Attachment(
            n, 1, kind, text[:30], "found" if n % 2 else "missing", f"{n:064}" if n % 2 else None, width=9, height=1
        )
        for n, kind in enumerate(kinds)
    )
    message = Message(
        1, 1, "k", 1, sender, 0, None, "message", text, edited=marked, forwarded_from=sender,
        reactions=(Reaction(text[:2] or "x", 3),), attachments=attachments,
    )  # fmt: skip
    look = Look(
        width, highlighted=marked, confidence=0.4, quote=(sender or "", text) if marked else None, words=(text[:3],)
    )
    bubble = Bubble(message, look)
    assert 20 < bubble.height < 60_000
    assert bubble._box.right() <= width + 1
    image = QImage(width, min(2_000, int(bubble.height) + 1), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    bubble.paint(painter, lambda sha: None)
    painter.end()


@given(st.text(max_size=200), st.integers(0, 300))
@example("\x1b", 0)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_line_never_is_wider_than_its_room(text: str, width: int) -> None:
    cut = elided(text, fonts.font("body"), width)
    assert "\n" not in cut
    ellipsis = fonts.metrics("body").horizontalAdvance("…")
    assert fonts.metrics("body").horizontalAdvance(cut) <= width + ellipsis + 1


def _painted(laid: PlainText) -> QImage:
    image = QImage(int(laid.width) + 1, int(laid.height) + 1, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    laid.paint(painter, QPointF(0, 0), QColor("black"))
    painter.end()
    return image


def _column_has_ink(image: QImage, x: int, top: int, bottom: int) -> bool:
    return any(image.pixelColor(x, y).lightness() < 128 for y in range(max(0, top), bottom))


def test_a_tooltip_shows_markup_as_it_was_written(qtbot: QtBot) -> None:
    shown = ElidedLabel()
    qtbot.addWidget(shown)
    shown.resize(40, 20)
    shown.show_text("<img src='file:///etc/passwd'><b>Eve</b> and everybody else")
    assert "<b>" not in shown.toolTip()
    assert "&lt;img" in shown.toolTip()


def test_positions_count_as_qt_counts_also_behind_emoji() -> None:
    laid = PlainText("👩‍👩‍👧 the harbour", fonts.font("body"), 400, marked=(("harbour",), QColor("red")))
    [found] = [(each.start, each.length) for each in laid._layout.formats()]
    assert laid.excerpt(found[0], found[0] + found[1]) == "harbour"
    assert laid.excerpt(*laid.word_at(found[0] + 3)) == "harbour"
    assert laid.excerpt(0, laid.length) == "👩‍👩‍👧 the harbour"


@given(st.text(max_size=120), st.floats(-50, 500), st.floats(-50, 500))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_point_is_a_place_in_the_text(text: str, x: float, y: float) -> None:
    laid = PlainText(text, fonts.font("body"), 200)
    start, end = laid.word_at(laid.position_at(x, y, on_character=True))
    assert 0 <= laid.position_at(x, y) <= laid.length
    assert 0 <= start <= end <= laid.length

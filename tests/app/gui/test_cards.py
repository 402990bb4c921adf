"""This file is where one card is read: folded and unfolded, walked through with the keys, asked why, copied."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.look import fonts, theme
from app.gui.main import application
from app.gui.messages.bubble_parts import strength
from app.gui.results.card import Card
from app.gui.results.card_hints import hint_at
from app.gui.results.card_menu import menu_of
from app.gui.results.card_parts import MORE_AT_ONCE, SHOWN_AT_FIRST
from app.gui.results.stops import Stop
from core.types import SearchResult
from tests.app.gui.fake_results import NoPictures, found, result
from tests.app.gui.fake_session import harbour


@pytest.fixture
def make(qtbot: QtBot) -> object:
    application()
    theme.apply("light")

    def card_of(shown: SearchResult, settled: bool = True) -> Card:
        card = Card(NoPictures())  # type: ignore[arg-type]
        qtbot.addWidget(card)
        card.show_result(shown, ("boat",), settled)
        card.resize(640, card.heightForWidth(640))
        card.show()
        card.setFocus()
        return card

    return card_of


@pytest.fixture
def card(make: object, tmp_path: Path) -> Card:
    """Of a conversation with folded context and two pictures."""
    return make(found(harbour(tmp_path), "harbour")[1][0])  # type: ignore[operator]


def stop(card: Card, what: str) -> Stop:
    return next(each for each in card.stops() if each.what == what)


def click(qtbot: QtBot, card: Card, where: Stop) -> None:
    card.resize(card.width(), card.heightForWidth(card.width()))
    point = where.where.center() * fonts.text_scale()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=point.toPoint())


def walk(qtbot: QtBot, card: Card, what: str) -> None:
    """With the arrow keys to the first place of a kind."""
    qtbot.keyClick(card, Qt.Key.Key_Right)
    for _ in card.stops():
        if card._inside is not None and card._inside.what == what:
            return
        qtbot.keyClick(card, Qt.Key.Key_Down)
    raise AssertionError(f"no {what} is reached")


def test_a_fold_is_opened_by_the_mouse_and_collapsed_again_by_itself(card: Card, qtbot: QtBot) -> None:
    folds = [each for each in card.stops() if each.what == "fold"]
    assert len(folds) >= 2
    click(qtbot, card, folds[0])
    opened = [each.opened for each in card.stops() if each.what == "fold"]
    assert opened == [True, *[False] * (len(folds) - 1)]
    click(qtbot, card, stop(card, "fold"))
    assert not any(each.opened for each in card.stops())


def test_the_keys_walk_through_a_card_act_on_its_lines_and_leave_it(card: Card, qtbot: QtBot) -> None:
    walk(qtbot, card, "fold")
    count = len(card.stops())
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert len(card.stops()) > count
    assert card._inside is not None
    assert card._inside.opened
    with qtbot.waitSignal(card.opened) as opened:
        walk(qtbot, card, "message")
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert opened.args[0] is card._inside.message
    with qtbot.waitSignal(card.pictured) as pictured:
        walk(qtbot, card, "picture")
        qtbot.keyClick(card, Qt.Key.Key_Space)
    assert pictured.args[0] in [item for item, _ in card.pictures()]
    qtbot.keyClick(card, Qt.Key.Key_Left)
    assert card._inside is None
    with qtbot.waitSignal(card.moved):
        qtbot.keyClick(card, Qt.Key.Key_Down)


def test_what_the_keys_have_reached_is_said_to_screen_readers(card: Card, qtbot: QtBot) -> None:
    walk(qtbot, card, "message")
    assert "map to the harbour" in card.accessibleDescription()
    qtbot.keyClick(card, Qt.Key.Key_Left)
    assert card.accessibleDescription() == card.result.why  # type: ignore[union-attr]


def test_why_is_told_per_message_and_for_the_whole(card: Card, qtbot: QtBot) -> None:
    before = card.heightForWidth(640)
    qtbot.keyClick(card, Qt.Key.Key_Y)
    chips = [placed.chips for placed in card.lines() if placed.chips is not None]
    texts = [reason.text for _, reason in chips[0].placed]
    assert any("boat" in text for text in texts)
    assert "Meaning 0.60" in texts
    assert "Reader 95 %" in texts
    assert any(text.startswith("Read together with") for text in texts)
    assert card.heightForWidth(640) > before
    click(qtbot, card, stop(card, "why"))
    assert card.heightForWidth(640) == before


def test_the_messages_that_were_read_together_can_be_asked_for(card: Card, qtbot: QtBot) -> None:
    card.toggle_reasons()
    with qtbot.waitSignal(card.traced) as traced:
        click(qtbot, card, stop(card, "fragment"))
    assert traced.args[0] is stop(card, "fragment").message


def test_a_picture_beside_the_answer_and_text_in_one_are_told_apart(card: Card, make: object) -> None:
    card.toggle_reasons()
    told = [reason.text for placed in card.lines() if placed.chips for _, reason in placed.chips.placed]
    assert "Picture beside the answer" in told
    shown = card.result
    assert shown is not None
    [span] = shown.spans
    written = tuple(
        replace(each, message=replace(each.message, attachments=tuple(
            replace(item, ocr_text="£396 deposit") for item in each.message.attachments
        ))) for each in span.messages
    )  # fmt: skip
    other: Card = make(replace(shown, spans=(replace(span, messages=written),)))  # type: ignore[operator]
    other.toggle_reasons()
    told = [reason.text for placed in other.lines() if placed.chips for _, reason in placed.chips.placed]
    assert any("£396 deposit" in text for text in told)


def test_a_highlight_is_the_stronger_the_surer_and_its_tooltip_says_how_sure_in_per_cent(card: Card) -> None:
    shades = [strength(step / 20) for step in range(21)]
    assert shades == sorted(shades)
    assert len(set(shades)) == 21
    assert card.result is not None
    at = stop(card, "message").where
    laid = card._lay_out(640)
    marked = next(each for each in card.lines() if each.line.message and each.line.message.highlighted)
    inside = QPointF(at.x() + 4, marked.top + marked.height - 6)
    assert hint_at(laid, card.result, True, inside) == "The reader is 95 % sure"
    pill = QPointF(640 - 40, 28)
    assert "%" in hint_at(laid, card.result, True, pill)


def test_the_answer_is_copied_as_text_and_one_line_of_it_too(card: Card, qtbot: QtBot) -> None:
    qtbot.keyClick(card, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0] == "Harbour Flat"
    assert any(line.startswith("Tomás (2 Feb 2025 10:56): the map to the harbour") for line in lines)
    walk(qtbot, card, "message")
    qtbot.keyClick(card, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QApplication.clipboard().text().split("\n")) == 1


def test_more_answers_come_in_portions_and_go_again(make: object, qtbot: QtBot) -> None:
    card: Card = make(result(1, lines=400, marked=400))  # type: ignore[operator]

    def answers() -> int:
        return sum(1 for placed in card.lines() if placed.line.message is not None)

    assert answers() == SHOWN_AT_FIRST
    click(qtbot, card, [each for each in card.stops() if each.what == "fold"][-1])
    assert answers() == SHOWN_AT_FIRST + MORE_AT_ONCE
    click(qtbot, card, [each for each in card.stops() if each.what == "fold"][-1])
    assert answers() == SHOWN_AT_FIRST


def test_the_menu_offers_everything_and_shows_what_was_said(card: Card, qtbot: QtBot) -> None:
    message = stop(card, "message")
    said = []
    card.judged.connect(lambda *about: said.append(about))
    menu = menu_of(card, message)
    texts = [action.text() for action in menu.actions()]
    for wanted in ("Open conversation", "Copy the answer", "Share…", "Why this?", "This message is right"):
        assert wanted in texts
    next(each for each in menu.actions() if each.text() == "This message is right").trigger()
    assert said == [(message.message, None, True)]
    card.show_verdicts({(1, message.message.id, None): True})  # type: ignore[union-attr]
    checked = [action.text() for action in menu_of(card, message).actions() if action.isChecked()]
    assert checked == ["This message is right"]


def test_larger_text_makes_a_larger_card_whose_places_are_still_hit(card: Card, qtbot: QtBot) -> None:
    before = card.heightForWidth(640)
    try:
        fonts.set_text_scale(1.5)
        assert card.heightForWidth(640) > 1.3 * before
        with qtbot.waitSignal(card.shared):
            click(qtbot, card, stop(card, "share"))
    finally:
        fonts.set_text_scale(1.0)


@pytest.mark.parametrize("width", [210, 320, 800])
def test_a_narrow_card_keeps_its_actions_apart(card: Card, width: int) -> None:
    card.toggle_reasons()
    card.resize(width, card.heightForWidth(width))
    places = [each.where for each in card.stops() if each.what in ("why", "right", "wrong", "share", "open")]
    assert len(places) == 5
    assert all(one.right() <= other.left() or one.bottom() <= other.top() for one, other in pairwise(places))
    assert max(each.right() for each in places) <= width


def test_right_and_wrong_stand_beside_the_message_under_the_mouse(card: Card, qtbot: QtBot) -> None:
    message = stop(card, "message")
    qtbot.mouseMove(card, message.where.center().toPoint())
    assert card._hovered is not None
    right, wrong = card._choice_rects(card._hovered)
    with qtbot.waitSignal(card.judged) as judged:
        qtbot.mouseMove(card, wrong.center().toPoint())
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=wrong.center().toPoint())
    assert judged.args == [card._hovered.message, card._hovered.attachment, False]
    assert QPoint(0, 0) not in (right.center().toPoint(), wrong.center().toPoint())

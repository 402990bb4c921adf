"""This file is where messages and parts of their text are selected and copied, by mouse and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.conversation.menu import links_in, menu_for
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.selection import MOST, Selection
from app.gui.look import fonts
from app.gui.messages.bubbles import Hit
from tests.app.gui.conversation_pane import opened, place_of, show
from tests.app.gui.fake_session import FakeArchive, harbour

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return harbour(tmp_path)


@pytest.fixture
def pane(archive: FakeArchive, qtbot: QtBot) -> Iterator[ConversationPane]:
    with opened(archive, qtbot) as made:
        show(made, qtbot, 3)
        made.view.setFocus()
        yield made


def test_dragging_within_a_bubble_selects_text_and_ctrl_c_copies_it(pane: ConversationPane, qtbot: QtBot) -> None:
    _drag(pane, qtbot, place_of(pane, 2, 0.0), place_of(pane, 2, 1.0))
    assert pane.view.selection.rows == set()
    copied = _copied(pane, qtbot)
    assert copied
    assert copied in "Right, new group so we stop planning a flat across four separate chats."


def test_dragging_beyond_a_bubble_selects_messages_and_copies_them_with_name_and_time(
    pane: ConversationPane, qtbot: QtBot
) -> None:
    _drag(pane, qtbot, place_of(pane, 2), place_of(pane, 4))
    assert pane.view.selection.rows == {2, 3, 4}
    assert pane.selection_bar.isVisible()
    assert _copied(pane, qtbot).split("\n") == [
        "[2025-02-02 10:14] Nora: Right, new group so we stop planning a flat across four separate chats.",
        "[2025-02-02 10:21] Tomás: rude",
        "[2025-02-02 10:28] Tomás: accurate but rude",
    ]


def test_dragging_back_into_the_bubble_selects_text_again(pane: ConversationPane, qtbot: QtBot) -> None:
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, LEFT, pos=place_of(pane, 2, 0.1))
    _move(pane, qtbot, place_of(pane, 4))
    _move(pane, qtbot, place_of(pane, 2, 0.6))
    qtbot.mouseRelease(viewport, LEFT, pos=place_of(pane, 2, 0.6))
    assert pane.view.selection.rows == set()
    assert pane.view.selection.text is not None


def test_a_double_click_selects_a_word(pane: ConversationPane, qtbot: QtBot) -> None:
    place = place_of(pane, 3, 0.5)
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(pane.view.viewport(), LEFT, pos=place)
    assert _copied(pane, qtbot) == "rude"


def test_shift_and_ctrl_click_select_ranges_and_single_messages(pane: ConversationPane, qtbot: QtBot) -> None:
    viewport = pane.view.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=place_of(pane, 2))
    qtbot.mouseClick(viewport, LEFT, SHIFT, pos=place_of(pane, 4))
    qtbot.mouseClick(viewport, LEFT, CONTROL, pos=place_of(pane, 3))
    assert pane.view.selection.rows == {2, 4}
    qtbot.mouseClick(viewport, LEFT, pos=place_of(pane, 3))
    assert pane.view.selection.rows == set()
    assert not pane.selection_bar.isVisible()


def test_keys_move_select_and_copy(pane: ConversationPane, qtbot: QtBot) -> None:
    view = pane.view
    view.put_cursor(2)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.selection.cursor == 3
    assert view.currentIndex().row() == 3
    assert view.accessibleDescription().startswith("Tomás, 2 Feb 2025 10:21: rude")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.selection.rows == {3}
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert view.selection.rows == {3, 4}
    assert len(_copied(pane, qtbot).split("\n")) == 2
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.rows == set()
    assert _copied(pane, qtbot) == "accurate but rude"


def test_everything_is_selected_and_what_is_not_loaded_is_copied_too(tmp_path: Path, qtbot: QtBot) -> None:
    archive = FakeArchive(tmp_path)
    archive.add("Long", "whatsapp", [("Ana", f"line {each}") for each in range(700)])
    with opened(archive, qtbot) as pane:
        show(pane, qtbot, 350)
        pane.view.setFocus()
        qtbot.keyClick(pane.view, Qt.Key.Key_A, CONTROL)
        assert len(pane.view.selection.rows) == 700
        QApplication.clipboard().clear()
        qtbot.keyClick(pane.view, Qt.Key.Key_C, CONTROL)
        qtbot.waitUntil(lambda: QApplication.clipboard().text().count("\n") == 699)
        assert QApplication.clipboard().text().endswith("Ana: line 699")


def test_no_more_than_ten_thousand_messages_are_selected_at_once() -> None:
    selection = Selection()
    selection.put(500_000)
    selection.take_all(1_000_000)
    assert len(selection.rows) == MOST
    assert 500_000 in selection.rows
    selection.clear()
    selection.put(500_000)
    selection.extend(0)
    assert len(selection.rows) == MOST
    assert {500_000, 499_999} <= selection.rows
    selection.toggle(900_000)
    assert 900_000 not in selection.rows


def test_a_long_message_is_read_to_its_end_before_the_next_one_comes(pane: ConversationPane, qtbot: QtBot) -> None:
    view = pane.view
    view.expand(17)
    view.show_row(17)
    places = []
    for _ in range(4):
        places.append(next(top for row, top, _ in view.strip.shown if row == 17))
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.selection.cursor == 17
    assert places == sorted(places, reverse=True)
    assert places[-1] < places[0] - 100


@pytest.mark.parametrize("scale", [0.8, 1.6])
def test_places_are_right_at_every_text_size(pane: ConversationPane, qtbot: QtBot, scale: float) -> None:
    fonts.set_text_scale(scale)
    pane.view.relayout()
    pane.view.show_row(2)
    place = place_of(pane, 3, 0.5)
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=place)
    assert pane.view.selection.cursor == 3
    qtbot.mouseDClick(pane.view.viewport(), LEFT, pos=place)
    assert _copied(pane, qtbot) == "rude"
    assert pane.view.indexAt(place).row() == 3
    assert pane.view.visualRect(pane.view.messages.index(3)).contains(place)


@pytest.mark.parametrize(
    "text",
    [
        "<b onload=alert(1)>bold</b> &amp; <img src=file:///etc/passwd>",
        "\u202egnp.exe\u202c and \u2066isolated\u2069",
        "שלום לכולם, הסירה יפה מאוד",
        "👩‍👩‍👧 🏳️‍🌈 emoji in units 👍🏽",
        "x" * 12_000,
        "a\tb\r\nc\x00d\u2028e",
        "\ud83d alone",
    ],
)
def test_hostile_text_can_be_selected_dragged_and_copied(archive: FakeArchive, qtbot: QtBot, text: str) -> None:
    archive.change(3, text=text)
    with opened(archive, qtbot) as pane:
        show(pane, qtbot, 3)
        pane.view.setFocus()
        for begin, end in ((0.0, 1.0), (0.9, 0.1)):
            _drag(pane, qtbot, place_of(pane, 2, begin), place_of(pane, 2, end))
            pane.view.viewport().repaint()
        body = pane.view.strip.row(2).bubble.body
        pane.view.selection.mark_text(2, 0, body.length)
        copied = _copied(pane, qtbot)
        assert "<qt>" not in copied
        if len(text) < 1_000 and "\x00" not in text and "\ud83d" not in text:
            assert copied == text
        qtbot.mouseDClick(pane.view.viewport(), LEFT, pos=place_of(pane, 2, 0.4))
        start, end = pane.view.selection.text.span
        assert 0 <= start < end <= body.length


def test_the_menu_offers_what_fits_the_message_and_opens_nothing(archive: FakeArchive, qtbot: QtBot) -> None:
    archive.change(3, text="see https://example.org/a?b=1). and www.example.com")
    with opened(archive, qtbot) as pane:
        show(pane, qtbot, 3)
        words = [each.text() for each in menu_for(pane.view, 2, Hit("bubble")).actions() if each.text()]
        assert words == ["Copy text", "Copy with name and time", "Copy link", "Select message", "Share…"]
        action = next(each for each in menu_for(pane.view, 2, None).actions() if each.text() == "Copy link")
        action.trigger()
        assert QApplication.clipboard().text() == "https://example.org/a?b=1"
        with qtbot.waitSignal(pane.shared) as shared:
            next(each for each in menu_for(pane.view, 2, None).actions() if each.text() == "Share…").trigger()
        assert [each.id for each in shared.args[0]] == [3]


def test_only_addresses_of_the_web_are_links() -> None:
    assert links_in("javascript:alert(1) file:///etc/passwd ftp://x data:text/html,x") == []
    assert links_in("看https://example.org/页。") == ["https://example.org/页"]


def _move(pane: ConversationPane, qtbot: QtBot, to: QPoint) -> None:
    viewport = pane.view.viewport()
    where = QPointF(to)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), LEFT, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, moved)


def _drag(pane: ConversationPane, qtbot: QtBot, begin: QPoint, end: QPoint) -> None:
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, LEFT, pos=begin)
    _move(pane, qtbot, (begin + end) / 2)
    _move(pane, qtbot, end)
    qtbot.mouseRelease(viewport, LEFT, pos=end)


def _copied(pane: ConversationPane, qtbot: QtBot) -> str:
    QApplication.clipboard().clear()
    qtbot.keyClick(pane.view, Qt.Key.Key_C, CONTROL)
    return QApplication.clipboard().text()

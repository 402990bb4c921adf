"""This file is where the tests of a conversation get a pane that shows one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.gui.conversation.pane import ConversationPane
from app.gui.look import fonts, language, theme
from app.gui.main import application
from app.gui.work.lanes import Lane
from app.gui.work.pictures import Pictures
from tests.app.gui.fake_session import FakeArchive, FakeSession


@contextmanager
def opened(archive: FakeArchive, qtbot: QtBot, size: tuple[int, int] = (800, 700)) -> Iterator[ConversationPane]:
    """A pane on an archive, in English and light."""
    application()
    theme.apply("light")
    language.choose("en")
    lane = Lane("looking", lambda: FakeSession(archive), lambda error: pytest.fail(str(error)))
    pane = ConversationPane(lane, Pictures(lane))
    pane.resize(*size)
    qtbot.addWidget(pane)
    pane.show()
    qtbot.waitExposed(pane)
    yield pane
    lane.close()
    fonts.set_text_scale(1.0)


def show(pane: ConversationPane, qtbot: QtBot, message_id: int | None = None, conversation: int = 1) -> None:
    """Opens a conversation and waits until all in sight is there."""
    pane.open(conversation, message_id)
    qtbot.waitUntil(lambda: pane.conversation_id == conversation and settled(pane))


def settled(pane: ConversationPane) -> bool:
    shown = pane.view.strip.shown
    return bool(shown) and all(shape.message is not None for _, _, shape in shown)


def ids(pane: ConversationPane) -> list[int]:
    """The messages in sight."""
    return [shape.message.id for _, _, shape in pane.view.strip.shown if shape.message is not None]


def place_of(pane: ConversationPane, row: int, share: float = 0.5) -> QPoint:
    """A place of the viewport in the text of a row, or in the middle of its bubble."""
    view = pane.view
    top, shape = next((top, shape) for at, top, shape in view.strip.shown if at == row)
    frame = shape.frame.translated(view.strip.column[0], top)
    x, y = frame.center().x(), frame.center().y()
    if shape.bubble is not None and shape.bubble.body is not None:
        x = view.strip.column[0] + shape.bubble.body_at.x() + shape.bubble.body.width * share
        y = frame.top() + shape.bubble.body_at.y() + 8
    return QPoint(round(x * fonts.text_scale()), round(y * fonts.text_scale()))

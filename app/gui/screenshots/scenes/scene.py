"""This file is where it is said what a scene is, and how every scene begins."""

from collections.abc import Callable
from dataclasses import dataclass

from app.gui.desk import Desk
from app.gui.screenshots.chats import DEMO
from app.gui.screenshots.waiting import until
from app.session import bundled_demo


@dataclass(frozen=True)
class Scene:
    """play: brings a window that has just been opened to what is to be seen; small: also in a small window."""

    name: str
    play: Callable[[Desk], None]
    archive: str = DEMO
    small: bool = False


def begin(desk: Desk) -> None:
    """The first page of the archive."""
    desk.begin()
    until(lambda: desk.window.page is not desk.window.blank)
    desk.window.banner.hide()


def ask(desk: Desk, question: str = "") -> None:
    """The settled results of a question, by default the demo's own."""
    begin(desk)
    desk.questions.ask(question or bundled_demo().question)
    until(lambda: desk.questions.found.settled and desk.window.page is desk.window.results)
    until(lambda: len(desk.window.results.cards()) == len(desk.questions.found.results))


def open_conversation(desk: Desk) -> None:
    """The end of the first conversation."""
    begin(desk)
    desk.opening.open_conversation(1)
    until(lambda: desk.window.conversation.conversation_id is not None)

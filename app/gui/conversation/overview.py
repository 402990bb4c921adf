"""This file is where the strip beside a conversation leads through it and tells the day under the mouse."""

import time

from PySide6.QtCore import QObject, QTimer

from app.gui.conversation.minimap import Minimap
from app.gui.conversation.view import ConversationView
from app.gui.look.dates import day_and_clock, wall_time
from core.types import Message

_PATIENCE = 2.0
"""Seconds after which a message that did not come is asked for again."""


class Overview(QObject):
    """Connects a strip and a view."""

    def __init__(self, minimap: Minimap, view: ConversationView) -> None:
        super().__init__(minimap)
        self._minimap, self._view = minimap, view
        self._hovered, self._asked = 0.0, 0.0
        minimap.wanted.connect(self._go)
        minimap.hovered.connect(self._ask)
        view.seen.connect(minimap.show_seen)

    def _row(self, place: float) -> int:
        count = self._view.messages.rowCount()
        return min(round(place * count), count - 1)

    def _go(self, place: float) -> None:
        if self._view.messages.rowCount():
            self._view.show_row(self._row(place), current=False)

    def _ask(self, place: float) -> None:
        """One message at a time is read for what is told."""
        self._hovered = place
        if time.monotonic() - self._asked > _PATIENCE and self._view.messages.rowCount():
            self._asked = time.monotonic()
            self._view.messages.gather([self._row(place)], lambda found: self._tell(place, found))

    def _tell(self, place: float, found: list[Message]) -> None:
        self._asked = 0.0
        if found:
            self._minimap.tell(day_and_clock(wall_time(found[0])))
        if place != self._hovered:
            QTimer.singleShot(0, self, lambda: self._ask(self._hovered))

"""This file is where cards are scrolled, and where the one that is being read stays put while others come and go."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class CalmScroll(QScrollArea):
    """A scroll area that can keep one of its widgets at its place on the screen.

    Where even the upper end of the scroll bar is too far down, room is made at the top of the content.
    """

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._room = 0
        self._kept: QWidget | None = None
        self._place = 0
        self._moving = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    def keep(self, cards: Sequence[QWidget]) -> None:
        """From now on the card that the person reads stays where it is: the one under the mouse, else the one with the
        focus, else the first in sight once they have scrolled. None at the upper end."""
        read = next((card for card in cards if card.underMouse()), None)
        read = read or next((card for card in cards if card.hasFocus()), None)
        if read is None and self.verticalScrollBar().value() > 0:
            read = next((card for card in cards if self._top(card) + card.height() > 0), None)
        self._kept = read
        self._place = self._top(read) if read is not None else 0

    def let_go(self) -> None:
        """The cards are all there."""
        self._kept = None

    def to_top(self) -> None:
        self.let_go()
        self._make_room(0)
        self.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taken = super().eventFilter(watched, event)
        content = self.widget()
        if watched is content and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            layout = content.layout()
            if layout is not None and self._kept is not None:
                layout.activate()
            self._restore()
        return taken

    def leaveEvent(self, event: QEvent) -> None:
        """The room at the top is given back as soon as nobody points at a card."""
        if self._kept is None:
            self._make_room(0)
        super().leaveEvent(event)

    def _restore(self) -> None:
        if self._kept is None or self._moving:
            return
        self._moving = True
        bar, missing = self.verticalScrollBar(), self._top(self._kept) - self._place
        wanted = bar.value() + missing
        bar.setValue(max(wanted, 0))
        if wanted < 0:
            self._make_room(self._room - wanted)
        self._moving = False

    def _make_room(self, height: int) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is not None and height != self._room:
            margins = layout.contentsMargins()
            margins.setTop(height)
            layout.setContentsMargins(margins)
            self._room = height

    def _follow(self) -> None:
        """The person scrolls: the card they read has another place now."""
        if self._kept is not None and not self._moving:
            self._place = self._top(self._kept)

    def _top(self, card: QWidget) -> int:
        return card.mapTo(self.viewport(), QPoint(0, 0)).y()

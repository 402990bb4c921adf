"""This file is where cards are scrolled, and where the one that is being read stays put while others come and go."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.gui.results.card_face import CardFace


class CalmScroll(QScrollArea):
    """A scroll area that can keep one of its widgets at its place on the screen.

    Where even the end of the scroll bar is too far down or up, room is made above or below the content.
    """

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._above = self._below = 0
        self._kept: QWidget | None = None
        self._place = 0
        self._moving = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes would change the width of every card, and cost a layout of all of them.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setObjectName("calm")
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        bar.valueChanged.connect(self._follow)

    def keep(self, cards: Sequence[CardFace]) -> None:
        """From now on the card that the person reads stays where it is: the one that the mouse moves over, else the one
        with the focus, else the first in sight once they have scrolled. None at the upper end."""
        read = next((card for card in cards if card.pointed), None)
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
        self._make_room(0, 0)
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
        """The room is given back as soon as nobody points at a card."""
        if self._kept is None:
            self._make_room(0, 0)
        super().leaveEvent(event)

    def _restore(self) -> None:
        if self._kept is None or self._moving:
            return
        self._moving = True
        bar, missing = self.verticalScrollBar(), self._top(self._kept) - self._place
        wanted = bar.value() + missing
        bar.setValue(wanted)
        if not 0 <= wanted <= bar.maximum():
            self._make_room(self._above + max(-wanted, 0), self._below + max(wanted - bar.maximum(), 0))
        self._moving = False

    def _make_room(self, above: int, below: int) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is not None and (above, below) != (self._above, self._below):
            self._above, self._below = above, below
            margins = layout.contentsMargins()
            margins.setTop(above)
            margins.setBottom(below)
            layout.setContentsMargins(margins)

    def _follow(self) -> None:
        """The person scrolls: the card they read has another place now."""
        if self._kept is not None and not self._moving:
            self._place = self._top(self._kept)

    def _top(self, card: QWidget) -> int:
        return card.mapTo(self.viewport(), QPoint(0, 0)).y()

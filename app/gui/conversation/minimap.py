"""This file is where a strip beside a conversation shows where in it the highlights are, and what is in sight."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.look.language import Translated
from app.gui.look.text import plain_tip
from app.gui.look.theme import blend, colours
from app.gui.messages.bubble_parts import strength

WIDTH = 16
_EDGE = 6.0
_SNAP = 5.0


class Highlight(NamedTuple):
    """Where a highlight is, from 0 to 1, and how sure the reader is of it; None while nobody has read it."""

    place: float
    confidence: float | None


class Minimap(Translated):
    """wanted: a place from 0 to 1 that the person points to; hovered: the one under the mouse."""

    wanted = Signal(float)
    hovered = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highlights: Sequence[Highlight] = ()
        self._ticks: list[tuple[int, float]] = []
        self._seen = (0.0, 1.0)
        self._current: float | None = None
        self._asked = QPoint()
        self.setMouseTracking(True)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def show_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Ascending by place. Without any the scroll bar says enough, and the strip is hidden."""
        self._highlights = highlights
        self.setVisible(bool(highlights))
        self._lay_out()

    def show_seen(self, first: float, last: float) -> None:
        """Which part is in sight, from 0 to 1."""
        if (first, last) != self._seen:
            self._seen = (first, last)
            self.update()

    def show_current(self, place: float | None) -> None:
        """Which highlight the person is at."""
        self._current = place
        self.update()

    def tell(self, text: str) -> None:
        """What is at the place that `hovered` asked about."""
        if self.underMouse():
            QToolTip.showText(self._asked, plain_tip(text), self)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Overview of the conversation"))
        count = self.tr("%Ln highlight(s)", "in a conversation", len(self._highlights))
        self.setAccessibleDescription(count if self._highlights else "")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def y_of(self, place: float) -> float:
        return _EDGE + place * max(1.0, self.height() - 2 * _EDGE)

    def place_at(self, y: float) -> float:
        """The place at a height; near a highlight that of the highlight."""
        place = min(1.0, max(0.0, (y - _EDGE) / max(1.0, self.height() - 2 * _EDGE)))
        near = min(self._highlights, key=lambda each: abs(each.place - place), default=None)
        if near is not None and abs(self.y_of(near.place) - y) <= _SNAP:
            return near.place
        return place

    def resizeEvent(self, event: QEvent) -> None:
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(self.place_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().y())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.wanted.emit(place)
        self._asked = event.globalPosition().toPoint()
        self.hovered.emit(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = colours()
        painter.fillRect(self.rect(), shown.canvas)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.sunken)
        painter.drawRoundedRect(QRectF(2, 2, WIDTH - 4, self.height() - 4), 4, 4)
        top, bottom = self.y_of(self._seen[0]), self.y_of(self._seen[1])
        high = max(8.0, bottom - top)
        top = min(max(2.0, top - max(0.0, (high - (bottom - top)) / 2)), self.height() - 2 - high)
        painter.setBrush(blend(shown.sunken, shown.thumb, 0.75))
        painter.drawRoundedRect(QRectF(2, top, WIDTH - 4, high), 3, 3)
        for y, strong in self._ticks:
            painter.setBrush(blend(shown.sunken, shown.mark_edge, 0.3 + 0.7 * strong))
            across = 5 + 5 * strong
            painter.drawRoundedRect(QRectF((WIDTH - across) / 2, y - 1.5, across, 3), 1.5, 1.5)
        if self._current is not None:
            painter.setBrush(shown.accent)
            painter.drawEllipse(QPointF(WIDTH / 2, self.y_of(self._current)), 3.5, 3.5)

    def _lay_out(self) -> None:
        """One tick for all highlights that fall together: the strongest."""
        strongest: dict[int, float] = {}
        for each in self._highlights:
            y = round(self.y_of(each.place))
            strongest[y] = max(strongest.get(y, 0.0), strength(each.confidence))
        self._ticks = sorted(strongest.items())
        self.retranslate()
        self.update()

"""This file is where what lies over a conversation is drawn: the day, what is looked for, selected or current."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.gui.conversation.rows import DAY, Row, paint_pill
from app.gui.look import icons
from app.gui.look.dates import long_day, wall_time
from app.gui.look.theme import RADIUS_LARGE, blend, colours

_TOP = 24.0


def paint_current(painter: QPainter, where: QRectF, shape: Row) -> None:
    """A bar beside the message that the person came for."""
    if shape.day:
        where.setTop(where.top() + DAY)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours().accent)
    painter.drawRoundedRect(where, 2, 2)


def paint_floating_day(painter: QPainter, middle: float, shown: Sequence[tuple[float, Row]]) -> None:
    """The day of the topmost message stays in sight, pushed away by the next one. `shown`: tops and rows."""
    loaded = [(top, shape) for top, shape in shown if shape.message is not None]
    if not loaded or (loaded[0][1].day and loaded[0][0] > -16):
        return
    next_day = next((top + _TOP for top, shape in loaded[1:] if shape.day and top + _TOP < 56), 200.0)
    message = loaded[0][1].message
    moment = wall_time(message) if message is not None else None
    if moment is not None:
        paint_pill(painter, QPointF(middle, min(_TOP, next_day - 34)), long_day(moment))


def paint_selected(painter: QPainter, where: QRectF, column: tuple[float, float]) -> None:
    """A selected message: its row tinted, and a tick at the right, so that it is more than a colour."""
    painter.fillRect(where.adjusted(0, 0, 0, 1), blend(colours().canvas, colours().accent, 0.16))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours().accent)
    disc = QRectF(column[0] + column[1] + 1, where.bottom() - 22, 17, 17)
    painter.drawEllipse(disc)
    icons.paint(painter, "check", disc.adjusted(3, 3, -3, -3), colours().on_accent)


def paint_cursor(painter: QPainter, where: QRectF) -> None:
    """The row that the keyboard is on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours().accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where.adjusted(-3, -3, 3, 3), RADIUS_LARGE + 2, RADIUS_LARGE + 2)

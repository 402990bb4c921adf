"""This file is where what lies over a conversation is drawn: the day in sight, the message looked for, highlights."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.gui.conversation.rows import DAY, Row, paint_pill
from app.gui.look.dates import long_day, wall_time
from app.gui.look.theme import colours

_MOST_TICKS = 400
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


def paint_ticks(painter: QPainter, room: QRect, places: Sequence[float]) -> None:
    """Where the highlights are in the whole conversation; places from 0 to 1."""
    painter.setPen(QPen(colours().mark_edge, 3))
    for place in places[:_MOST_TICKS]:
        y = 6 + (room.height() - 12) * place
        painter.drawLine(QPointF(room.width() - 8, y), QPointF(room.width() - 2, y))

"""This file is where right and wrong are drawn: two small round buttons, and the one that was pressed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.gui.look import icons
from app.gui.look.theme import colours

SIDE, GAP = 26.0, 4.0
_INSIDE = 8.0

Rects = tuple[QRectF, QRectF]
"""Where right and wrong stand."""


def rects_of(where: QRectF, edge: float, *, inside: bool) -> Rects:
    """The places beside a bubble, on its upper edge where it reaches the card's, or inside a picture's corner."""
    left, top = where.right() + 8, where.y() + 2
    if inside:
        left, top = where.right() - 2 * SIDE - GAP - _INSIDE, where.y() + _INSIDE
    elif left + 2 * SIDE + GAP > edge:
        left, top = where.right() - 2 * SIDE - GAP - 10, where.y() - SIDE / 2
    return QRectF(left, top, SIDE, SIDE), QRectF(left + SIDE + GAP, top, SIDE, SIDE)


def paint_choice(painter: QPainter, rects: Rects, said: bool | None, *, offered: bool) -> None:
    """said: the verdict, None where there is none; offered: both buttons are shown, else only what was said."""
    for where, right in zip(rects, (True, False), strict=True):
        if offered or said == right:
            paint_button(painter, where, right=right, pressed=said == right)


def paint_button(painter: QPainter, where: QRectF, *, right: bool, pressed: bool) -> None:
    shown = colours()
    own, soft = (shown.success, shown.success_soft) if right else (shown.danger, shown.danger_soft)
    painter.setPen(QPen(own if pressed else shown.line, 1))
    painter.setBrush(soft if pressed else shown.surface)
    painter.drawEllipse(where.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = QRectF(where.center().x() - 8, where.center().y() - 8, 16, 16)
    icons.paint(painter, "check" if right else "close", inner, own if pressed else shown.muted)

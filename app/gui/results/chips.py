"""This file is where reasons become small chips below a message, and a panel at the foot of the card."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from app.gui.look import fonts, icons
from app.gui.look.text import PlainText, elided, paint_line
from app.gui.look.theme import RADIUS, blend, colours
from app.gui.messages.bubble_parts import strength
from app.gui.results.reasons import Reason

_HEIGHT, _GAP, _PAD = 22.0, 6.0, 9.0
_ICON = 14.0
_ICONS = {"meaning": "spark", "picture": "image", "reader": "check", "fragment": "expand"}
_SHADES = (None, 0.0, 0.25, 0.5, 0.75, 1.0)
_INSET = 14.0


@dataclass
class Chips:
    """Reasons laid out for a width; rectangles are relative to the block's top left."""

    placed: list[tuple[QRectF, Reason]] = field(default_factory=list)
    height: float = 0.0

    def paint(self, painter: QPainter) -> None:
        for where, reason in self.placed:
            _paint_chip(painter, where, reason)


def lay_out_chips(reasons: Sequence[Reason], width: float) -> Chips:
    """Puts chips in rows."""
    chips, left, top = Chips(), 0.0, 0.0
    for reason in reasons:
        lead = _ICON + 4 if reason.kind in _ICONS else 0.0
        font = _font(reason)
        words = fonts.metrics("small", font is fonts.font("small", True)).horizontalAdvance(
            elided(reason.text, font, width - 2 * _PAD - lead)
        )
        across = min(width, words + 2 * _PAD + lead + 1)
        if left and left + across > width:
            left, top = 0.0, top + _HEIGHT + _GAP
        chips.placed.append((QRectF(left, top, across, _HEIGHT), reason))
        left += across + _GAP
    chips.height = top + _HEIGHT if chips.placed else 0.0
    return chips


class Panel:
    """The reasons of the card as a whole, and the scale of highlights; `height` in the card's units."""

    def __init__(self, lines: Sequence[str], legend: str, width: float) -> None:
        self._width, self._legend = width, legend
        self._lines = [PlainText(line, fonts.font("small"), width - 2 * _INSET) for line in lines]
        self._scale = QRectF(_INSET, 0, 20 * len(_SHADES), 12)
        self.height = 2 * 10 + sum(line.height + 3 for line in self._lines) + 22

    def paint(self, painter: QPainter, top: float) -> None:
        """Draws it at the painter's left edge."""
        shown = colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.sunken)
        painter.drawRoundedRect(QRectF(0, top, self._width, self.height), RADIUS, RADIUS)
        at = top + 10
        for line in self._lines:
            line.paint(painter, QPointF(_INSET, at), shown.text)
            at += line.height + 3
        self._paint_legend(painter, at + 6)

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        """The shades that highlights have, in steps of a quarter."""
        shown, step = colours(), 20.0
        for place, confidence in enumerate(_SHADES[1:]):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(shown.bubble, shown.mark, strength(confidence)))
            where = QRectF(_INSET + place * step, top, step - 2, 12)
            painter.drawRoundedRect(where, 3, 3)
            painter.fillRect(
                QRectF(where.x(), top, 3, 12), blend(shown.bubble, shown.mark_edge, 0.3 + 0.7 * strength(confidence))
            )
        left = _INSET + (len(_SHADES) - 1) * step + 8
        where = QRectF(left, top - 3, self._width - left - _INSET, 18)
        paint_line(painter, where, self._legend, (fonts.font("small"), shown.muted))


def _paint_chip(painter: QPainter, where: QRectF, reason: Reason) -> None:
    shown = colours()
    link = reason.kind == "fragment"
    ink = shown.accent if link else shown.mark_text if reason.kind == "word" else shown.muted
    painter.setPen(QPen(shown.line, 1) if reason.kind != "word" else Qt.PenStyle.NoPen)
    painter.setBrush(blend(shown.surface, shown.mark, 0.5) if reason.kind == "word" else shown.surface)
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
    left = where.x() + _PAD
    if reason.kind in _ICONS:
        icons.paint(painter, _ICONS[reason.kind], QRectF(left, where.y() + 4, _ICON, _ICON), ink)
        left += _ICON + 4
    inner = QRectF(left, where.y(), where.right() - _PAD - left + 1, where.height())
    paint_line(painter, inner, reason.text, (_font(reason), ink))


def _font(reason: Reason) -> QFont:
    return fonts.font("small", reason.kind in ("word", "fragment"))

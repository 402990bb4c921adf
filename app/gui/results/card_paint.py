"""This file is where the parts of a card are drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.gui.look import avatars, fonts, icons
from app.gui.look.text import paint_line
from app.gui.look.theme import RADIUS, RADIUS_LARGE, blend, colours, title_colour
from app.gui.results.card_layout import HEADER, PAD
from app.gui.results.card_words import Verdict
from core.types import SearchResult


def paint_frame(painter: QPainter, box: QRectF, focused: bool, apart: bool) -> None:
    """apart: the result is not confirmed and stands back."""
    shown = colours()
    painter.setPen(QPen(shown.accent, 2) if focused else QPen(shown.line, 1))
    painter.setBrush(shown.canvas if apart else shown.surface)
    inset = 1.0 if focused else 0.5
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), RADIUS_LARGE, RADIUS_LARGE)


def paint_header(painter: QPainter, width: float, result: SearchResult, words: tuple[str, Verdict, bool]) -> None:
    """Face, title, meta line and verdict; `words` are the meta line, the verdict, and whether the card stands apart."""
    meta, verdict, apart = words
    shown, title = colours(), result.conversation.title
    avatars.paint_avatar(painter, QRectF(PAD, 18, 40, 40), title, title_colour(title))
    back = shown.canvas if apart else shown.surface
    avatars.paint_source(painter, QPointF(PAD + 35, 53), result.conversation.source, back)
    pill = _paint_verdict(painter, pill_rect(width, verdict), verdict)
    left = PAD + 54
    above = QRectF(left, 16, width - PAD - left - pill - 12, 23)
    paint_line(painter, above, title, (fonts.font("title", True), shown.text))
    paint_line(painter, QRectF(left, 40, width - PAD - left, 18), meta, (fonts.font("label"), shown.muted))
    painter.setPen(shown.line)
    painter.drawLine(QPointF(PAD, HEADER - 6.5), QPointF(width - PAD, HEADER - 6.5))


def paint_gap(painter: QPainter, width: float, text: str) -> None:
    """The day between two places of a conversation."""
    across = fonts.metrics("small", True).horizontalAdvance(text) + 24
    painter.setPen(QPen(colours().line, 1))
    painter.drawLine(QPointF(0, 24.5), QPointF((width - across) / 2, 24.5))
    painter.drawLine(QPointF((width + across) / 2, 24.5), QPointF(width, 24.5))
    paint_line(painter, QRectF(0, 14, width, 20), text, (fonts.font("small", True), colours().faint), "centre")


def paint_fold(painter: QPainter, width: float, text: str, *, opened: bool) -> None:
    """opened: it folds up again."""
    icons.paint(painter, "up" if opened else "expand", QRectF(50, 12, 18, 18), colours().accent)
    paint_line(painter, QRectF(74, 11, width - 74, 20), text, (fonts.font("label", True), colours().accent))


def paint_inner_focus(painter: QPainter, where: QRectF) -> None:
    """A ring around the place of the card that the arrow keys have reached."""
    painter.setPen(QPen(colours().accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where.adjusted(-3, -3, 3, 3), RADIUS, RADIUS)


def pill_rect(width: float, verdict: Verdict) -> QRectF:
    """Where the verdict stands."""
    across = fonts.metrics("small", True).horizontalAdvance(verdict.text) + (46 if verdict.bars else 24)
    return QRectF(width - PAD - across, 17, across, 24)


def _paint_verdict(painter: QPainter, box: QRectF, verdict: Verdict) -> float:
    """The pill at the right: a meter of three bars and the words for it; returns its width."""
    shown, bars = colours(), verdict.bars
    ink = shown.mark_text if bars else shown.muted
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(shown.surface, shown.mark, 0.25 + 0.25 * bars) if bars else shown.sunken)
    painter.drawRoundedRect(box, 12, 12)
    for number in range(3 if bars else 0):
        height = 5.0 + 3.0 * number
        painter.setBrush(ink if number < bars else blend(shown.surface, ink, 0.3))
        painter.drawRoundedRect(QRectF(box.x() + 11 + 5 * number, box.center().y() + 5.5 - height, 3.5, height), 1, 1)
    where = box.adjusted(32 if bars else 0, 0, -12 if bars else 0, 0)
    paint_line(painter, where, verdict.text, (fonts.font("small", True), ink), "left" if bars else "centre")
    return box.width()

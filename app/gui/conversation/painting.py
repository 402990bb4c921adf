"""This file is where the rows in sight are painted, with what is selected, current or lit."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.gui.conversation.drawings import Drawings
from app.gui.conversation.overlays import paint_current, paint_cursor, paint_floating_day, paint_selected
from app.gui.conversation.rows import Row
from app.gui.messages.tiles import PictureOf

if TYPE_CHECKING:
    from app.gui.conversation.view import ConversationView


class Painting:
    """Paints a view's strip with a painter that is scaled by the text size."""

    def __init__(self, view: "ConversationView") -> None:
        self._view = view
        self._drawings = Drawings()

    def paint(self, painter: QPainter, picture_of: PictureOf) -> None:
        """All rows in sight, and the day over them."""
        view = self._view
        left, width = view.strip.column
        for row, top, shape in view.strip.shown:
            self._paint_row(painter, row, QPointF(left, top), (shape, picture_of))
        for row, top, shape in view.strip.shown:  # over the rows: each covers what the one before it draws too far
            if row == view.current:
                paint_current(painter, QRectF(left - 12, top + 2, 4, shape.height - 4), shape)
            if row == view.selection.cursor and view.hasFocus() and view.pointing.by_keyboard:
                paint_cursor(painter, shape.frame.translated(left, top))
        paint_floating_day(painter, left + width / 2, [(top, shape) for _, top, shape in view.strip.shown])

    def _paint_row(self, painter: QPainter, row: int, at: QPointF, what: tuple[Row, PictureOf]) -> None:
        view, (shape, picture_of) = self._view, what
        chosen, span = row in view.selection.rows, view.selection.span_of(row)
        if not chosen and span is None and row != view.flash.row:
            self._drawings.paint(painter, shape, at, picture_of)
            return
        where = QRectF(0, at.y(), view.strip.width, shape.height)
        if chosen:
            paint_selected(painter, where, view.strip.column)
        elif row == view.flash.row:
            view.flash.paint(painter, where)
        painter.save()
        painter.translate(at)
        shape.paint(painter, picture_of, span)
        painter.restore()

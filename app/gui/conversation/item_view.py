"""This file is where places of a view of messages become rows of its strip, and rows places."""

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QWidget

from app.gui.conversation.layout import Strip
from app.gui.conversation.model import ConversationModel
from app.gui.conversation.rows import Row
from app.gui.look import fonts
from app.gui.look.own_view import Index, OwnView


class ItemView(OwnView):
    """A view of a Strip. scale: the text size for which everything is laid out now."""

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.messages, self.strip = model, Strip(model)
        self.scale = fonts.text_scale()
        self.setAutoScroll(False)

    def point(self, position: QPointF) -> QPointF:
        """A place of the viewport in the measures of the layout."""
        return position / self.scale

    def at(self, position: QPointF) -> tuple[int, Row, QPointF] | None:
        """The row at a place of the viewport, and the place in the row."""
        where = self.point(position)
        found = self.strip.at(where.y())
        if found is None:
            return None
        return found[0], found[2], QPointF(where.x() - self.strip.column[0], where.y() - found[1])

    def visualRect(self, index: Index) -> QRect:
        for row, top, shape in self.strip.shown:
            if row == index.row():
                return QRectF(0, top * self.scale, self.viewport().width(), shape.height * self.scale).toRect()
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        found = self.strip.at(point.y() / self.scale)
        return QModelIndex() if found is None else self.messages.index(found[0])

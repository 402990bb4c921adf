"""This file is where what QAbstractItemView asks of every view is answered for one that lays its rows out itself."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from app.gui.conversation.layout import Strip
from app.gui.conversation.model import ConversationModel
from app.gui.conversation.rows import Row
from app.gui.look import fonts

Index = QModelIndex | QPersistentModelIndex


class ItemView(QAbstractItemView):
    """A view of a Strip without Qt's scrolling, editing and selecting; a screen reader still finds its rows.

    scale: the text size for which everything is laid out now.
    """

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.messages, self.strip = model, Strip(model)
        self.scale = fonts.text_scale()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

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

    def updateGeometries(self) -> None:
        """The scroll bar is set by the layout alone."""

    def moveCursor(self, action: object, modifiers: object) -> QModelIndex:
        return self.currentIndex()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        """What is selected is kept by the view itself: Qt's own model would keep a range for each message."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()

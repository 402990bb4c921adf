"""This file is where what QAbstractItemView asks of every view is answered for one that lays its rows out itself."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

Index = QModelIndex | QPersistentModelIndex


class OwnView(QAbstractItemView):
    """A view without Qt's scrolling, editing and selecting; a screen reader still finds its rows."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def updateGeometries(self) -> None:
        """The scroll bar is set by the layout alone."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: object) -> QModelIndex:
        return self.currentIndex()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        """What is selected is kept by the view itself: Qt's own model would keep a range for each row."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()

"""This file is where a conversation is seen and scrolled.

QListView would ask for the height of every row; this view draws a Strip, which knows only the rows in sight. The scroll
bar counts messages.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QMenu, QWidget

from app.gui.conversation.layout import Strip
from app.gui.conversation.model import ConversationModel
from app.gui.conversation.overlays import paint_current, paint_floating_day, paint_ticks
from app.gui.conversation.rows import Marks
from app.gui.look.theme import colours
from app.gui.messages.bubbles import Hit
from app.gui.work.pictures import Pictures
from core.types import Message

_STEPS = 100_000
_NOTCH = 110.0

Index = QModelIndex | QPersistentModelIndex


class ConversationView(QAbstractItemView):
    """opened: a picture was clicked (attachment, message)."""

    opened = Signal(object, object)

    def __init__(self, model: ConversationModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._pictures = model, pictures
        self.strip = Strip(model)
        self._ticks: list[int] = []
        self._current = -1
        self._settling = False
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        model.arrived.connect(self._refresh)
        model.modelReset.connect(self._restart)
        pictures.arrived.connect(self._repaint)

    def mark(self, marks: Marks, rows: list[int]) -> None:
        """Shows highlights; `rows` are theirs, ascending."""
        self.strip.marks, self._ticks = marks, rows
        self.relayout()

    def show_row(self, row: int, current: bool = True) -> None:
        """Puts a row into the upper third of the view; `current` marks it as the one that was looked for."""
        self.strip.put(row, self.viewport().height() * 0.3)
        self._current = row if current else -1
        self._arrange()

    def show_end(self) -> None:
        """Puts the last message at the bottom."""
        self.strip.put_at_end()
        self._arrange()

    def scroll_by(self, pixels: float) -> None:
        """Moves the text up by so many pixels."""
        self.strip.move(pixels)
        self._arrange()

    def expand(self, row: int) -> None:
        """Shows a long message whole."""
        self.strip.expand(row)
        self._arrange()

    def relayout(self) -> None:
        """Lays everything out again: another language or theme."""
        self.strip.forget()
        self._arrange()

    def _arrange(self) -> None:
        self.strip.arrange()
        if self.strip.shown:
            self._messages.want(self.strip.shown[0][0], self.strip.shown[-1][0])
        self._set_scroll_bar(self._messages.rowCount())
        self.viewport().update()

    def _set_scroll_bar(self, count: int) -> None:
        bar = self.verticalScrollBar()
        self._settling = True
        bar.setRange(0, 0 if not count or self.strip.fits(count) else _STEPS)
        bar.setPageStep(max(_STEPS // 60, round(_STEPS * len(self.strip.shown) / max(count, 1))))
        bar.setSingleStep(max(1, _STEPS // max(count, 1)))
        bar.setValue(round(self.strip.place(count) * _STEPS))
        self._settling = False

    def _refresh(self, first: int, last: int) -> None:
        """A page is there: its rows and the one after it, which may continue a run, are made again."""
        self.strip.forget(first, last + 1)
        self._arrange()

    def _restart(self) -> None:
        self._current = -1
        self.strip.begin()
        self._arrange()

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours().canvas)
        left, width = self.strip.column
        for row, top, shape in self.strip.shown:
            painter.save()
            painter.translate(left, top)
            shape.paint(painter, self._pictures.thumbnail)
            painter.restore()
            if row == self._current:
                paint_current(painter, QRectF(left - 12, top + 2, 4, shape.height - 4), shape)
        paint_floating_day(painter, left + width / 2, [(top, shape) for _, top, shape in self.strip.shown])
        paint_ticks(painter, self.viewport().rect(), [row / self._messages.rowCount() for row in self._ticks])

    def _repaint(self, sha256: str) -> None:
        self.viewport().update()

    # ---------------------------------------------------------------- mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        exact = event.pixelDelta().y()
        self.scroll_by(-exact if exact else -event.angleDelta().y() / 120 * _NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.viewport().height() * 0.9
        keys = Qt.Key
        moves = {keys.Key_Down: 60.0, keys.Key_Up: -60.0, keys.Key_PageDown: page, keys.Key_PageUp: -page}
        key = Qt.Key(event.key())
        if key in moves:
            self.scroll_by(moves[key])
        elif key == keys.Key_Home:
            self.show_row(0, current=False)
        elif key == keys.Key_End:
            self.show_end()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, message, hit = found
        if hit.what == "picture":
            self.opened.emit(hit.attachment, message)
        elif hit.what == "expand":
            self.expand(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        pointing = found is not None and found[2].what in ("picture", "expand")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self._under(QPointF(event.pos()))
        if found is None or not found[1].text:
            return
        text = found[1].text
        menu = QMenu(self)
        menu.addAction(self.tr("Copy text")).triggered.connect(lambda: QApplication.clipboard().setText(text))
        menu.popup(event.globalPos())

    def _under(self, point: QPointF) -> tuple[int, Message, Hit] | None:
        found = self.strip.at(point.y())
        if found is None or found[2].message is None:
            return None
        row, top, shape = found
        hit = shape.hit(point.x() - self.strip.column[0], point.y() - top)
        return None if hit is None or shape.message is None else (row, shape.message, hit)

    # ---------------------------------------------------------------- what QAbstractItemView asks of a view

    def visualRect(self, index: Index) -> QRect:
        for row, top, shape in self.strip.shown:
            if row == index.row():
                return QRectF(0, top, self.viewport().width(), shape.height).toRect()
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        found = self.strip.at(point.y())
        return QModelIndex() if found is None else self._messages.index(found[0])

    def scrollTo(self, index: Index, hint: object = None) -> None:
        if index.isValid():
            self.show_row(index.row(), current=False)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._settling:
            self.strip.put_at(self.verticalScrollBar().value() / _STEPS, self._messages.rowCount())
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.strip.resize(self.viewport().width(), self.viewport().height())
        self._arrange()

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
        """Messages are copied one by one; there is no selection."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()

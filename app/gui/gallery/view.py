"""This file is where pictures and files are seen and scrolled, by months whose names stay in sight.

QListView would ask for the place of every row; this view reckons it (Sections) and paints what is in sight.
"""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.gui.gallery.cells import Crops, paint_file, paint_focus, paint_tile
from app.gui.gallery.model import GalleryModel
from app.gui.gallery.sections import HEADING, LARGE, LINES, Form, Heading, Sections
from app.gui.look import fonts
from app.gui.look.buckets import month_name
from app.gui.look.dates import number
from app.gui.look.own_view import Index, OwnView
from app.gui.look.text import paint_line
from app.gui.look.theme import colours
from app.gui.work.pictures import Pictures
from core.types import MediaItem

_LEFT, _RIGHT = 24.0, 14.0


class GalleryView(OwnView):
    """opened: a row was clicked, or chosen with Enter or Space; asked: a menu is wanted for an item at a global place.
    upwards: the arrow key left the first line."""

    opened = Signal(int)
    asked = Signal(object, QPoint)
    upwards = Signal()

    def __init__(self, model: GalleryModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._items, self._crops, self._form = model, Crops(pictures), LARGE
        self._sections = Sections()
        self._hovered: int | None = None
        self._scale = fonts.text_scale()
        self._late = QTimer(self, singleShot=True, interval=0)
        self._late.timeout.connect(self.viewport().update)
        self.verticalScrollBar().setSingleStep(48)
        model.modelReset.connect(self._restart)
        model.arrived.connect(self.viewport().update)
        pictures.arrived.connect(self._repaint)

    def show_form(self, form: Form) -> None:
        """Large or small pictures, or lines; what is at the top stays there."""
        top = self._sections.nearest(0, self._offset + HEADING)
        self._form = form
        self._arrange()
        if top is not None and self._offset > 0:
            self.verticalScrollBar().setValue(int(self._sections.rect(top).y() - HEADING))

    def go_to(self, row: int) -> None:
        """Makes a row the current one, in sight."""
        self.setCurrentIndex(self._items.index(row))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._scale != fonts.text_scale():
            self.show_form(self._form)

    # ---------------------------------------------------------------- places

    @property
    def _offset(self) -> float:
        return float(self.verticalScrollBar().value())

    @property
    def _room(self) -> tuple[float, float]:
        """Width and height of what is seen, in pixels of the sheet."""
        scale = fonts.text_scale()
        return self.viewport().width() / scale, self.viewport().height() / scale

    @property
    def _left(self) -> float:
        """The margin does not grow with the text, as those of the page do not."""
        return _LEFT / fonts.text_scale()

    def _arrange(self) -> None:
        self._scale = fonts.text_scale()
        across, down = self._room
        self._sections.arrange(self._form, across - self._left - _RIGHT)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, int(down)))
        bar.setRange(0, max(0, int(self._sections.height - down)))
        self.viewport().update()

    def _restart(self) -> None:
        self._hovered = None
        self._sections.show_days(self._items.days)
        self._arrange()
        self.verticalScrollBar().setValue(0)

    def _cell(self, row: int) -> QRectF:
        """The cell of a row in what is seen."""
        return self._sections.rect(row).translated(self._left, -self._offset)

    def _under(self, point: QPointF) -> int | None:
        scale = fonts.text_scale()
        if point.y() / scale < HEADING:  # below the name of the month that stays in sight
            return None
        return self._sections.row_at(point.x() / scale - self._left, point.y() / scale + self._offset)

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours().canvas)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(fonts.text_scale(), fonts.text_scale())
        top, down = self._offset, self._room[1]
        rows = self._sections.between(top, top + down)
        if rows:
            self._items.want(rows.start, rows.stop - 1)
        self._crops.begin()
        # From the last to the first: the latest wish for a thumbnail is met first.
        for row in reversed(rows):
            self._paint_cell(painter, row)
        self._paint_headings(painter, top, down)
        if self._crops.short:
            self._late.start()

    def _paint_cell(self, painter: QPainter, row: int) -> None:
        item, where = self._items.item(row), self._cell(row)
        focused = self.hasFocus() and row == self.currentIndex().row()
        hovered = row == self._hovered
        if self._form is LINES:
            paint_file(painter, where, item, hovered=hovered)
        else:
            paint_tile(painter, where, item, self._crops, told=hovered or focused)
        if focused:
            paint_focus(painter, where)

    def _paint_headings(self, painter: QPainter, top: float, down: float) -> None:
        """Each month above its cells; the one that has begun stays at the top until the next one pushes it away."""
        shown = list(self._sections.headings(top, top + down))
        for place, (heading, at) in enumerate(shown):
            where = at - top
            if place == 0:
                follows = shown[1][1] - top if len(shown) > 1 else down
                where = max(where, min(0.0, follows - HEADING))
            self._paint_heading(painter, where, heading)

    def _paint_heading(self, painter: QPainter, at: float, heading: Heading) -> None:
        across, shown = self._room[0], colours()
        painter.fillRect(QRectF(0, at, across, HEADING), shown.canvas)
        name = month_name(heading.first, long=True) if heading.first else self.tr("Without a date")
        wide = fonts.metrics("title", True).horizontalAdvance(name) + 12
        line = QRectF(self._left, at + 10, across - self._left - _RIGHT, 24)
        paint_line(painter, line, name, (fonts.font("title", True), shown.text))
        paint_line(painter, line.adjusted(wide, 1, 0, 1), number(heading.count), (fonts.font("small"), shown.muted))

    def _repaint(self, sha256: str) -> None:
        if self.isVisible():
            self.viewport().update()

    # ---------------------------------------------------------------- mouse and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._under(event.position()))

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def _hover(self, row: int | None) -> None:
        if row != self._hovered:
            self._hovered = row
            pointing = Qt.CursorShape.PointingHandCursor if row is not None else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(pointing)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._under(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(self._items.index(row))
            self.opened.emit(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press opens; there is nothing left to do."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has opened it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if row >= 0:
                self.opened.emit(row)
        elif key == Qt.Key.Key_Up and 0 <= row < self._sections.columns and self._sections.beside(row, -1) == row:
            self.upwards.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the search field; looking for names here would read every page."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self._items.rowCount():
            first = self._sections.nearest(0, self._offset + HEADING)
            self.setCurrentIndex(self._items.index(first or 0))
        super().focusInEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if by_key else self._under(QPointF(event.pos()))
        item: MediaItem | None = self._items.item(row) if row is not None and row >= 0 else None
        if item is not None:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.asked.emit(item, place if by_key else event.globalPos())

    # ---------------------------------------------------------------- what QAbstractItemView asks of a view

    def visualRect(self, index: Index) -> QRect:
        if not 0 <= index.row() < self._items.rowCount():
            return QRect()
        cell, scale = self._cell(index.row()), fonts.text_scale()
        return QRectF(cell.topLeft() * scale, cell.size() * scale).toAlignedRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._under(QPointF(point))
        return QModelIndex() if row is None else self._items.index(row)

    def scrollTo(self, index: Index, hint: object = None) -> None:
        if not 0 <= index.row() < self._items.rowCount():
            return
        cell, bar, down = self._sections.rect(index.row()), self.verticalScrollBar(), self._room[1]
        if cell.y() - HEADING < self._offset:
            bar.setValue(int(cell.y() - HEADING))
        elif cell.bottom() + 8 > self._offset + down:
            bar.setValue(int(cell.bottom() + 8 - down))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: object) -> QModelIndex:
        moves, row = QAbstractItemView.CursorAction, max(0, self.currentIndex().row())
        page = max(1, int((self._room[1] - HEADING) // self._sections.down))
        last = self._items.rowCount() - 1
        wanted = {
            moves.MoveLeft: row - 1,
            moves.MoveRight: row + 1,
            moves.MovePrevious: row - 1,
            moves.MoveNext: row + 1,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }
        lines = {moves.MoveUp: -1, moves.MoveDown: 1, moves.MovePageUp: -page, moves.MovePageDown: page}
        if last < 0:
            return QModelIndex()
        to = self._sections.beside(row, lines[action]) if action in lines else wanted.get(action, row)
        return self._items.index(min(max(to, 0), last))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._hovered = None
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_form(self._form)

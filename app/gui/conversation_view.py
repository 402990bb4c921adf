"""This file is where a conversation is scrolled: a view that lays out only what is on the screen.

QListView would ask for the height of every row. Here one row is the anchor, at a known place in the viewport, and its
neighbours are laid out up and down from it; so a million messages cost what a hundred do, and a page that arrives above
moves nothing. The scroll bar counts rows.
"""

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QWidget

from app.gui.bubbles import Hit
from app.gui.conversation_model import ConversationModel
from app.gui.conversation_rows import DAY, Marks, Row, paint_pill
from app.gui.dates import long_day, wall_time
from app.gui.pictures import Pictures
from app.gui.theme import colours
from core.types import Message

_WIDEST = 780.0
_MARGIN = 20.0
_STEPS = 100_000
_KEPT_ROWS = 260
_NOTCH = 110.0

Index = QModelIndex | QPersistentModelIndex


class ConversationView(QAbstractItemView):
    """opened: a picture was clicked (attachment, message)."""

    opened = Signal(object, object)

    def __init__(self, model: ConversationModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._pictures = model, pictures
        self._marks = Marks()
        self._expanded: set[int] = set()
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._shown: list[tuple[int, float, Row]] = []
        self._anchor: tuple[int, float] = (0, _MARGIN)
        self._at_end = False
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
        self._marks, self._ticks = marks, rows
        self._rows.clear()
        self._arrange()

    def show_row(self, row: int, current: bool = True) -> None:
        """Puts a row into the upper third of the view."""
        self._anchor, self._at_end = (row, self.viewport().height() * 0.3), False
        self._current = row if current else -1
        self._arrange()

    def show_end(self) -> None:
        """Puts the last message at the bottom."""
        self._at_end = True
        self._arrange()

    def top_row(self) -> int:
        return self._shown[0][0] if self._shown else 0

    def scroll_by(self, pixels: float) -> None:
        """Moves the text up by so many pixels."""
        row, top = self._anchor
        self._anchor, self._at_end = (row, top - pixels), False
        self._arrange()

    def expand(self, row: int) -> None:
        """Shows a long message whole."""
        self._expanded.add(row)
        self._rows.pop(row, None)
        self._arrange()

    def relayout(self) -> None:
        """Lays everything out again: another language or theme."""
        self._rows.clear()
        self._arrange()

    # ---------------------------------------------------------------- the layout

    def _arrange(self) -> None:
        """Lays out from the anchor downwards and upwards until the viewport is full, and keeps to the ends."""
        count = self._messages.rowCount()
        self._shown = []
        if count:
            if self._at_end:
                self._anchor = (count - 1, self.viewport().height() - _MARGIN - self._row(count - 1).height)
            self._fill(count)
            self._keep_to_ends(count)
            self._choose_anchor()
            self._messages.want(self._shown[0][0], self._shown[-1][0])
        self._set_scroll_bar(count)
        self.viewport().update()

    def _fill(self, count: int) -> None:
        row, top = self._anchor
        row = min(max(row, 0), count - 1)
        bottom = self.viewport().height()
        above: list[tuple[int, float, Row]] = []
        at, y = row, top
        while at < count and y < bottom:
            shape = self._row(at)
            above.append((at, y, shape))
            y += shape.height
            at += 1
        at, y = row - 1, top
        while at >= 0 and y > 0:
            shape = self._row(at)
            y -= shape.height
            above.insert(0, (at, y, shape))
            at -= 1
        self._shown = above or [(row, top, self._row(row))]

    def _keep_to_ends(self, count: int) -> None:
        """No gap before the first or after the last message, unless all of them fit."""
        last, top, shape = self._shown[-1]
        gap = self.viewport().height() - _MARGIN - (top + shape.height)
        if last == count - 1 and gap > 0:
            self._anchor = (last, top + gap)
            self._fill(count)
        first, top, _ = self._shown[0]
        if first == 0 and top > _MARGIN:
            self._anchor = (0, _MARGIN)
            self._fill(count)

    def _choose_anchor(self) -> None:
        """The first row that begins inside the view: what arrives above it then moves nothing the eye is on."""
        self._shown = [each for each in self._shown if each[1] + each[2].height > 0] or self._shown[-1:]
        inside = [each for each in self._shown if each[1] >= 0 and each[2].message is not None]
        row, top, _ = (inside or self._shown)[0]
        self._anchor = (row, top)

    def _row(self, row: int) -> Row:
        if row in self._rows:
            self._rows.move_to_end(row)
            return self._rows[row]
        made = Row(self._messages, row, self._column().width(), self._marks, row in self._expanded)
        if made.message is not None:
            self._rows[row] = made
            while len(self._rows) > _KEPT_ROWS:
                self._rows.popitem(last=False)
        return made

    def _column(self) -> QRectF:
        width = self.viewport().width()
        across = min(_WIDEST, width - 2 * _MARGIN)
        return QRectF((width - across) / 2, 0, across, self.viewport().height())

    def _set_scroll_bar(self, count: int) -> None:
        bar = self.verticalScrollBar()
        self._settling = True
        full = bool(self._shown) and len(self._shown) == count and self._shown[0][1] >= 0
        fits = full and self._shown[-1][1] + self._shown[-1][2].height <= self.viewport().height()
        bar.setRange(0, 0 if fits or not count else _STEPS)
        bar.setPageStep(max(_STEPS // 60, round(_STEPS * len(self._shown) / max(count, 1))))
        bar.setSingleStep(max(1, _STEPS // max(count, 1)))
        bar.setValue(round(self._place(count) * _STEPS))
        self._settling = False

    def _place(self, count: int) -> float:
        """Where the view is: 0 at the first message, 1 at the last."""
        if not self._shown:
            return 0.0
        first, top, shape = self._shown[0]
        last, low, bottom = self._shown[-1]
        begin = first + max(0.0, -top) / shape.height
        end = last + min(1.0, (self.viewport().height() - low) / bottom.height)
        return min(1.0, begin / max(count - (end - begin), 1e-6))

    def _drag_to(self, value: int) -> None:
        """The scroll bar was moved by hand."""
        count = self._messages.rowCount()
        if value >= _STEPS:
            self.show_end()
            return
        span = max(1, len(self._shown))
        place = value / _STEPS * max(count - span, 0)
        row = int(place)
        self._anchor, self._at_end = (row, -(place - row) * self._row(row).height if value else _MARGIN), False
        self._arrange()

    def _refresh(self, first: int, last: int) -> None:
        """A page is there: its rows and the one after it (which may continue a run) are made again."""
        for row in range(first, last + 2):
            self._rows.pop(row, None)
        self._arrange()

    def _restart(self) -> None:
        self._rows.clear()
        self._expanded.clear()
        self._current = -1
        self._anchor, self._at_end = (0, _MARGIN), False
        self._arrange()

    # ---------------------------------------------------------------- drawing

    def _repaint(self, sha256: str) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours().canvas)
        column = self._column()
        for row, top, shape in self._shown:
            painter.save()
            painter.translate(column.x(), top)
            shape.paint(painter, self._pictures.thumbnail)
            painter.restore()
            if row == self._current:
                self._paint_current(painter, QRectF(column.x() - 12, top + 2, 4, shape.height - 4), shape)
        self._paint_floating_day(painter, column)
        self._paint_ticks(painter)

    def _paint_current(self, painter: QPainter, where: QRectF, shape: Row) -> None:
        if shape.day:
            where.setTop(where.top() + DAY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().accent)
        painter.drawRoundedRect(where, 2, 2)

    def _paint_floating_day(self, painter: QPainter, column: QRectF) -> None:
        """The day of the topmost message stays in sight."""
        inside = [(top, shape) for _, top, shape in self._shown if shape.message is not None]
        if not inside or (inside[0][1].day and inside[0][0] > -16):
            return
        pushed = next((top + 24 for top, shape in inside[1:] if shape.day and top + 24 < 56), 200.0)
        moment = wall_time(inside[0][1].message) if inside[0][1].message is not None else None
        if moment is not None:
            paint_pill(painter, QPointF(column.center().x(), min(24.0, pushed - 34)), long_day(moment))

    def _paint_ticks(self, painter: QPainter) -> None:
        """Where the highlights are in the whole conversation."""
        count = max(1, self._messages.rowCount())
        height = self.viewport().height() - 12
        painter.setPen(QPen(colours().mark_edge, 3))
        for row in self._ticks[:400]:
            y = 6 + height * row / count
            painter.drawLine(QPointF(self.viewport().width() - 8, y), QPointF(self.viewport().width() - 2, y))

    # ---------------------------------------------------------------- mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        exact = event.pixelDelta().y()
        self.scroll_by(-exact if exact else -event.angleDelta().y() / 120 * _NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.viewport().height() * 0.9
        moves = {
            Qt.Key.Key_Down: 60.0,
            Qt.Key.Key_Up: -60.0,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Space: page,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.scroll_by(moves[key])
        elif key == Qt.Key.Key_Home:
            self.show_row(0, current=False)
        elif key == Qt.Key.Key_End:
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

    def copy_at(self, position: QPointF) -> bool:
        """Puts the text of the message at a point on the clipboard."""
        index = self.indexAt(position.toPoint())
        message = self._messages.message(index.row()) if index.isValid() else None
        if message is not None:
            QApplication.clipboard().setText(message.text)
        return message is not None

    def _under(self, point: QPointF) -> tuple[int, Message, Hit] | None:
        x, y = point.x() - self._column().x(), point.y()
        for row, top, shape in self._shown:
            if top <= y < top + shape.height and shape.message is not None:
                hit = shape.hit(x, y - top)
                return None if hit is None else (row, shape.message, hit)
        return None

    # ---------------------------------------------------------------- what QAbstractItemView asks of a view

    def visualRect(self, index: Index) -> QRect:
        for row, top, shape in self._shown:
            if row == index.row():
                return QRectF(0, top, self.viewport().width(), shape.height).toRect()
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        for row, top, shape in self._shown:
            if top <= point.y() < top + shape.height:
                return self._messages.index(row)
        return QModelIndex()

    def scrollTo(self, index: Index, hint: object = None) -> None:
        if index.isValid():
            self.show_row(index.row(), current=False)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._settling:
            self._drag_to(self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._rows.clear()
        super().resizeEvent(event)
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

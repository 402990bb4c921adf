"""This file is where a conversation is seen and scrolled.

QListView would ask for the height of every row; this view draws a Strip, which knows only the rows in sight. The scroll
bar counts messages. Everything is laid out for the text size 1 and painted larger or smaller (fonts.text_scale).
"""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.gui.conversation.flash import Flash
from app.gui.conversation.item_view import ItemView
from app.gui.conversation.model import ConversationModel
from app.gui.conversation.painting import Painting
from app.gui.conversation.pointing import Pointing
from app.gui.conversation.rows import Marks
from app.gui.conversation.selection import Selection
from app.gui.conversation.steering import steer
from app.gui.look import fonts
from app.gui.look.own_view import Index
from app.gui.look.text import tip
from app.gui.look.theme import colours
from app.gui.work.pictures import Pictures

_STEPS = 100_000
_NOTCH = 110.0
_EDGE = 8.0
_REASONS = Qt.FocusReason


class ConversationView(ItemView):
    """opened: a picture was clicked (attachment, message); revealed: a file is to be shown in its folder (the same).

    traced: the message that one (Message) answers is wanted; back: where one came from; stepped: the next (1) or
    previous (-1) highlight. judged: a message, an attachment of it or None, and whether it is right. shared: messages.
    selected: how many messages are selected; seen: which part is in sight, from 0 to 1.
    """

    opened = Signal(object, object)
    revealed = Signal(object, object)
    traced = Signal(object)
    back = Signal()
    stepped = Signal(int)
    judged = Signal(object, object, bool)
    shared = Signal(object)
    selected = Signal(int)
    seen = Signal(float, float)

    def __init__(self, model: ConversationModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._pictures = pictures
        self.selection, self.flash = Selection(), Flash(self)
        self.pointing = Pointing(self)
        self.current = -1
        self._settling = False
        self._painting = Painting(self)
        model.arrived.connect(self._refresh)
        model.modelReset.connect(self._restart)
        pictures.arrived.connect(self._repaint)

    def mark(self, marks: Marks) -> None:
        """Shows highlights."""
        self.strip.marks = marks
        self.relayout()

    def show_row(self, row: int, current: bool = True) -> None:
        """Puts a row into the upper third of the view; `current` marks it as the one that was looked for."""
        self.strip.put(row, self.strip.height * 0.3)
        self.current = row if current else -1
        self.put_cursor(row)
        self._arrange()

    def show_end(self) -> None:
        """Puts the last message at the bottom."""
        self.strip.put_at_end()
        self._arrange()

    def reveal(self, row: int) -> None:
        """Moves no further than is needed to see a row whole."""
        place = next(((top, shape.height) for at, top, shape in self.strip.shown if at == row), None)
        if place is None:
            self.strip.put(row, self.strip.height * 0.3)
            self._arrange()
            return
        top, height = place
        below = top + height + _EDGE - self.strip.height
        if top < _EDGE or height > self.strip.height:
            self.scroll_by(top - _EDGE)
        elif below > 0:
            self.scroll_by(min(below, top - _EDGE))

    def put_cursor(self, row: int) -> None:
        """Puts the keyboard on a row; a screen reader says it."""
        self.selection.put(row)
        self.tell_cursor()

    def tell_cursor(self) -> None:
        """The selection's cursor has moved."""
        index = self.messages.index(self.selection.cursor)
        self.setCurrentIndex(index)
        text = index.data(Qt.ItemDataRole.AccessibleTextRole)
        self.setAccessibleDescription(text if isinstance(text, str) else "")
        said = QAccessibleEvent(self, QAccessible.Event.Focus)
        said.setChild(max(0, self.selection.cursor))
        QAccessible.updateAccessibility(said)
        self.viewport().update()

    def tell_selection(self) -> None:
        """What is selected has changed."""
        self.viewport().update()
        self.selected.emit(len(self.selection.rows))

    def scroll_by(self, pixels: float) -> None:
        """Moves the text up by so many pixels of the text size 1."""
        self.strip.move(pixels)
        self._arrange()

    def expand(self, row: int) -> None:
        """Shows a long message whole."""
        self.strip.expand(row)
        self._arrange()

    def relayout(self) -> None:
        """Lays everything out again: another language, theme or text size."""
        self.scale = fonts.text_scale()
        self.strip.resize(self.viewport().width() / self.scale, self.viewport().height() / self.scale)
        self.strip.forget()
        self._arrange()

    def _arrange(self) -> None:
        self.strip.arrange()
        count = self.messages.rowCount()
        if self.strip.shown:
            self.messages.want(self.strip.shown[0][0], self.strip.shown[-1][0])
        self._set_scroll_bar(count)
        self.seen.emit(*self.strip.part(count))
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
        if first <= self.selection.cursor <= last and not self.accessibleDescription():
            self.tell_cursor()

    def _restart(self) -> None:
        self.current = -1
        self.selection.begin()
        self.selected.emit(0)
        self.flash.stop()
        self.strip.begin()
        self._arrange()

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours().canvas)
        painter.scale(self.scale, self.scale)
        self._painting.paint(painter, self._pictures.thumbnail)

    def _repaint(self, sha256: str) -> None:
        self.viewport().update()

    # ---------------------------------------------------------------- mouse and keyboard

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        exact = event.pixelDelta().y()
        self.scroll_by(-exact / self.scale if exact else -event.angleDelta().y() / 120 * _NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pointing.by_keyboard = True
        if not steer(self, event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointing.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointing.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointing.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointing.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointing.open_menu(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.pointing.by_keyboard = event.reason() in (_REASONS.TabFocusReason, _REASONS.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.at(QPointF(event.pos()))
            hit = found[1].hit(found[2].x(), found[2].y()) if found is not None else None
            QToolTip.showText(event.globalPos(), tip(hit.about) if hit is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.scale != fonts.text_scale():
            self.relayout()

    # ---------------------------------------------------------------- what QAbstractItemView asks of a view

    def scrollTo(self, index: Index, hint: object = None) -> None:
        if index.isValid():
            self.reveal(index.row())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._settling:
            self.strip.put_at(self.verticalScrollBar().value() / _STEPS, self.messages.rowCount())
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.strip.resize(self.viewport().width() / self.scale, self.viewport().height() / self.scale)
        self._arrange()

"""This file is where the mouse selects in a conversation: text within a bubble, messages beyond it, one or many."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.gui.conversation.menu import menu_for
from app.gui.messages.bubbles import Hit

if TYPE_CHECKING:
    from app.gui.conversation.view import ConversationView

_HANDS = ("picture", "tile", "expand", "quote")
_SCROLL_MILLISECONDS = 30
_FASTEST = 60.0


class Pointing(QObject):
    """by_keyboard: the person moves by keys, so the row the keyboard is on is shown."""

    def __init__(self, view: "ConversationView") -> None:
        super().__init__(view)
        self.by_keyboard = False
        self._view = view
        self._hit: Hit | None = None
        self._row = -1
        self._text: int | None = None
        self._begun: QPointF | None = None
        self._now = QPointF()
        self._dragging = False
        self._scrolling = QTimer(self, interval=_SCROLL_MILLISECONDS)
        self._scrolling.timeout.connect(self._scroll)

    def press(self, event: QMouseEvent) -> None:
        """Begins a click or a drag; with Ctrl or Shift a message is selected at once."""
        found = self._view.at(event.position())
        self.by_keyboard, self._begun, self._dragging = False, None, False
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, shape, place = found
        selection = self._view.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            selection.extend(row)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            selection.toggle(row)
        else:
            selection.clear()
            selection.put(row)
            self._row, self._hit, self._begun = row, shape.hit(place.x(), place.y()), event.position()
            self._text = shape.position_at(place.x(), place.y())
        self._view.tell_selection()
        self._view.tell_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Goes on with a drag, or shows what a click would do."""
        self._now = event.position()
        if self._begun is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor()
            return
        if (self._now - self._begun).manhattanLength() >= QApplication.startDragDistance() or self._dragging:
            self._dragging = True
            self._drag()
            outside = not 0 <= self._now.y() <= self._view.viewport().height()
            if outside and not self._scrolling.isActive():
                self._scrolling.start()
            elif not outside:
                self._scrolling.stop()

    def release(self, event: QMouseEvent) -> None:
        """A click that was no drag does what it points at."""
        self._scrolling.stop()
        begun, self._begun = self._begun, None
        if begun is None or self._dragging or self._hit is None or event.button() != Qt.MouseButton.LeftButton:
            return
        message = self._view.messages.message(self._row)
        if self._hit.what == "picture":
            self._view.opened.emit(self._hit.attachment, message)
        elif self._hit.what == "expand":
            self._view.expand(self._row)
        elif self._hit.what == "quote" and message is not None:
            self._view.traced.emit(message)

    def double_click(self, event: QMouseEvent) -> None:
        """Selects the word, or reveals the file."""
        found = self._view.at(event.position())
        self._begun = None
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, shape, place = found
        hit, word = shape.hit(place.x(), place.y()), shape.word_at(place.x(), place.y())
        if hit is not None and hit.what == "tile":
            self._view.revealed.emit(hit.attachment, shape.message)
        elif word is not None:
            self._view.selection.mark_text(row, *word)
            self._view.tell_selection()

    def open_menu(self, event: QContextMenuEvent) -> None:
        """By the right button at the mouse, by the menu key at the message the keyboard is on."""
        view = self._view
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = view.visualRect(view.currentIndex())
            place = rect.center() if rect.isValid() else view.viewport().rect().center()
            found, where, hit = view.at(QPointF(place)), view.viewport().mapToGlobal(place), None
        else:
            found, where = view.at(QPointF(event.pos())), event.globalPos()
            hit = found[1].hit(found[2].x(), found[2].y()) if found is not None else None
        if found is None or found[1].message is None:
            return
        if found[0] not in view.selection.rows and view.selection.span_of(found[0]) is None:
            view.selection.clear()
            view.put_cursor(found[0])
            view.tell_selection()
        menu = menu_for(view, found[0], hit)
        if menu.actions():
            menu.popup(where)

    def _drag(self) -> None:
        view = self._view
        height = view.viewport().height()
        place = QPointF(self._now.x(), min(max(self._now.y(), 0.0), height - 1.0))
        found = view.at(place)
        if found is None:
            return
        row, shape, inside = found
        if row == self._row and self._text is not None:
            end = shape.position_at(inside.x(), inside.y(), inside=False)
            view.selection.mark_text(row, self._text, self._text if end is None else end)
        else:
            view.selection.extend(row)
        view.tell_selection()

    def _scroll(self) -> None:
        """Dragging beyond the edge scrolls, the faster the farther."""
        height = self._view.viewport().height()
        over = self._now.y() if self._now.y() < 0 else self._now.y() - height
        self._view.scroll_by(min(max(over / 2, -_FASTEST), _FASTEST))
        self._drag()

    def _show_cursor(self) -> None:
        found = self._view.at(self._now)
        hit = found[1].hit(found[2].x(), found[2].y()) if found is not None else None
        shape = Qt.CursorShape.ArrowCursor
        if hit is not None and hit.what in _HANDS:
            shape = Qt.CursorShape.PointingHandCursor
        elif found is not None and found[1].position_at(found[2].x(), found[2].y()) is not None:
            shape = Qt.CursorShape.IBeamCursor
        self._view.viewport().setCursor(shape)

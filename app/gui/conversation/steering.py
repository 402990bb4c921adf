"""This file is where keys move through a conversation, select in it and copy from it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from app.gui.conversation.copying import lines_of

if TYPE_CHECKING:
    from app.gui.conversation.view import ConversationView

_LINE = 60.0
_KEYS = Qt.Key
_SHIFT, _CONTROL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def steer(view: "ConversationView", event: QKeyEvent) -> bool:
    """Does what a key stands for; False for one that stands for nothing here."""
    if event.matches(QKeySequence.StandardKey.Copy):
        copy(view)
    elif event.matches(QKeySequence.StandardKey.SelectAll):
        view.selection.take_all(view.messages.rowCount())
        view.tell_selection()
    elif event.modifiers() & _ALT and event.key() in (_KEYS.Key_Up, _KEYS.Key_Down):
        view.stepped.emit(1 if event.key() == _KEYS.Key_Down else -1)
    elif event.modifiers() & (_CONTROL | _ALT):
        return False
    else:
        return _plain(view, Qt.Key(event.key()), bool(event.modifiers() & _SHIFT))
    return True


def copy(view: "ConversationView") -> None:
    """The selected text, else the selected messages, else the one the keyboard is on."""
    selection = view.selection
    if selection.text is not None:
        QApplication.clipboard().setText(view.strip.row(selection.text.row).excerpt(*selection.text.span))
        return
    rows = selection.rows or ({selection.cursor} if selection.cursor >= 0 else set())
    if rows:
        view.messages.gather(rows, QApplication.clipboard().setText, lines_of)


def activate(view: "ConversationView", row: int) -> bool:
    """Enter: enlarges a picture, reveals a file, unfolds the text, or goes to what is answered."""
    message = view.messages.message(row)
    if message is None:
        return False
    picture = next((each for each in message.attachments if each.is_image and each.sha256), None)
    file = next((each for each in message.attachments if each.sha256), None)
    bubble = view.strip.row(row).bubble
    if picture is not None:
        view.opened.emit(picture, message)
    elif file is not None:
        view.revealed.emit(file, message)
    elif bubble is not None and any(hit.what == "expand" for _, hit in bubble.spots):
        view.expand(row)
    elif message.reply_to is not None:
        view.traced.emit(message)
    else:
        return False
    return True


def _plain(view: "ConversationView", key: Qt.Key, shift: bool) -> bool:
    page = view.strip.height * 0.9
    cursor = view.selection.cursor
    actions: dict[Qt.Key, Callable[[], object]] = {
        _KEYS.Key_Down: lambda: _step(view, 1, shift),
        _KEYS.Key_Up: lambda: _step(view, -1, shift),
        _KEYS.Key_PageDown: lambda: view.scroll_by(page),
        _KEYS.Key_PageUp: lambda: view.scroll_by(-page),
        _KEYS.Key_Home: lambda: view.show_row(0, current=False),
        _KEYS.Key_End: lambda: _go_to_end(view),
        _KEYS.Key_Space: lambda: _toggle(view, cursor),
        _KEYS.Key_N: lambda: view.stepped.emit(1),
        _KEYS.Key_P: lambda: view.stepped.emit(-1),
        _KEYS.Key_Backspace: view.back.emit,
    }
    if key in actions:
        actions[key]()
        return True
    if key in (_KEYS.Key_Return, _KEYS.Key_Enter):
        return activate(view, cursor)
    if key == _KEYS.Key_Escape and view.selection.clear():
        view.tell_selection()
        return True
    return False


def _step(view: "ConversationView", by: int, extend: bool) -> None:
    """To the next message; one that is higher than the view is first read to its end."""
    shown, count, height = view.strip.shown, view.messages.rowCount(), view.strip.height
    if not shown:
        return
    inside = [row for row, top, shape in shown if top + shape.height > 0 and top < height]
    cursor = view.selection.cursor
    place = next(((top, top + shape.height) for row, top, shape in shown if row == cursor), None)
    if place is not None and not extend and (place[1] > height + 1 if by > 0 else place[0] < -1):
        view.scroll_by(by * _LINE)
        return
    row = cursor + by if place is not None else inside[0 if by > 0 else -1]
    row = min(max(row, 0), count - 1)
    if extend:
        view.selection.extend(row)
        view.tell_selection()
        view.tell_cursor()
    else:
        view.put_cursor(row)
    view.reveal(row)


def _toggle(view: "ConversationView", row: int) -> None:
    if row >= 0:
        view.selection.toggle(row)
        view.tell_selection()


def _go_to_end(view: "ConversationView") -> None:
    view.show_end()
    view.put_cursor(view.messages.rowCount() - 1)

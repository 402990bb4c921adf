"""This file is where exact matches appear below the search field while one types."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.controls import label
from app.gui.look.dates import day, wall_time
from app.gui.look.text import paint_line
from app.gui.look.theme import colours, person_colour
from app.gui.search.searching import Exact
from core.types import Message

_ROW = 50
_BEFORE = 24
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class Suggestions(QFrame):
    """chosen: a message was picked (Message); left: the person goes back to the field."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self._model = _Matches()
        self._heading, self._hint = label("overline"), label("small")
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 10, 8, 10)
        lines.setSpacing(6)
        for words in (self._heading, self.list, self._hint):
            lines.addWidget(words)
        self._heading.setContentsMargins(8, 0, 0, 0)
        self._hint.setContentsMargins(8, 0, 0, 0)
        self.hide()

    def show_exact(self, exact: Exact, below: QRectF) -> None:
        """Shows the matches under the field, or nothing where there are none."""
        if not exact.messages:
            self.hide()
            return
        self._heading.setText(self.tr("Word for word"))
        self._hint.setText(self.tr("Press Enter to search by meaning"))
        self._model.show(exact)
        self.list.setFixedHeight(_ROW * len(exact.messages))
        self.list.setAccessibleName(self._heading.text())
        self.setGeometry(int(below.x()), int(below.y()), int(below.width()), self.sizeHint().height())
        self.show()
        self.raise_()

    def enter(self) -> bool:
        """Gives the list the focus; False when it is not shown."""
        if not self.isVisible():
            return False
        self.list.setFocus()
        self.list.setCurrentIndex(self._model.index(0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        message = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(message, Message):
            self.hide()
            self.chosen.emit(message)


class _Matches(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._messages: Sequence[Message] = ()
        self.exact = Exact("", (), {}, ())

    def show(self, exact: Exact) -> None:
        self.beginResetModel()
        self.exact, self._messages = exact, exact.messages
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._messages)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        message = self._messages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{message.sender or ''}: {message.text[:200]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return message if role == Qt.ItemDataRole.UserRole else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Matches)
        message: Message = index.data(Qt.ItemDataRole.UserRole)
        shown, where = colours(), QRectF(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        if active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shown.accent_soft)
            painter.drawRoundedRect(where, 8, 8)
        inner = where.adjusted(10, 4, -10, -4)
        name = (fonts.font("small", True), person_colour(message.sender or "?"))
        paint_line(painter, QRectF(inner.x(), inner.y(), inner.width() * 0.45, 18), message.sender or "", name)
        place = f"{model.exact.titles.get(message.conversation_id, '')}  ·  {day(wall_time(message))}"
        right = QRectF(inner.x() + inner.width() * 0.45, inner.y(), inner.width() * 0.55, 18)
        paint_line(painter, right, place, (fonts.font("small"), shown.muted), "right")
        below = QRectF(inner.x(), inner.y() + 19, inner.width(), 22)
        paint_line(
            painter, below, around(told(message, model.exact.text), model.exact.text), (fonts.font("body"), shown.text)
        )
        painter.restore()


def told(message: Message, words: str) -> str:
    """A message's text, or what is written in its picture where the words stand only there."""
    first = next(iter(words.split()), "").strip('"').casefold()
    written = [item.ocr_text for item in message.attachments if first in item.ocr_text.casefold()]
    return message.text if first in message.text.casefold() or not written else written[0]


def around(text: str, words: str) -> str:
    """The part of a long message where the first of the words stands."""
    line = " ".join(text[:4_000].split())
    for word in words.split():
        at = line.casefold().find(word.strip('"').casefold())
        if at > _BEFORE * 2:
            return "…" + line[at - _BEFORE :]
        if at >= 0:
            return line
    return line

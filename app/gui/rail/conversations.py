"""This file is where the list of conversations is: sorted as the person likes, filtered by what is typed above it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.gui.look import avatars, fonts
from app.gui.look.dates import day, month, number, wall_time_of
from app.gui.look.row_delegate import Ground, Index, RowDelegate
from app.gui.look.text import paint_line
from app.gui.look.theme import colours, title_colour
from core.names import folded
from core.types import Conversation

FILTERED = int(Qt.ItemDataRole.UserRole) + 1
"""The role of what a row is filtered by, folded."""

_ROOT = QModelIndex()
_NAMES = 40

ORDERS: dict[str, Callable[[Conversation], object]] = {
    "latest": lambda each: -(each.last_at or 0),
    "title": lambda each: folded(each.title),
    "messages": lambda each: -each.messages,
    "app": lambda each: (avatars.source_title(each.source), -(each.last_at or 0)),
}


class Conversations(QAbstractListModel):
    """Rows in the chosen order."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Conversation] = []
        self.order = "latest"

    def show(self, conversations: Sequence[Conversation]) -> None:
        self.beginResetModel()
        self._shown = sorted(conversations, key=ORDERS[self.order])  # type: ignore[arg-type]
        self.endResetModel()

    def sort_by(self, order: str) -> None:
        """A key of ORDERS."""
        self.order = order
        self.show(self._shown)

    def row_of(self, conversation_id: int | None) -> int | None:
        return next((row for row, each in enumerate(self._shown) if each.id == conversation_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        each = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return each
        if role == FILTERED:
            return folded(" ".join((each.title, avatars.source_title(each.source), *each.participants[:_NAMES])))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{each.title}, {avatars.source_title(each.source)}, {number(each.messages)}"
        return None


class ConversationDelegate(RowDelegate):
    """Draws one conversation of the rail: face and source, title, number of messages, last year and month."""

    height = 60

    def ground(self) -> Ground:
        return Ground(colours().rail, colours().surface)

    def draw(self, painter: QPainter, where: QRectF, index: Index, back: QColor) -> None:
        each = index.data(Qt.ItemDataRole.UserRole)
        left, middle = where.x() + 8, where.center().y()
        avatars.paint_avatar(painter, QRectF(left, middle - 19, 38, 38), each.title, title_colour(each.title))
        avatars.paint_source(painter, QPointF(left + 33, middle + 14), each.source, back)
        words, shown = where.adjusted(58, 0, -8, 0), colours()
        title = QRectF(words.x(), words.y() + 9, words.width(), 20)
        paint_line(painter, title, each.title, (fonts.font("body", True), shown.text))
        below = QRectF(words.x(), words.y() + 29, words.width(), 18)
        paint_line(painter, below, self._told(each, below.width()), (fonts.font("small"), shown.muted))

    def _told(self, each: Conversation, width: float) -> str:
        """How many messages until when: to the day, or to the month where that is too wide."""
        count = self.tr("%Ln message(s)", "in a conversation", each.messages)
        last = wall_time_of(each.last_at)
        if last is None:
            return count
        precise = f"{count} · {day(last)}"
        fits = QFontMetricsF(fonts.font("small")).horizontalAdvance(precise) <= width
        return precise if fits else f"{count} · {month(last)}"

"""This file is where the list of people is: everybody who has written, whatever the app, those who write most first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.gui.look import avatars, fonts
from app.gui.look.dates import number
from app.gui.look.row_delegate import Ground, Index, RowDelegate
from app.gui.look.text import paint_line
from app.gui.look.theme import colours, person_colour
from app.gui.rail.conversations import FILTERED
from core.names import folded
from core.types import Person

_ROOT = QModelIndex()


@dataclass(frozen=True)
class Somebody:
    """A person with all accounts that are said to be the same."""

    name: str
    messages: int
    sources: tuple[str, ...]


class Everybody(QAbstractListModel):
    """One row for each person who has written anything."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Somebody] = []

    def show(self, people: Sequence[Person]) -> None:
        self.beginResetModel()
        self._shown = sorted(_together(people), key=lambda each: (-each.messages, folded(each.name)))
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        each = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return each
        if role == FILTERED:
            return folded(each.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{each.name}, {number(each.messages)}"
        return None


class PersonDelegate(RowDelegate):
    """Draws one person of the rail: face and source, name, number of messages."""

    height = 52

    def ground(self) -> Ground:
        return Ground(colours().rail, colours().surface)

    def draw(self, painter: QPainter, where: QRectF, index: Index, back: QColor) -> None:
        each: Somebody = index.data(Qt.ItemDataRole.UserRole)
        left, middle, shown = where.x() + 8, where.center().y(), colours()
        avatars.paint_avatar(painter, QRectF(left + 2, middle - 17, 34, 34), each.name, person_colour(each.name))
        for place, source in enumerate(each.sources[:2]):
            avatars.paint_source(painter, QPointF(left + 33 - 13 * place, middle + 12), source, back)
        name = QRectF(where.x() + 58, middle - 19, where.width() - 66, 19)
        paint_line(painter, name, each.name, (fonts.font("body", True), shown.text))
        text = self.tr("%Ln message(s)", "of a person", each.messages)
        paint_line(painter, name.translated(0, 19), text, (fonts.font("small"), shown.muted))


def _together(people: Sequence[Person]) -> list[Somebody]:
    """Those who wrote nothing are in no list; the account that stands for a person gives the name."""
    found: dict[int, Somebody] = {}
    for person in sorted(people, key=lambda each: each.id != each.group):
        known = found.get(person.group)
        if known is None:
            found[person.group] = Somebody(person.name, person.messages, (person.source,))
        else:
            sources = known.sources if person.source in known.sources else (*known.sources, person.source)
            found[person.group] = replace(known, messages=known.messages + person.messages, sources=sources)
    return [each for each in found.values() if each.messages]

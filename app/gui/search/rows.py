"""This file is where the rows are that can appear below the search field, and the list that holds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.gui.look.dates import number
from core.types import Message, PastQuestion

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Completion:
    """What a filter, or the word that is typed, can become. icon: drawn where there is no face; face: "person", "chat"
    or ""; label: shown in place of the name; detail: what it means; operator and value: what is put into the question,
    value as it has to be typed and "" where it stays open; sources: the apps; messages: how many, None where nothing
    is counted."""

    icon: str
    name: str
    operator: str
    value: str
    label: str = ""
    detail: str = ""
    face: str = ""
    sources: tuple[str, ...] = ()
    messages: int | None = None


@dataclass(frozen=True)
class Match:
    """A message that holds the typed words."""

    message: Message
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """A question of the history, or a saved one."""

    question: PastQuestion


@dataclass(frozen=True)
class Command:
    """Something to do. name: "all", "calendar" or "clear"."""

    name: str
    icon: str
    text: str


Row = Completion | Match | Past | Command


def spoken(row: Row) -> str:
    """A row in words, for screen readers."""
    if isinstance(row, Completion):
        counted = "" if row.messages is None else number(row.messages)
        return ", ".join(part for part in (row.label or row.name, row.detail, counted) if part)
    if isinstance(row, Match):
        return f"{row.message.sender or ''}: {row.message.text[:200]}"
    if isinstance(row, Past):
        return row.question.name or row.question.text[:200]
    return row.text


class Rows(QAbstractListModel):
    """The rows shown now; the row itself is the UserRole."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return row if role == Qt.ItemDataRole.UserRole else None

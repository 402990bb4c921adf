"""This file is where it is said who is the same person in several apps, and where that is taken back."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from app.gui.look import avatars, fonts
from app.gui.look.controls import Button, frame, label
from app.gui.look.language import Translated
from app.gui.look.row_delegate import Index, RowDelegate
from app.gui.look.text import paint_line
from app.gui.look.theme import colours, title_colour
from core.types import Person

_ROOT = QModelIndex()
_ROW = 54


class PeoplePage(Translated):
    """merged: ids of accounts that are one person, the one that gives the name first; parted: an account's id."""

    merged = Signal(object)
    parted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._lead, self._empty = label("heading"), label("lead", wrap=True), label("muted", wrap=True)
        self.field, self.list = QLineEdit(clearButtonEnabled=True), QListView()
        self._model, self._shown = Accounts(), QSortFilterProxyModel()
        self.merge, self.part = Button("primary", "people"), Button()
        self._build()
        self.retranslate()

    def show_people(self, people: Sequence[Person]) -> None:
        """Every account of the archive."""
        self._model.show(people)
        self.retranslate()

    def chosen(self) -> list[Person]:
        """The marked accounts, the one with the most messages first: it gives the name."""
        marked = [index.data(Qt.ItemDataRole.UserRole) for index in self.list.selectionModel().selectedIndexes()]
        return sorted(marked, key=lambda person: -person.messages)

    def retranslate(self) -> None:
        self._title.setText(self.tr("People"))
        lead = self.tr(
            "Somebody who writes to you in several apps has an account in each. Mark them and say that they are one: "
            "from: and with: then find all of them. The messages stay as they are."
        )
        self._lead.setText(lead)
        self._empty.setText(self.tr("Nobody has written yet: import a chat first."))
        self._empty.setVisible(not self._model.rowCount())
        self.list.setVisible(bool(self._model.rowCount()))
        self.field.setPlaceholderText(self.tr("Find a name"))
        self.field.setAccessibleName(self.tr("Find a name"))
        self.list.setAccessibleName(self.tr("People"))
        self.merge.setText(self.tr("The same person"))
        self.part.setText(self.tr("Not the same"))
        self._weigh()

    def _weigh(self) -> None:
        """Only what can be done can be clicked; the tooltip says what is missing."""
        chosen = self.chosen()
        groups = {person.group for person in chosen}
        self.merge.setEnabled(len(groups) > 1)
        self.merge.setToolTip("" if len(groups) > 1 else self.tr("Mark two or more people (Ctrl+click)"))
        self.part.setEnabled(len(chosen) == 1 and self._model.is_merged(chosen[0]))
        self.part.setToolTip("" if self.part.isEnabled() else self.tr("Mark one of those that were joined"))

    def _merge(self) -> None:
        self.merged.emit([person.id for person in self.chosen()])

    def _part(self) -> None:
        self.parted.emit(self.chosen()[0].id)

    def _build(self) -> None:
        self._shown.setSourceModel(self._model)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list.setModel(self._shown)
        self.list.setItemDelegate(AccountDelegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.selectionModel().selectionChanged.connect(self._weigh)
        self.field.textChanged.connect(self._shown.setFilterFixedString)
        self.merge.clicked.connect(self._merge)
        self.part.clicked.connect(self._part)
        column = QWidget()
        column.setMaximumWidth(820)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 24, 0, 16)
        lines.setSpacing(12)
        lines.addWidget(self._title)
        lines.addWidget(self._lead)
        lines.addLayout(self._tools())
        lines.addWidget(self._empty)
        panel = frame("panel")
        QVBoxLayout(panel).addWidget(self.list)
        lines.addWidget(panel, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)

    def _tools(self) -> QHBoxLayout:
        box = frame("field")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(14, 8, 10, 8)
        inside.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(box, 1)
        row.addWidget(self.part)
        row.addWidget(self.merge)
        return row


class Accounts(QAbstractListModel):
    """The accounts, those of one person beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Person] = []
        self._names: dict[int, str] = {}
        self._sizes: dict[int, int] = {}

    def show(self, people: Sequence[Person]) -> None:
        self.beginResetModel()
        self._names = {person.id: person.name for person in people}
        self._sizes = {}
        for person in people:
            self._sizes[person.group] = self._sizes.get(person.group, 0) + 1
        self._people = sorted(
            people, key=lambda each: (self._names[each.group].casefold(), each.group, each.id != each.group)
        )
        self.endResetModel()

    def _place(self, person: Person) -> tuple[str, int, bool]:
        return self._names[person.group].casefold(), person.group, person.id != person.group

    def is_merged(self, person: Person) -> bool:
        return self._sizes.get(person.group, 1) > 1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        person = self._people[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return person
        if role == Qt.ItemDataRole.UserRole + 1:
            return self._names[person.group] if person.group != person.id else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{person.name}, {avatars.source_title(person.source)}"
        return None


class AccountDelegate(RowDelegate):
    """Draws one account: face and source, name, messages, and whose account it is said to be."""

    height = _ROW

    def draw(self, painter: QPainter, where: QRectF, index: Index, back: QColor) -> None:
        person, same = index.data(Qt.ItemDataRole.UserRole), index.data(Qt.ItemDataRole.UserRole + 1)
        shown = colours()
        left = where.x() + (34 if same else 8)
        avatars.paint_avatar(
            painter, QRectF(left, where.center().y() - 17, 34, 34), person.name, title_colour(person.name)
        )
        words = QRectF(left + 46, where.y() + 6, where.right() - left - 58, 20)
        paint_line(painter, words, person.name, (fonts.font("body", True), shown.text))
        told = [avatars.source_title(person.source), self.tr("%Ln message(s)", "of a person", person.messages)]
        if same:
            told.append(self.tr("the same as {name}").format(name=same))
        paint_line(painter, words.translated(0, 20), " · ".join(told), (fonts.font("small"), shown.muted))

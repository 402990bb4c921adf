"""This file is where the first rows of a table stand with a choice above each column: what it is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableView

from app.gui.look import icons
from app.gui.look.controls import restyle
from app.gui.look.theme import colours
from core.mapping import ROLES, ColumnMapping, Sheet

_ROOT = QModelIndex()
_HEADER, _NAME = 78, 30
_NARROW, _WIDEST = 136, 420
_PER_CHARACTER, _ROOM = 8, 28
_ROW, _MOST_ROWS = 32, 7
_CELL = 300
_TOGETHER = 2
"""A date and a time of day may be two columns."""

Index = QModelIndex | QPersistentModelIndex


class ColumnsView(QTableView):
    """changed: the person has said what a column is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._rows = SheetModel()
        self.roles = RoleHeader(self)
        self.setModel(self._rows)
        self.setHorizontalHeader(self.roles)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalScrollBar().valueChanged.connect(self.roles.place)
        self.roles.changed.connect(self.changed)
        self.roles.reached.connect(self._show_column)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another table, its likeliest mapping chosen."""
        self._rows.show(sheet)
        self.roles.show_columns(sheet.columns)
        for place in range(len(sheet.columns)):
            longest = max((len(row[place]) for row in sheet.rows if place < len(row)), default=0)
            self.setColumnWidth(place, min(max(_NARROW, longest * _PER_CHARACTER + _ROOM), _WIDEST))
        scroll_bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(_HEADER + min(len(sheet.rows), _MOST_ROWS) * _ROW + scroll_bar + 4)
        if sheet.guesses:
            self.roles.choose(sheet.guesses[0])
        self.horizontalScrollBar().setValue(0)

    def retranslate(self) -> None:
        self.roles.retranslate()
        self._rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self._rows.columnCount() - 1, 0))

    def _show_column(self, place: int) -> None:
        self.scrollTo(self._rows.index(0, place))


class SheetModel(QAbstractTableModel):
    """The cells as text; line ends and other controls do not show."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = Sheet("", (), (), ColumnMapping())

    def show(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self._sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._sheet.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        row = self._sheet.rows[index.row()]
        return " ".join(row[index.column()][:_CELL].split()) if index.column() < len(row) else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        name = self._sheet.columns[section] if section < len(self._sheet.columns) else ""
        return name if self._sheet.headed else self.tr("Column {number}").format(number=name)


class RoleBox(QComboBox):
    """A box with the icon set's arrow; the wheel scrolls the page and changes nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "down", QRectF(self.width() - 24, self.height() / 2 - 8, 16, 16), colours().muted)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class RoleHeader(QHeaderView):
    """The names of the columns with a box below each. reached: the keyboard is on the box of a column."""

    changed = Signal()
    reached = Signal(int)

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._names: tuple[str, ...] = ()
        self.boxes: list[QComboBox] = []
        self._mute = False
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMinimumSectionSize(_NARROW)
        self.setStretchLastSection(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sectionResized.connect(self.place)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEADER)

    def show_columns(self, names: tuple[str, ...]) -> None:
        """Other columns, of which nothing is said yet."""
        for box in self.boxes:
            box.deleteLater()
        self._names = names
        self.boxes = [self._box(name) for name in names]
        self.retranslate()
        self.place()

    def choose(self, mapping: ColumnMapping) -> None:
        """Preselects what a mapping says."""
        for role, columns in mapping.named().items():
            for name in columns:
                if name in self._names:
                    self._set(self._names.index(name), role)

    def chosen(self, base: ColumnMapping) -> ColumnMapping:
        """What the boxes say, on top of where and how the rows stand."""
        found: dict[str, list[str]] = {}
        for name, box in zip(self._names, self.boxes, strict=True):
            if box.currentData():
                found.setdefault(box.currentData(), []).append(name)
        told: dict[str, Any] = {role: names[0] for role, names in found.items() if role != "time"}
        return replace(base, time=tuple(found.get("time", ())), **told)

    def clear(self, role: str) -> None:
        """No column is this any more."""
        for box in self.boxes:
            if box.currentData() == role:
                box.setCurrentIndex(0)

    def place(self) -> None:
        """The boxes move with their columns."""
        for place, box in enumerate(self.boxes):
            left, width = self.sectionViewportPosition(place), self.sectionSize(place)
            box.setGeometry(left + 6, _NAME + 4, width - 12, _HEADER - _NAME - 12)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.place()

    def retranslate(self) -> None:
        titles = self._titles()
        for name, box in zip(self._names, self.boxes, strict=True):
            for place, title in enumerate(titles.values()):
                box.setItemText(place, title)
            box.setAccessibleName(self.tr("What is “{column}”?").format(column=name[:80]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.boxes:
            self.reached.emit(self.boxes.index(watched))
        return super().eventFilter(watched, event)

    def _titles(self) -> dict[str, str]:
        """Every role in words, first the one of a column that is left out."""
        return {
            "": self.tr("–", "a column that is left out"),
            "time": self.tr("Time"),
            "sender": self.tr("Sender"),
            "text": self.tr("Text"),
            "sender_id": self.tr("Sender's id"),
            "id": self.tr("Message id"),
            "reply_to": self.tr("Reply to"),
            "media": self.tr("File"),
            "conversation": self.tr("Conversation"),
        }

    def _box(self, name: str) -> QComboBox:
        box = RoleBox(self.viewport())
        for role in ("", *ROLES):
            box.addItem("", role)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.currentIndexChanged.connect(lambda: self._changed(box))
        box.installEventFilter(self)
        box.show()
        return box

    def _changed(self, box: QComboBox) -> None:
        """A role belongs to one column (the time to two at most): the one that had it longest gives way."""
        restyle(box, "chosen", bool(box.currentData()))
        if self._mute:
            return
        for other in list(self._others(box))[_TOGETHER - 1 if box.currentData() == "time" else 0 :]:
            self._mute = True
            other.setCurrentIndex(0)
            self._mute = False
        self.changed.emit()

    def _others(self, box: QComboBox) -> Iterator[QComboBox]:
        role = box.currentData()
        return (other for other in self.boxes if role and other is not box and other.currentData() == role)

    def _set(self, place: int, role: str) -> None:
        self._mute = True
        self.boxes[place].setCurrentIndex(self.boxes[place].findData(role))
        self._mute = False

"""This file is where a list appears below the search field: completions, exact matches, questions asked before."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.controls import label
from app.gui.search.row_paint import CROSS, RowPainter, height
from app.gui.search.rows import Command, Completion, Index, Match, Past, Row, Rows

_MARGIN = 16


@dataclass(frozen=True)
class Shown:
    """What the list shows. current: the row that is chosen from the beginning, -1 for none."""

    heading: str
    rows: Sequence[Row]
    hint: str = ""
    current: int = -1


class Suggestions(QFrame):
    """The field keeps the focus while the list is open; `step` and `choose` are what its keys do.

    chosen: a message was picked (Message); completed: a Completion; asked: a question's text; forgotten: a question's
    text is to be removed; commanded: the name of a Command; left: the person goes back to the field.
    """

    chosen = Signal(object)
    completed = Signal(object)
    asked = Signal(str)
    forgotten = Signal(str)
    commanded = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self._model = Rows()
        self._heading, self._hint = label("overline"), label("small")
        self.list = QListView()
        self._build()
        self.hide()

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown now; nothing while the list is closed."""
        return self._model.rows if self.isVisible() else ()

    @property
    def current(self) -> Row | None:
        """The row that Enter would choose."""
        row = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row if self.isVisible() and isinstance(row, Row) else None

    def show_rows(self, shown: Shown, below: QRectF) -> None:
        """Shows the rows under the field, or nothing where there are none."""
        if not shown.rows:
            self.hide()
            return
        self._heading.setText(shown.heading)
        self._hint.setText(shown.hint)
        self._heading.setVisible(bool(shown.heading))
        self._hint.setVisible(bool(shown.hint))
        self._model.show(shown.rows)
        self.list.setAccessibleName(shown.heading)
        self._select(shown.current)
        self._take_place(below)
        self.show()
        self.raise_()

    def enter(self) -> bool:
        """Goes to the first row; False when nothing is shown."""
        if not self.isVisible():
            return False
        self._select(0)
        return True

    def step(self, step: int) -> bool:
        """Goes up (-1) or down (1), from the first row back to none; False when nothing is shown."""
        if not self.isVisible():
            return False
        self._select(max(-1, min(self.list.currentIndex().row() + step, self._model.rowCount() - 1)))
        return True

    def choose(self) -> bool:
        """Takes the current row; False where there is none."""
        if self.current is None:
            return False
        self._choose(self.list.currentIndex())
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._press(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _press(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.list.indexAt(where)
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Past) and where.x() > self.list.viewport().width() - CROSS * fonts.text_scale():
            self.forgotten.emit(row.question.text)
        elif index.isValid():
            self._choose(index)

    def _choose(self, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Completion):
            self.completed.emit(row)
        elif isinstance(row, Match):
            self.hide()
            self.chosen.emit(row.message)
        elif isinstance(row, Past):
            self.hide()
            self.asked.emit(row.question.text)
        elif isinstance(row, Command):
            self.commanded.emit(row.name)

    def _select(self, row: int) -> None:
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row >= 0:
            self.list.scrollTo(index)
        else:
            self.list.scrollToTop()

    def _take_place(self, below: QRectF) -> None:
        """As high as the rows ask for, as long as the window is high enough."""
        parent = self.parentWidget()
        wanted = sum(height(row) for row in self._model.rows[:100])
        self.list.setFixedHeight(wanted)
        room = (parent.height() if parent else 10_000) - int(below.y()) - _MARGIN
        over = self.sizeHint().height() - room
        if over > 0:
            self.list.setFixedHeight(max(wanted - over, fonts.scaled(40)))
        self.setGeometry(int(below.x()), int(below.y()), int(below.width()), self.sizeHint().height())

    def _build(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.activated.connect(self._choose)
        self.list.viewport().installEventFilter(self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 10, 8, 10)
        lines.setSpacing(6)
        for words in (self._heading, self.list, self._hint):
            lines.addWidget(words)
        self._heading.setContentsMargins(8, 0, 0, 0)
        self._hint.setContentsMargins(8, 0, 0, 0)

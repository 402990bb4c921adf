"""This file is where a question is typed: one field, its filters as chips, and a menu of all filters."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.gui.look.controls import IconButton, Picture, frame, keep_height, label, restyle
from app.gui.look.flow import Flow
from app.gui.look.language import Translated

if TYPE_CHECKING:
    from core.query import Chip

WIDEST = 860
_TYPED_MS = 160
_ICONS = {"from": "contact", "with": "people", "in": "chat", "has": "image", "excluded": "minus"}


class SearchBar(Translated):
    """asked: Enter was pressed (the whole text); typed: the text stood still for a moment; left: Esc in the field;
    downwards: the person goes on to what is below with the arrow key."""

    asked = Signal(str)
    typed = Signal(str)
    left = Signal()
    downwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(False)
        self.field.setMaxLength(2_000)
        self._clear, self._filters = IconButton("close", 16), IconButton("filter", 18)
        self.box = frame("field")
        self._chips = QWidget()
        self._flow = Flow(8, self._chips)
        self._still = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._build()
        self._connect()
        self.show_chips([])
        self._clear.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Ask your chats anything…"))
        self.field.setAccessibleName(self.tr("Search field"))
        self._clear.name_it(self.tr("Clear the search"))
        self._filters.name_it(self.tr("Add a filter"))

    def text(self) -> str:
        return self.field.text().strip()

    def show_text(self, text: str) -> None:
        """Puts a question into the field without asking it."""
        self._still.stop()
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self._clear.setVisible(bool(text))

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_chips(self, chips: Sequence["Chip"]) -> None:
        """Shows the filters of the text that is in the field."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for chip in chips:
            if chip.label:
                self._flow.addWidget(ChipLabel(chip, self._remove))
        self._chips.setVisible(bool(chips))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            restyle(self.box, "focused", event.gotFocus())
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        inner = QHBoxLayout(self.box)
        inner.setContentsMargins(14, 0, 6, 0)
        inner.setSpacing(8)
        inner.addWidget(Picture("search", "accent", 22))
        inner.addWidget(self.field, 1)
        inner.addWidget(self._clear)
        inner.addWidget(self._filters)
        keep_height(self.box, 48)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.box)
        lines.addWidget(self._chips)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 12)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._ask)
        self.field.textChanged.connect(self._changed)
        self._still.timeout.connect(lambda: self.typed.emit(self.text()))
        self._clear.clicked.connect(self._empty)
        self._filters.clicked.connect(self._show_menu)

    def _ask(self) -> None:
        self._still.stop()
        self.asked.emit(self.text())

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._still.start()

    def _empty(self) -> None:
        self.field.clear()
        self.show_chips([])
        self.field.setFocus()

    def _remove(self, chip: "Chip") -> None:
        """Cuts the words of a filter out of the question and asks again."""
        text = self.field.text()
        if text[chip.start : chip.end] != chip.source:
            return
        left = " ".join((text[: chip.start] + " " + text[chip.end :]).split())
        self.show_text(left)
        self.show_chips([])
        self.asked.emit(left)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        for words, operator in self._operators():
            menu.addAction(f"{words}\t{operator}").triggered.connect(partial(self._insert, operator))
        menu.exec(self._filters.mapToGlobal(self._filters.rect().bottomLeft()))

    def _operators(self) -> list[tuple[str, str]]:
        return [
            (self.tr("From a person"), self.tr("from:")),
            (self.tr("In a conversation"), self.tr("in:")),
            (self.tr("Conversation with a person"), self.tr("with:")),
            (self.tr("Has a picture"), self.tr("has:image")),
            (self.tr("Has a file"), self.tr("has:file")),
            (self.tr("Has a link"), self.tr("has:link")),
            (self.tr("Has a voice message"), self.tr("has:voice")),
            (self.tr("Since a day"), self.tr("after:")),
            (self.tr("Before a day"), self.tr("before:")),
            (self.tr("In a period"), self.tr("during:")),
        ]

    def _insert(self, operator: str) -> None:
        text = self.field.text().rstrip()
        self.field.setText(f"{text} {operator}".lstrip())
        self.field.setFocus()


class ChipLabel(QFrame):
    """A filter as the program understood it, with a button that takes it out of the question."""

    def __init__(self, chip: "Chip", remove: Callable[["Chip"], None]) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.chip = chip
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 3, 0)
        row.setSpacing(6)
        row.addWidget(Picture(_ICONS.get(chip.kind, "clock"), "accent", 16))
        words = label("strong")
        words.setText(chip.label[:60])
        row.addWidget(words)
        self.close_button = IconButton("close", 12)
        self.close_button.setFixedSize(22, 22)
        self.close_button.name_it(self.tr("Remove this filter"))
        self.close_button.clicked.connect(lambda: remove(chip))
        row.addWidget(self.close_button)
        keep_height(self, 28)
        self.setToolTip(chip.source[:200])

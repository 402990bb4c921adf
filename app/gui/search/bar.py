"""This file is where a question is typed: one field, where it searches, its filters as chips, and a menu of filters."""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.gui.look.controls import IconButton, frame, keep_height, restyle
from app.gui.look.language import Translated
from app.gui.search.chips import ChipRow
from app.gui.search.naming import Naming
from app.gui.search.scope_choice import ScopeChoice
from core.query.scanning import LONGEST

if TYPE_CHECKING:
    from core.query import Chip

WIDEST = 860
_TYPED_MS = 160
# Line ends of a paste, controls, and marks that turn the direction of what stands behind them.
_ODD = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


class SearchBar(Translated):
    """asked: Enter was pressed (the whole text); typed: the text stood still for a moment; left: Esc in the field;
    downwards: the person goes on to what is below with the arrow key; turned: the field was clicked or reached by Tab
    while it is empty; starred: the question is to be saved."""

    asked = Signal(str)
    typed = Signal(str)
    left = Signal()
    downwards = Signal()
    turned = Signal()
    starred = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hint = ""
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(False)
        self.field.setMaxLength(LONGEST)
        self.scope, self.chips, self.naming = ScopeChoice(), ChipRow(), Naming()
        self.star, self._clear, self._filters = (
            IconButton(name, size) for name, size in (("star", 18), ("close", 16), ("filter", 18))
        )
        self._saved = False
        self.box = frame("field")
        self._still = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._build()
        self._connect()
        self._show_buttons("")
        self.retranslate()

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self._hint or self.tr("Ask your chats anything…"))
        self.field.setAccessibleName(self.tr("Search field"))
        self._clear.name_it(self.tr("Clear the search"))
        self._filters.name_it(self.tr("Add a filter"))
        self.star.name_it(
            self.tr("Saved: rename or remove") if self._saved else self.tr("Save this question"), "Ctrl+D"
        )

    def text(self) -> str:
        return self.field.text().strip()

    def show_text(self, text: str) -> None:
        """Puts a question into the field without asking it."""
        self._still.stop()
        self.field.blockSignals(True)
        self.field.setText(_ODD.sub(" ", text)[:LONGEST])
        self.field.blockSignals(False)
        self.naming.hide()
        self._show_buttons(text)

    def show_saved(self, saved: bool) -> None:
        """Whether the question in the field is one of the saved ones."""
        self._saved = saved
        self.star.show_icon("star-full" if saved else "star")
        self.star.setChecked(False)
        self.retranslate()

    def show_hint(self, hint: str) -> None:
        """What stands in the empty field; "" for what always does."""
        self._hint = hint
        self.retranslate()

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_chips(self, chips: "Sequence[Chip]") -> None:
        """Shows the filters of the text that is in the field."""
        self.chips.show_chips(chips)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            restyle(self.box, "focused", event.gotFocus())
            if event.gotFocus() and event.reason() in (_TAB, _BACKTAB) and not self.field.text():
                self.turned.emit()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress and not self.field.text():
            self.turned.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        at_start = self.field.cursorPosition() == 0 and not self.field.hasSelectedText() and not event.modifiers()
        if event.key() == Qt.Key.Key_Down:
            self.downwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Left and at_start and self.chips.chips:
            self.chips.enter()
        elif event.key() == Qt.Key.Key_Backspace and at_start and self.scope.text:
            self.scope.chosen.emit("everything")
        else:
            return False
        return True

    def _build(self) -> None:
        inner = QHBoxLayout(self.box)
        inner.setContentsMargins(8, 0, 6, 0)
        inner.setSpacing(6)
        inner.addWidget(self.scope)
        inner.addWidget(self.field, 1)
        for button in (self._clear, self.star, self._filters):
            inner.addWidget(button)
        keep_height(self.box, 48)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self.box, self.naming, self.chips):
            lines.addWidget(widget)
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
        self.star.clicked.connect(self.starred)
        self.chips.removed.connect(self._remove)
        self.chips.left.connect(self.field.setFocus)
        self.naming.left.connect(self._leave_naming)

    def _ask(self) -> None:
        self._still.stop()
        self.asked.emit(self.text())

    def _changed(self, text: str) -> None:
        if _ODD.search(text):
            cursor = self.field.cursorPosition()
            self.field.setText(_ODD.sub(" ", text))
            self.field.setCursorPosition(cursor)
            return
        self._show_buttons(text)
        self._still.start()

    def _show_buttons(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.star.setVisible(bool(text.strip()))

    def _empty(self) -> None:
        self.field.clear()
        self.show_chips([])
        self.naming.hide()
        self.field.setFocus()

    def _leave_naming(self) -> None:
        self.naming.hide()
        self.field.setFocus()

    def _remove(self, chip: "Chip") -> None:
        """Cuts the words of a filter out of the question and asks again."""
        text = self.text()
        if text[chip.start : chip.end] != chip.source:
            return
        left = f"{text[: chip.start].rstrip()} {text[chip.end :].lstrip()}".strip()
        self.show_text(left)
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
        self.field.setFocus()
        self.field.setText(f"{text} {operator}".lstrip())


_TAB, _BACKTAB = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason

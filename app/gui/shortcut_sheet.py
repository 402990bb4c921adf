"""This file is where all keys are told on one sheet, over the window: F1 shows it, Esc closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.look.controls import IconButton, frame, label
from app.gui.look.language import Translated
from app.gui.shortcuts import Keys, sections

_WIDTH = 860


class ShortcutSheet(Translated):
    """closed: the person goes back to what was there before."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._close = label("heading"), IconButton("close", 16)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setObjectName("clear")
        self._panel = frame("panel")
        self._panel.setMaximumWidth(_WIDTH)
        self._close.clicked.connect(self._leave)
        self._build()
        self.retranslate()
        self.hide()

    def open(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def told_keys(self) -> list[str]:
        """Every key sequence of the sheet, as QKeySequence reads it."""
        return [each for _, rows in sections() for keys, _ in rows for each in keys.split(" / ")]

    def retranslate(self) -> None:
        self._title.setText(self.tr("Keys"))
        self._close.name_it(self.tr("Close"), "Esc")
        self.setAccessibleName(self.tr("Keys"))
        page = QWidget()
        page.setObjectName("sheetpage")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(40)
        told = sections()
        half = (sum(len(rows) + 2 for _, rows in told) + 1) // 2
        sides, filled = (QVBoxLayout(), QVBoxLayout()), 0
        for name, rows in told:
            side = sides[0] if filled < half else sides[1]
            filled += len(rows) + 2
            self._add_section(side, name, rows)
        for side in sides:
            side.addStretch(1)
            columns.addLayout(side, 1)
        self._scroll.setWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self._leave()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self._leave()

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def _add_section(self, side: QVBoxLayout, name: str, rows: Keys) -> None:
        title = label("overline")
        title.setText(name)
        side.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (keys, does) in enumerate(rows):
            key, words = label("key"), label("body", wrap=True)
            key.setText("  ".join(map(native, keys.split(" / "))))
            words.setText(does)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(words, row, 1)
        side.addLayout(grid)
        side.addSpacing(14)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(28, 20, 16, 20)
        inner.setSpacing(14)
        inner.addLayout(head)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.addWidget(self._scroll, 1)
        around = QHBoxLayout(self)
        around.setContentsMargins(32, 32, 32, 32)
        around.addStretch(1)
        around.addWidget(self._panel, 1000)
        around.addStretch(1)


def native(keys: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)

"""This file is where a page is that scrolls one column of panels, made anew whenever it or the language changes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.look.controls import label
from app.gui.look.language import LateTranslated

_WIDTH = 820


class ColumnPage(LateTranslated):
    """`fill` puts the panels into the column."""

    def __init__(self) -> None:
        super().__init__()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._scroll)

    def fill(self, lines: QVBoxLayout) -> None:
        """Adds what the page shows."""
        raise NotImplementedError

    def retranslate(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 24, 0, 24)
        lines.setSpacing(12)
        self.fill(lines)
        lines.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self._scroll.setWidget(page)

    @staticmethod
    def add_heading(lines: QVBoxLayout, title: str, lead: str) -> None:
        heading, below = label("heading", wrap=True), label("lead", wrap=True)
        heading.setText(title)
        below.setText(lead)
        lines.addWidget(heading)
        lines.addWidget(below)

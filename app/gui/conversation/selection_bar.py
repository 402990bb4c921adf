"""This file is where it stands how many messages are selected, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.gui.conversation.selection import MOST
from app.gui.look.controls import Button, IconButton, frame, label
from app.gui.look.dates import number
from app.gui.look.language import Translated


class SelectionBar(Translated):
    """Hidden while nothing is selected."""

    copied = Signal()
    shared = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._text = label("strong")
        self._copy, self._share, self._close = Button("", "copy"), Button("", "forward"), IconButton("close", 18)
        box = frame("foot")
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addStretch(1)
        for widget in (self._copy, self._share, self._close):
            row.addWidget(widget)
        lines = QHBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(box)
        self._copy.clicked.connect(self.copied)
        self._share.clicked.connect(self.shared)
        self._close.clicked.connect(self.cleared)
        self.retranslate()
        self.hide()

    def show_count(self, count: int) -> None:
        """How many messages are selected."""
        self._count = count
        self.retranslate()
        self.setVisible(count > 0)

    def retranslate(self) -> None:
        text = self.tr("%Ln selected", "messages", self._count)
        if self._count >= MOST:
            text = self.tr("{count} selected, no more at once").format(count=number(MOST))
        self._text.setText(text)
        self._copy.setText(self.tr("Copy"))
        self._share.setText(self.tr("Share…"))
        self._close.name_it(self.tr("Select nothing"), "Esc")

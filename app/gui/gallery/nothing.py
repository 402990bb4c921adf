"""This file is where it is said that there is no picture or file to show, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.look.controls import Button, Picture, label
from app.gui.look.language import Translated


class NothingSent(Translated):
    """other: show the other tab, which has something; cleared: look for everything again."""

    other = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tab, self._asked, self._left_out, self._there = "pictures", False, 0, 0
        self._picture = Picture("image", "faint", 40)
        self.title, self.text = label("heading", wrap=True), label("muted", wrap=True)
        self.switch, self.clear = Button("", "right"), Button("quiet", "close")
        self._build()
        self.retranslate()

    def show_state(self, tab: str, asked: bool, left_out: int, there: int) -> None:
        """asked: something was looked for; left_out: how much has no file; there: what the other tab has."""
        self._tab, self._asked, self._left_out, self._there = tab, asked, left_out, there
        self._picture.show_icon("image" if tab == "pictures" else "file", "faint")
        self.retranslate()

    def retranslate(self) -> None:
        pictures = self._tab == "pictures"
        if self._asked:
            self.title.setText(self.tr("No picture fits this") if pictures else self.tr("No file fits this"))
        else:
            self.title.setText(self.tr("No pictures yet") if pictures else self.tr("No files yet"))
        self.text.setText(self._reason())
        files = self.tr("Show %Ln file(s)", "the other kind", self._there)
        images = self.tr("Show %Ln picture(s)", "the other kind", self._there)
        self.switch.setText(files if pictures else images)
        self.switch.setVisible(self._there > 0)
        self.clear.setText(self.tr("Show everything"))
        self.clear.setVisible(self._asked)

    def _reason(self) -> str:
        if self._left_out:
            return self.tr(
                "%Ln file(s) were left out of the export, or are missing in it. Export the chat again with its media.",
                "why nothing is shown",
                self._left_out,
            )
        if self._asked:
            return self.tr(
                "All filters must fit; words must stand in the message, the file's name or the picture itself."
            )
        return self.tr("What was sent in your chats appears here once they are imported with their media.")

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addWidget(self.clear)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 40, 24, 24)
        lines.setSpacing(12)
        lines.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.title)
        lines.addWidget(self.text)
        lines.addLayout(row)
        lines.addStretch(1)
        self.switch.clicked.connect(self.other)
        self.clear.clicked.connect(self.cleared)

"""This file is where it is shown beside a picture what its file says, and what is written in the picture."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.gui.look.controls import Button
from app.gui.look.dates import day_and_clock
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.messages.lightbox_controls import CALM, INK, VeilButton, veil_label
from core.types import PictureDetails

WIDTH = 300
_QUIET = (
    "QPushButton { background: transparent; color: #63CDBF; border: 1px solid transparent; padding: 0 8px; }"
    "QPushButton:hover { background: #2B302E; }"
    "QPushButton:focus { border: 2px solid #63CDBF; padding: 0 7px; }"
)
_READ = (
    f"QPlainTextEdit {{ background: transparent; border: 1px solid transparent; color: {INK.name()}; padding: 0; }}"
    "QPlainTextEdit:focus { border-color: #63CDBF; }"
)


class PictureColumn(Translated):
    """Not visible while there is nothing to say. Where a picture was taken is said only when the person asks."""

    def __init__(self) -> None:
        super().__init__()
        self._details = PictureDetails()
        self._asked = False
        self._about, self._facts = veil_label("overline", CALM), veil_label("body", wrap=True)
        self._place = veil_label("small", CALM, wrap=True)
        self.ask = Button("quiet", "location")
        self._heading, self.written = veil_label("overline", CALM), ReadText()
        self.copy = VeilButton("copy", 16)
        self._build()
        self.retranslate()

    def show_text(self, text: str) -> None:
        """What was read in the picture; nothing where there is none."""
        if text != self.written.toPlainText():
            self.written.setPlainText(text)
        self._arrange()

    def show_details(self, details: PictureDetails) -> None:
        """When, with what and where it was taken, as its file says."""
        self._details, self._asked = details, False
        self.retranslate()

    def retranslate(self) -> None:
        self._about.setText(self.tr("What the file says"))
        self._heading.setText(self.tr("Text in this picture"))
        self.written.setAccessibleName(self._heading.text())
        self.copy.name_it(self.tr("Copy the text"))
        self.ask.setText(self.tr("Show the place"))
        self._facts.setText(self._taken())
        self._place.setText(self._where())
        self._arrange()

    def _taken(self) -> str:
        """ "Taken 3 May 2024 14:05, Pixel 7"."""
        camera = isolate(self._details.camera) if self._details.camera else ""
        if self._details.taken is None:
            return camera and self.tr("Taken with {camera}").format(camera=camera)
        when = day_and_clock(datetime.fromisoformat(self._details.taken))
        text = self.tr("Taken {when}").format(when=when)
        return f"{text}, {camera}" if camera else text

    def _where(self) -> str:
        if self._details.place is None:
            return ""
        if self._asked:
            latitude, longitude = self._details.place
            return self.tr("Latitude {latitude}, longitude {longitude}").format(
                latitude=f"{latitude:.5f}", longitude=f"{longitude:.5f}"
            )
        return self.tr("The file says where the picture was taken. Sharing leaves that out; a saved copy keeps it.")

    def _arrange(self) -> None:
        text, facts, place = bool(self.written.toPlainText()), bool(self._taken()), self._details.place is not None
        for widget in (self._heading, self.copy, self.written):
            widget.setVisible(text)
        self._about.setVisible(facts or place)
        self._facts.setVisible(facts)
        self._place.setVisible(place)
        self.ask.setVisible(place and not self._asked)
        self.setVisible(text or facts or place)

    def _show_place(self) -> None:
        self._asked = True
        self.retranslate()
        self.setFocus()

    def _build(self) -> None:
        self.setFixedWidth(WIDTH)
        self.ask.setStyleSheet(_QUIET)
        self.ask.clicked.connect(self._show_place)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.written.toPlainText()))
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.copy)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for widget in (self._about, self._facts, self._place):
            lines.addWidget(widget)
        lines.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addLayout(head)
        lines.addWidget(self.written, 1)
        lines.addStretch(0)


class ReadText(QPlainTextEdit):
    """Text to read, mark and copy; Esc and Tab are left to what it lies in."""

    def __init__(self) -> None:
        super().__init__(readOnly=True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setStyleSheet(_READ)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

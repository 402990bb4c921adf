"""This file is where it stands above an enlarged picture what it is, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel
from app.gui.look.dates import day_and_clock, size, wall_time
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.messages.lightbox_controls import CALM, INK, VeilButton
from core.types import Attachment, Message


class LightboxHead(Translated):
    """went: to the message; revealed: the file in its folder; saved: a copy of it; closed."""

    went = Signal()
    revealed = Signal()
    saved = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Attachment, Message] | None = None
        self._title, self._meta = ElidedLabel("strong"), ElidedLabel("small")
        self.folder, self.copy = VeilButton("folder"), VeilButton("save")
        self.to, self.close_button = Button("", "chat"), Button("", "close")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._build()
        self.retranslate()

    @property
    def buttons(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self.to, self.folder, self.copy, self.close_button]

    def show_picture(self, shown: tuple[Attachment, Message] | None) -> None:
        """None while it is not known yet."""
        self._shown = shown
        self.retranslate()

    def retranslate(self) -> None:
        self.to.setText(self.tr("Show in conversation"))
        self.close_button.setText(self.tr("Close"))
        self.folder.name_it(self.tr("Show the file in its folder"))
        self.copy.name_it(self.tr("Save a copy…"), QKeySequence(QKeySequence.StandardKey.Save).toString())
        for button in (self.to, self.folder, self.copy):
            button.setEnabled(self._shown is not None)
        if self._shown is None:
            return
        attachment, message = self._shown
        self._title.show_text(attachment.name or self.tr("Picture"))
        parts = [isolate(message.sender or ""), day_and_clock(wall_time(message))]
        if attachment.width and attachment.height:
            parts.append(f"{attachment.width} × {attachment.height}")
        if attachment.size:
            parts.append(size(attachment.size))
        self._meta.show_text("  ·  ".join(part for part in parts if part))

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget, ink in ((self._title, INK), (self._meta, CALM)):
            widget.setStyleSheet(f"color: {ink.name()};")
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 16, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in self.buttons:
            row.addWidget(button)
        self.to.clicked.connect(self.went)
        self.folder.clicked.connect(self.revealed)
        self.copy.clicked.connect(self.saved)
        self.close_button.clicked.connect(self.closed)

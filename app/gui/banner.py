"""This file is where trouble is told: what happened and what to do; for a bug of ours one sentence and its details."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from app.gui.look.controls import Button, IconButton, Picture, frame, label, restyle
from app.gui.look.language import Translated
from core.errors import (
    ArchiveError,
    BrokenExport,
    ChatTroveError,
    ModelError,
    QueryError,
    SettingsError,
    UnknownExport,
)

log = logging.getLogger("chattrove")


class Banner(Translated):
    """Hidden until something is to be told; Esc or the cross takes it away."""

    def __init__(self, log_path: Path) -> None:
        super().__init__()
        self._log_path = log_path
        self._error: BaseException | None = None
        self._notice = ""
        self._box = frame("banner")
        self._icon = Picture("alert", "danger", 22)
        self._title, self._text = label("strong", wrap=True), label("body", wrap=True)
        self._copy, self._close = Button("", "copy"), IconButton("close", 16)
        self._offered = Button()
        self._offered.clicked.connect(self._take_offer)
        self._act: Callable[[], None] | None = None
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self.hide)
        self._build()
        self.hide()
        self.retranslate()

    def show_error(self, error: BaseException) -> None:
        """Tells an expected failure in its own words; anything else is logged and told as a bug."""
        self._error, self._notice = error, ""
        if not isinstance(error, ChatTroveError):
            log.error("unexpected error", exc_info=error)
        self._present("alert", "danger", "")

    def show_notice(self, text: str) -> None:
        """Tells something that is no failure."""
        self._error, self._notice = None, text
        self._present("info", "accent", "notice")

    def offer(self, text: str, act: Callable[[], None]) -> None:
        """Something that may help against the trouble that is told now."""
        self._act = act
        self._offered.setText(text)
        self._offered.setVisible(True)

    def retranslate(self) -> None:
        self._close.name_it(self.tr("Close"))
        self._copy.setText(self.tr("Copy details"))
        expected = isinstance(self._error, ChatTroveError)
        self._copy.setVisible(self._error is not None and not expected)
        if self._error is None:
            self._title.setText(self._notice)
            self._text.setText("")
        elif expected:
            self._title.setText(self._headline())
            self._text.setText(self._own_words())
        else:
            self._title.setText(self.tr("Something went wrong inside ChatTrove"))
            told = self.tr("Your chats are safe. The details are in {place}")
            self._text.setText(told.format(place=self._log_path))
        self._text.setVisible(bool(self._text.text()))

    def _headline(self) -> str:
        """What kind of trouble it is, in the window's language; the error's own words tell the rest."""
        headlines = (
            (UnknownExport, self.tr("This is no chat export that ChatTrove knows")),
            (BrokenExport, self.tr("This export cannot be read")),
            (QueryError, self.tr("A filter of the question could not be understood")),
            (ArchiveError, self.tr("The archive could not be used. What was stored before is safe")),
            (ModelError, self.tr("A part of ChatTrove is missing or damaged. Install it again")),
            (SettingsError, self.tr("The settings could not be used")),
            (ChatTroveError, self.tr("That did not work")),
        )
        return next(text for kind, text in headlines if isinstance(self._error, kind))

    def _own_words(self) -> str:
        """What the error says, without the list of all apps: that stands in the window's guides."""
        if not isinstance(self._error, UnknownExport):
            return str(self._error)[:600]
        where = self.tr("How to export from each app is told by the ⓘ below the list of conversations.")
        return "\n".join((str(self._error).partition("\n")[0][:600], where))

    def _take_offer(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _present(self, icon: str, colour: str, tone: str) -> None:
        self._offered.setVisible(False)
        self._icon.show_icon(icon, colour)
        restyle(self._box, "tone", tone)
        self.retranslate()
        for words in (self._title, self._text):
            words.style().polish(words)
        self.show()
        self.setAccessibleName(f"{self._title.text()} {self._text.text()}")

    def _copy_details(self) -> None:
        if self._error is not None:
            QApplication.clipboard().setText("".join(traceback.format_exception(self._error)))
            self._copy.setText(self.tr("Copied"))

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(16, 12, 8, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._offered)
        row.addWidget(self._copy)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 4, 24, 8)
        outer.addWidget(self._box)

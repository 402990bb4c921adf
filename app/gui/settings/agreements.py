"""This file is where it is told which servers a person agreed to send what to, and where that is taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, Picture, clear, frame, label
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from core.addresses import is_elsewhere
from core.fragments import clean

if TYPE_CHECKING:
    from app.session.connecting import Consent

_LONGEST, _LONGEST_WORDS = 120, 600


class Agreements(Translated):
    """Hidden where nothing was agreed to. revoked: what was agreed for this origin is taken back."""

    revoked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._given: Sequence[Consent] = ()
        self._title = label("overline")
        self._panel = frame("panel")
        self._rows = QVBoxLayout(self._panel)
        self._rows.setContentsMargins(20, 14, 16, 14)
        self._rows.setSpacing(12)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addWidget(self._title)
        lines.addWidget(self._panel)
        self.retranslate()

    def show_given(self, given: "Sequence[Consent]") -> None:
        """Everything that was agreed to and not taken back."""
        self._given = given
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("What you agreed to"))
        clear(self._rows)
        self.setVisible(bool(self._given))
        for each in self._given:
            self._rows.addWidget(self._row(each))

    def _row(self, given: "Consent") -> QWidget:
        made, words = QWidget(), QVBoxLayout()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        elsewhere = is_elsewhere(given.origin)
        name, told, when = label("strong", wrap=True), label("body", wrap=True), label("small", wrap=True)
        purposes = {"reader": self.tr("Reads passages: {host}"), "index": self.tr("Holds the search index: {host}")}
        name.setText(purposes[given.purpose].format(host=isolate(clean(given.origin, _LONGEST))))
        told.setText(clean(given.statement, _LONGEST_WORDS))
        agreed = self.tr("Agreed by {who} on {day}").format(
            who=isolate(clean(given.who, _LONGEST)), day=given.when[:10]
        )
        when.setText("  ·  ".join((agreed, self.tr("not encrypted"))) if given.unencrypted else agreed)
        take_back = Button("", "close")
        take_back.setText(self.tr("Take back"))
        take_back.setAccessibleName(f"{take_back.text()}: {clean(given.origin, _LONGEST)}")
        take_back.clicked.connect(lambda: self.revoked.emit(given.origin))
        words.setSpacing(2)
        for each in (name, told, when):
            words.addWidget(each)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Picture("link", "warning" if elsewhere else "success", 20), 0, top)
        row.addLayout(words, 1)
        row.addWidget(take_back, 0, top)
        return made

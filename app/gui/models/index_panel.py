"""This file is where the search index is told of: how far it is made anew, and how to ask for that."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from app.gui.look.controls import Button, Picture, frame, label
from app.gui.look.dates import number
from app.gui.look.language import Translated

if TYPE_CHECKING:
    from app.gui.work.pace import Pace
    from app.session.models import Renewal

_MINUTE = 60


class IndexPanel(Translated):
    """again: everything is to be made anew, after the person has said yes; paused: pause it, or go on."""

    again = Signal()
    paused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._renewal: Renewal | None = None
        self._pace: Pace | None = None
        self._held = False
        self._icon = Picture("check", "success")
        self._title, self._text = label("strong", wrap=True), label("muted", wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self._pause, self._again = Button(), Button()
        self._asked, self._question = frame("question"), label("body", wrap=True)
        self._keep, self._make = Button(), Button("primary")
        self._build()
        self._asked.hide()
        self.retranslate()

    def show_renewal(self, renewal: "Renewal | None") -> None:
        """What is left to make anew, None when nothing is."""
        self._renewal = renewal
        self.retranslate()

    def show_pace(self, pace: "Pace | None") -> None:
        self._pace = pace
        if pace is not None and pace.progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * pace.progress.done / pace.progress.total))
        self.retranslate()

    def show_paused(self, held: bool) -> None:
        self._held = held
        self.retranslate()

    def ask(self) -> None:
        """Asks whether everything is to be made anew, as the button does."""
        self._asked.show()
        self._make.setFocus()

    def retranslate(self) -> None:
        under_way = self._renewal is not None or self._pace is not None
        self._pause.setText(self.tr("Go on") if self._held else self.tr("Pause"))
        self._pause.setVisible(under_way)
        self._bar.setVisible(self._pace is not None)
        self._again.setText(self.tr("Re-index everything…"))
        self._again.setVisible(not under_way)
        self._keep.setText(self.tr("Cancel"))
        self._make.setText(self.tr("Re-index"))
        question = self.tr(
            "Cut all conversations into passages again and compute them anew? You can search meanwhile, pause at any "
            "time, and what is done stays done."
        )
        self._question.setText(question)
        self._icon.show_icon("clock" if under_way else "check", "accent" if under_way else "success")
        self._title.setText(self._headline())
        self._text.setText(self._explanation())

    def _headline(self) -> str:
        if self._renewal is None and self._pace is None:
            return self.tr("The search index is complete")
        if self._held:
            return self.tr("Making the search index anew is paused")
        return self.tr("The search index is made anew")

    def _explanation(self) -> str:
        parts = []
        if self._pace is not None:
            done = self.tr("{done} of {total}")
            progress = self._pace.progress
            parts.append(done.format(done=number(progress.done), total=number(progress.total)))
            if self._pace.per_second > 0:
                parts.append(self.tr("{count} a second").format(count=number(round(self._pace.per_second))))
            if self._pace.seconds_left is not None and self._pace.seconds_left >= _MINUTE:
                minutes = round(self._pace.seconds_left / _MINUTE)
                parts.append(self.tr("%Ln minute(s) left", "of making the index anew", minutes))
        elif self._renewal is not None and self._renewal.again:
            parts.append(self.tr("%Ln message(s) left", "of making the index anew", self._renewal.left))
        elif self._renewal is not None:
            parts.append(self.tr("%Ln passage(s) left", "of making the index anew", self._renewal.left))
        told = "  ·  ".join(parts)
        if self._renewal is None:
            return told or self.tr("Every message can be found by its words and by its meaning.")
        meanwhile = (
            self.tr("The old index answers until the new one is complete.")
            if self._renewal.answering
            else self.tr("Words are found all the time; what is found by meaning comes back step by step.")
        )
        return f"{told}\n{meanwhile}" if told else meanwhile

    def _build(self) -> None:
        self._pause.clicked.connect(self.paused)
        self._again.clicked.connect(self.ask)
        self._keep.clicked.connect(self._asked.hide)
        self._make.clicked.connect(self._confirm)
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._pause)
        row.addWidget(self._again)
        asked = QHBoxLayout(self._asked)
        asked.setContentsMargins(14, 10, 10, 10)
        asked.setSpacing(10)
        asked.addWidget(self._question, 1)
        asked.addWidget(self._keep)
        asked.addWidget(self._make)
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(10)
        inner.addLayout(row)
        inner.addWidget(self._asked)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(panel)

    def _confirm(self) -> None:
        self._asked.hide()
        self.again.emit()

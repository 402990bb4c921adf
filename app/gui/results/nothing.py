"""This file is where an honest "nothing" is: what was searched, which filters were in force, and what could help."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, Picture, clear, label
from app.gui.look.dates import period, wall_time_of
from app.gui.look.flow import Flow
from app.gui.look.language import Translated
from app.gui.look.text import isolate, plain_tip
from core.types import Conversation

if TYPE_CHECKING:
    from core.query import Chip

_LONGEST = 40


class Nothing(Translated):
    """unfiltered: ask this question instead (text), which has one filter less."""

    unfiltered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._near = False
        self._question = ""
        self._chips: tuple[Chip, ...] = ()
        self._conversations: tuple[Conversation, ...] = ()
        self._title, self._searched = label("heading"), label("muted", wrap=True)
        self._text, self._filters = label("body", wrap=True), label("body", wrap=True)
        self._tips = [label("body", wrap=True) for _ in range(3)]
        self._rows: list[QWidget] = []
        self._buttons = QWidget()
        self._flow = Flow(8, self._buttons)
        self._build()
        self.retranslate()

    def show_archive(self, conversations: Sequence[Conversation]) -> None:
        """What there is to be searched."""
        self._conversations = tuple(conversations)
        self.retranslate()

    def show_question(self, text: str, chips: "Sequence[Chip]") -> None:
        """The question as typed, and its filters."""
        self._question, self._chips = text, tuple(chip for chip in chips if chip.label)
        self.retranslate()

    def show_state(self, near: bool) -> None:
        """near: there are results below that may be related."""
        self._near = near
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Nothing in your chats answers this"))
        self._searched.setText(self._sentence())
        below = self.tr("What comes nearest is below, but the reader could not confirm any of it.")
        self._text.setText(below if self._near else "")
        self._text.setVisible(self._near)
        self._filters.setText(self.tr("These filters were in force. Take one away to search more:"))
        for widget in (self._filters, self._buttons):
            widget.setVisible(bool(self._chips))
        self._offer()
        self._tips[0].setText(self.tr("Say it in other words: the search goes by meaning, in English and in Chinese."))
        self._tips[1].setText(self.tr("Ask about a longer time, or about a person or a place you remember."))
        self._tips[2].setText(self.tr("For an exact phrase, put it in quotation marks."))
        for row in self._rows:
            row.setVisible(not self._near)

    def without(self, chip: "Chip") -> str:
        """The question with one filter less."""
        text = self._question
        return " ".join((text[: chip.start] + " " + text[chip.end :]).split())

    def _sentence(self) -> str:
        """How much was searched, and of which time."""
        messages = sum(each.messages for each in self._conversations)
        if not messages:
            return self.tr("Every conversation was searched, nothing was left out.")
        first = min((each.first_at for each in self._conversations if each.first_at is not None), default=None)
        last = max((each.last_at for each in self._conversations if each.last_at is not None), default=None)
        counted = self.tr("%Ln message(s)", "searched", messages)
        chats = self.tr("%Ln conversation(s)", "searched", len(self._conversations))
        told = self.tr("{messages} in {chats} were searched").format(messages=counted, chats=chats)
        when = period(wall_time_of(first), wall_time_of(last))
        return f"{told}  ·  {when}" if when else told

    def _offer(self) -> None:
        """A button for each filter, which asks again without it."""
        clear(self._flow)
        for chip in self._chips:
            button = Button("", "close")
            button.setText(isolate(chip.label[:_LONGEST]).replace("&", "&&"))
            button.setAccessibleName(self.tr("Search without: {filter}").format(filter=chip.label[:_LONGEST]))
            button.setToolTip(plain_tip(button.accessibleName()))
            button.clicked.connect(lambda _=False, chip=chip: self.unfiltered.emit(self.without(chip)))
            self._flow.addWidget(button)

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 24, 0, 16)
        lines.setSpacing(12)
        lines.addWidget(Picture("search", "faint", 36))
        for widget in (self._title, self._searched, self._text, self._filters, self._buttons):
            lines.addWidget(widget)
        for tip in self._tips:
            row = QWidget()
            inner = QHBoxLayout(row)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(8)
            inner.addWidget(Picture("check", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
            inner.addWidget(tip, 1)
            self._rows.append(row)
            lines.addWidget(row)

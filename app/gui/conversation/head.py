"""This file is where the head of a conversation is: who and when, the way from highlight to highlight, its buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.look import avatars
from app.gui.look.controls import ElidedLabel, IconButton, label
from app.gui.look.dates import number, period, wall_time_of
from app.gui.look.language import Translated
from core.types import Conversation


class Head(Translated):
    """closed: the person goes back; stepped: the next (1) or previous (-1) highlight is wanted."""

    closed = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._conversation: Conversation | None = None
        self._at, self._count = -1, 0
        self._back, self._up, self._down = IconButton("left"), IconButton("up"), IconButton("down")
        self.calendar, self.timeline = IconButton("calendar"), IconButton("timeline")
        self._title, self._meta, self.place = ElidedLabel("title"), ElidedLabel("small"), label("small")
        self.timeline.setCheckable(True)
        self._build()
        self.retranslate()

    def show_conversation(self, conversation: Conversation) -> None:
        """Whose head it is."""
        self._conversation = conversation
        self.retranslate()

    def show_place(self, at: int, count: int) -> None:
        """Which of how many highlights the person is at, -1 for none."""
        self._at, self._count = at, count
        for widget in (self._up, self._down, self.place):
            widget.setVisible(count > 0)
        text = self.tr("{place} of {count}") if at >= 0 else self.tr("{count} found")
        self.place.setText(text.format(place=number(at + 1), count=number(count)) if count else "")

    def retranslate(self) -> None:
        self._back.name_it(self.tr("Close the conversation"), "Esc")
        self._up.name_it(self.tr("Previous highlight"), "Shift+F3")
        self._down.name_it(self.tr("Next highlight"), "F3")
        self.calendar.name_it(self.tr("Go to a day"), "Ctrl+G")
        self.timeline.name_it(self.tr("Timeline"), "Ctrl+Shift+T")
        if self._conversation is not None:
            self._title.show_text(self._conversation.title)
            self._meta.show_text(self._describe(self._conversation))
        self.show_place(self._at, self._count)

    def _describe(self, conversation: Conversation) -> str:
        when = period(wall_time_of(conversation.first_at), wall_time_of(conversation.last_at))
        count = self.tr("%Ln message(s)", "in a conversation", conversation.messages)
        people = ", ".join(conversation.participants[:4])
        more = len(conversation.participants) - 4
        parts = [avatars.source_title(conversation.source), count, when, people + (f" +{more}" if more > 0 else "")]
        return "  ·  ".join(part for part in parts if part)

    def _build(self) -> None:
        self.setObjectName("panehead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self._back)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._meta)
        words.addStretch(1)
        row.addLayout(words, 1)
        for widget in (self.place, self._up, self._down, self.calendar, self.timeline):
            row.addWidget(widget)
        self._back.clicked.connect(self.closed)
        self._up.clicked.connect(lambda: self.stepped.emit(-1))
        self._down.clicked.connect(lambda: self.stepped.emit(1))

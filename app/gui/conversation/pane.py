"""This file is where a conversation is read: its title, the way from highlight to highlight, and the messages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.conversation.model import PAGE, ConversationModel, Ids
from app.gui.conversation.rows import Marks
from app.gui.conversation.view import ConversationView
from app.gui.look import avatars
from app.gui.look.controls import ElidedLabel, IconButton, keep_height, label
from app.gui.look.dates import number, period, wall_time_of
from app.gui.look.language import Translated
from app.gui.work.lanes import Job, Lane
from app.gui.work.pictures import Pictures
from core.types import Conversation, Message

if TYPE_CHECKING:
    from app.session import Session


@dataclass(frozen=True)
class _Opened:
    conversation: Conversation
    ids: Ids
    row: int
    rows: list[int]
    page: int
    messages: list[Message]


class ConversationPane(Translated):
    """closed: the person goes back; pictured: a picture was clicked (attachment, message)."""

    closed = Signal()
    pictured = Signal(object, object)

    def __init__(self, lane: Lane, pictures: Pictures) -> None:
        super().__init__()
        self._lane = lane
        self._model = ConversationModel(lane)
        self.view = ConversationView(self._model, pictures)
        self._job: Job | None = None
        self._shown: _Opened | None = None
        self._at = -1
        self._back, self._up, self._down = IconButton("left"), IconButton("up"), IconButton("down")
        self._title, self._meta, self._place = ElidedLabel("title"), ElidedLabel("small"), label("small")
        self.view.opened.connect(self.pictured)
        self._build()
        self.retranslate()

    @property
    def conversation_id(self) -> int | None:
        return self._shown.conversation.id if self._shown is not None else None

    def open(self, conversation_id: int, message_id: int | None = None, marks: Marks | None = None) -> None:
        """Opens a conversation at a message, or at its end; loads in the background, the last call wins."""
        if self._job is not None:
            self._job.cancel()
        marks = marks or Marks()
        wanted = {*marks.messages}
        self._job = self._lane.submit(
            lambda session, job: _open(session, conversation_id, message_id, wanted),
            done=lambda opened: self._show(opened, marks, message_id),
        )

    def step(self, by: int) -> None:
        """Goes to the next (1) or previous (-1) highlight."""
        if self._shown is None or not self._shown.rows:
            return
        self._at = (self._at + by) % len(self._shown.rows)
        self.view.show_row(self._shown.rows[self._at])
        self._show_place()

    def retranslate(self) -> None:
        self._back.name_it(self.tr("Close the conversation"), "Esc")
        self._up.name_it(self.tr("Previous highlight"), "Shift+F3")
        self._down.name_it(self.tr("Next highlight"), "F3")
        self.view.setAccessibleName(self.tr("Messages"))
        if self._shown is not None:
            self._meta.show_text(self._describe(self._shown.conversation))
        self._show_place()
        self.view.relayout()

    def _show(self, opened: _Opened, marks: Marks, message_id: int | None) -> None:
        self._shown = opened
        self._title.show_text(opened.conversation.title)
        self._meta.show_text(self._describe(opened.conversation))
        self._model.show_ids(opened.ids, opened.page, opened.messages)
        self.view.mark(marks, opened.rows)
        if message_id is None:
            self.view.show_end()
        else:
            self.view.show_row(opened.row)
        self._at = opened.rows.index(opened.row) if opened.row in opened.rows else -1
        self._show_place()

    def _show_place(self) -> None:
        rows = self._shown.rows if self._shown is not None else []
        for widget in (self._up, self._down, self._place):
            widget.setVisible(bool(rows))
        if rows:
            text = self.tr("{place} of {count}") if self._at >= 0 else self.tr("{count} found")
            self._place.setText(text.format(place=number(self._at + 1), count=number(len(rows))))

    def _describe(self, conversation: Conversation) -> str:
        when = period(wall_time_of(conversation.first_at), wall_time_of(conversation.last_at))
        count = self.tr("%Ln message(s)", "in a conversation", conversation.messages)
        people = ", ".join(conversation.participants[:4])
        more = len(conversation.participants) - 4
        parts = [avatars.source_title(conversation.source), count, when, people + (f" +{more}" if more > 0 else "")]
        return "  ·  ".join(part for part in parts if part)

    def _build(self) -> None:
        head = QWidget()
        head.setObjectName("panehead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        keep_height(head, 60)
        row = QHBoxLayout(head)
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
        for widget in (self._place, self._up, self._down):
            row.addWidget(widget)
        self._back.clicked.connect(self.closed)
        self._up.clicked.connect(lambda: self.step(-1))
        self._down.clicked.connect(lambda: self.step(1))
        QShortcut(QKeySequence("F3"), self, lambda: self.step(1))
        QShortcut(QKeySequence("Shift+F3"), self, lambda: self.step(-1))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(head)
        lines.addWidget(self.view, 1)


def _open(session: "Session", conversation_id: int, message_id: int | None, wanted: set[int]) -> _Opened:
    import numpy as np

    ids = session.message_ids(conversation_id)
    rows = np.flatnonzero(np.isin(ids, np.fromiter(wanted, np.int64, len(wanted)))).tolist() if wanted else []
    at = np.flatnonzero(ids == message_id) if message_id is not None else np.empty(0, np.int64)
    row = int(at[0]) if len(at) else max(0, len(ids) - 1)
    page = row // PAGE
    messages = session.messages([int(each) for each in ids[page * PAGE : (page + 1) * PAGE]])
    return _Opened(session.conversation(conversation_id), ids, row, rows, page, messages)

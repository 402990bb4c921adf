"""This file is where a conversation is read: its head, a timeline to narrow it, the messages, what is selected."""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.conversation.find_day import FindDay
from app.gui.conversation.head import Head
from app.gui.conversation.loading import Opened, Period, Wish, open_conversation
from app.gui.conversation.menu import share
from app.gui.conversation.minimap import Minimap
from app.gui.conversation.model import ConversationModel
from app.gui.conversation.overview import Overview
from app.gui.conversation.period_bar import PeriodBar
from app.gui.conversation.rows import Marks
from app.gui.conversation.selection_bar import SelectionBar
from app.gui.conversation.steering import copy
from app.gui.conversation.trail import Trail
from app.gui.conversation.view import ConversationView
from app.gui.look.dates import wall_time, wall_time_of
from app.gui.look.language import Translated
from app.gui.work.lanes import Job, Lane
from app.gui.work.pictures import Pictures


class ConversationPane(Translated):
    """closed: the person goes back; pictured: a picture was clicked (attachment, message).

    revealed: a file is to be shown in its folder (attachment, message); judged: a message, one of its attachments or
    None, and whether it is right; shared: the messages to be shared.
    """

    closed = Signal()
    pictured = Signal(object, object)
    revealed = Signal(object, object)
    judged = Signal(object, object, bool)
    shared = Signal(object)

    def __init__(self, lane: Lane, pictures: Pictures) -> None:
        super().__init__()
        self._lane = lane
        self._model = ConversationModel(lane)
        self.view = ConversationView(self._model, pictures)
        self.head, self.minimap, self.find_day = Head(), Minimap(), FindDay(self)
        self.period_bar, self.selection_bar = PeriodBar(), SelectionBar()
        self.trail = Trail(self.view, self._model)
        self._job: Job | None = None
        self._shown: Opened | None = None
        self._days: list[tuple[date, int]] | None = None
        self._at = -1
        Overview(self.minimap, self.view)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def conversation_id(self) -> int | None:
        return self._shown.conversation.id if self._shown is not None else None

    @property
    def period(self) -> Period | None:
        """The first and last day that are shown, None while all are."""
        return self._shown.wish.period if self._shown is not None else None

    def open(self, conversation_id: int, message_id: int | None = None, marks: Marks | None = None) -> None:
        """Opens a conversation at a message, or at its end; loads in the background, the last call wins."""
        self._load(Wish(conversation_id, message_id, marks or Marks()))

    def step(self, by: int) -> None:
        """Goes to the next (1) or previous (-1) highlight."""
        if self._shown is None or not self._shown.rows:
            return
        self._at = (self._at + by) % len(self._shown.rows)
        self.view.show_row(self._shown.rows[self._at])
        self._show_place()

    def narrow(self, first: date | None, last: date | None) -> None:
        """Shows only the messages of these days, or all again."""
        if self._shown is not None:
            wish = self._shown.wish
            period = None if first is None or last is None else (first, last)
            at = self._first_seen() if period is None else None
            self._load(Wish(wish.conversation, at, wish.marks, period, sought=False))

    def go_to_day(self, day: date) -> None:
        """Shows the first message of a day, or the next one after it."""
        number = self.conversation_id
        if number is not None:
            self._lane.submit(
                lambda session, job: session.first_message_on(number, day),
                done=lambda found: self.view.show_end() if found is None else self.trail.go(found),
            )

    def choose_day(self) -> None:
        """Opens the calendar."""
        if self._shown is None:
            return
        if self.find_day.isVisible():
            self.find_day.close_it()
            return
        self._show_calendar()
        seen = self.view.strip.shown[0][2].message if self.view.strip.shown else None
        moment = (wall_time(seen) if seen is not None else None) or wall_time_of(self._shown.conversation.last_at)
        button = self.head.calendar
        corner = button.mapTo(self, QPoint(button.width(), button.height() + 6))
        self.find_day.open(corner, date.today() if moment is None else moment.date())  # noqa: DTZ011
        self._load_days()

    def toggle_timeline(self) -> None:
        """Shows or hides the timeline above the messages."""
        if self._shown is not None:
            self.head.timeline.setChecked(self.period_bar.toggle())
            self._load_days()

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Messages"))
        self.view.relayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()

    # ---------------------------------------------------------------- what was read

    def _load(self, wish: Wish) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._lane.submit(lambda session, job: open_conversation(session, wish), done=self._show)

    def _show(self, opened: Opened) -> None:
        before, self._shown = self._shown, opened
        wish = opened.wish
        if before is None or before.conversation != opened.conversation:
            self._days = None
            self.trail.begin()
            self.find_day.hide()
        self.head.show_conversation(opened.conversation)
        self._model.show_ids(opened.ids, opened.page, opened.read)
        self.view.mark(wish.marks)
        self.minimap.show_highlights(opened.highlights)
        if opened.row < 0 and wish.period is not None:
            self.view.show_row(0, current=False)
        elif opened.row < 0:
            self.view.show_end()
        else:
            self.view.show_row(opened.row, current=wish.sought)
        if opened.row >= 0 and not wish.sought:
            self.view.flash.start(opened.row)
        self._at = opened.rows.index(opened.row) if opened.row in opened.rows else -1
        self._show_place()
        self.period_bar.show_period(wish.period, len(opened.ids))
        self._load_days()

    def _load_days(self) -> None:
        """How much was written when is read as soon as something shows it."""
        number = self.conversation_id
        wanted = self.find_day.isVisible() or not self.period_bar.histogram.isHidden()
        if number is not None and wanted and self._days is None:
            self._days = []
            self._lane.submit(
                lambda session, job: session.activity(number), done=lambda days: self._take_days(number, days)
            )

    def _take_days(self, number: int, days: list[tuple[date, int]]) -> None:
        if number == self.conversation_id:
            self._days = days
            self.period_bar.show_days(days)
            self._show_calendar()

    def _show_calendar(self) -> None:
        if self._shown is None:
            return
        days, conversation = self._days or [], self._shown.conversation
        ends = [each.date() for each in map(wall_time_of, (conversation.first_at, conversation.last_at)) if each]
        known = [*ends, *(day for day, _ in days)] or [date.today()]  # noqa: DTZ011
        self.find_day.show_days(days, min(known), max(known))

    def _first_seen(self) -> int | None:
        return next((each.message.id for _, _, each in self.view.strip.shown if each.message is not None), None)

    def _find_again(self, message_id: int) -> None:
        """A message that the period leaves out is shown among all."""
        if self._shown is not None:
            wish = self._shown.wish
            self._load(Wish(wish.conversation, message_id, wish.marks, sought=False))

    def _show_place(self) -> None:
        rows = self._shown.rows if self._shown is not None else []
        self.head.show_place(self._at, len(rows))
        count = max(self._model.rowCount(), 1)
        self.minimap.show_current(rows[self._at] / count if self._at >= 0 else None)

    # ---------------------------------------------------------------- putting together

    def _connect(self) -> None:
        view, head = self.view, self.head
        view.opened.connect(self.pictured)
        view.revealed.connect(self.revealed)
        view.judged.connect(self.judged)
        view.shared.connect(self.shared)
        view.stepped.connect(self.step)
        view.selected.connect(self.selection_bar.show_count)
        self.selection_bar.copied.connect(lambda: copy(view))
        self.selection_bar.shared.connect(lambda: share(view))
        self.selection_bar.cleared.connect(self._select_nothing)
        self.trail.lost.connect(self._find_again)
        self.find_day.chosen.connect(self.go_to_day)
        self.find_day.first.connect(lambda: view.show_row(0, current=False))
        self.find_day.last.connect(view.show_end)
        self.period_bar.chosen.connect(self.narrow)
        self.period_bar.cleared.connect(lambda: self.narrow(None, None))
        head.closed.connect(self.closed)
        head.stepped.connect(self.step)
        head.calendar.clicked.connect(self.choose_day)
        head.timeline.clicked.connect(self.toggle_timeline)
        for keys, action in (
            ("F3", lambda: self.step(1)),
            ("Shift+F3", lambda: self.step(-1)),
            ("Ctrl+G", self.choose_day),
            ("Ctrl+Shift+T", self.toggle_timeline),
        ):
            QShortcut(QKeySequence(keys), self, action)

    def _select_nothing(self) -> None:
        self.view.selection.clear()
        self.view.tell_selection()
        self.view.setFocus()

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.minimap)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addWidget(self.period_bar)
        lines.addLayout(middle, 1)
        lines.addWidget(self.selection_bar)

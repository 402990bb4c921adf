"""This file is where an archive with chats waits for a question: what it holds, and examples of what can be asked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.buckets import Days
from app.gui.look.controls import Button, frame, keep_height, label
from app.gui.look.dates import number, period, wall_time_of
from app.gui.look.flow import Flow
from app.gui.look.histogram import Histogram
from app.gui.look.language import Translated
from core.types import Conversation


class Home(Translated):
    """asked: an example was clicked; period: first and last day that were chosen in the timeline."""

    asked = Signal(str)
    period = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._conversations: Sequence[Conversation] = ()
        self._question = ""
        self._title, self._lead = label("heading"), label("lead", wrap=True)
        self._figures = [(label("figure"), label("small")) for _ in range(3)]
        self.timeline = Histogram()
        self.timeline.chosen.connect(self.period)
        self._try, self._help = label("overline"), label("overline")
        self._examples = [Button("suggestion", icon) for icon in ("search", "image", "link", "contact")]
        self._operators = [(label("strong"), label("small")) for _ in range(6)]
        for button in self._examples:
            button.clicked.connect(partial(self._ask, button))
        self._build()
        self.retranslate()

    def show_archive(self, conversations: Sequence[Conversation], question: str = "") -> None:
        """question: one that is known to have an answer in this archive, if any."""
        self._conversations, self._question = conversations, question
        self.retranslate()

    def show_activity(self, days: Days) -> None:
        """How much was written on each day, over all conversations."""
        self.timeline.show_days(days)
        self.timeline.setVisible(len(days) > 1)

    def retranslate(self) -> None:
        self._title.setText(self.tr("What are you looking for?"))
        self._lead.setText(self.tr("Describe it in your own words, then press Enter."))
        self._try.setText(self.tr("Try"))
        self._help.setText(self.tr("Narrow it down"))
        self._show_figures()
        self._show_examples()
        for (operator, meaning), (name, text) in zip(self._operators, self._known_operators(), strict=True):
            operator.setText(name)
            meaning.setText(text)

    def _show_figures(self) -> None:
        count = sum(each.messages for each in self._conversations)
        first = min((each.first_at for each in self._conversations if each.first_at is not None), default=None)
        last = max((each.last_at for each in self._conversations if each.last_at is not None), default=None)
        values = [
            (
                number(len(self._conversations)),
                self.tr("conversation(s)", "without the number", len(self._conversations)),
            ),
            (number(count), self.tr("message(s)", "without the number", count)),
            (period(wall_time_of(first), wall_time_of(last)), self.tr("from the first to the last")),
        ]
        for (figure, below), (value, name) in zip(self._figures, values, strict=True):
            figure.setText(value)
            below.setText(name)

    def _show_examples(self) -> None:
        people = [name for each in self._conversations for name in each.participants]
        someone = max(dict.fromkeys(people), key=people.count, default="")
        who = self.tr("from:{name}").format(name=f'"{someone}"' if " " in someone else someone)
        questions = [
            self._question or self.tr("where did we want to meet"),
            self.tr("has:image last summer"),
            self.tr("has:link"),
            who if someone else self.tr("during:2024"),
        ]
        for button, question in zip(self._examples, questions, strict=True):
            button.setText(question[:70])
            button.setProperty("question", question)

    def _known_operators(self) -> list[tuple[str, str]]:
        return [
            (self.tr("from:"), self.tr("written by somebody")),
            (self.tr("in:"), self.tr("in a conversation")),
            (self.tr("has:"), self.tr("image, file, link or voice")),
            (self.tr("during:"), self.tr("a day, month, year or “last week”")),
            ('"…"', self.tr("exactly these words")),
            ("-", self.tr("without a word")),
        ]

    def _ask(self, button: Button) -> None:
        self.asked.emit(str(button.property("question")))

    def _build(self) -> None:
        column = QWidget()
        column.setMaximumWidth(720)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 24, 0, 24)
        lines.setSpacing(8)
        lines.addWidget(self._title)
        lines.addWidget(self._lead)
        lines.addSpacing(12)
        lines.addWidget(self._figures_panel())
        lines.addSpacing(16)
        lines.addWidget(self._try)
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, button in enumerate(self._examples):
            grid.addWidget(button, place // 2, place % 2)
        lines.addLayout(grid)
        lines.addSpacing(16)
        lines.addWidget(self._help)
        lines.addLayout(self._operator_grid())
        lines.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(scroll)

    def _figures_panel(self) -> QWidget:
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(24, 16, 24, 12)
        inner.setSpacing(8)
        row = Flow(32)
        inner.addLayout(row)
        for figure, below in self._figures:
            keep_height(figure, fonts.FIGURE_HEIGHT)
            pair = QWidget()
            words = QVBoxLayout(pair)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            words.addWidget(figure)
            words.addWidget(below)
            row.addWidget(pair)
        inner.addWidget(self.timeline)
        self.timeline.hide()
        return panel

    def _operator_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, (operator, meaning) in enumerate(self._operators):
            grid.addWidget(operator, place // 2, 2 * (place % 2))
            grid.addWidget(meaning, place // 2, 2 * (place % 2) + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

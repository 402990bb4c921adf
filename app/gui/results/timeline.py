"""This file is where it is shown when the found messages are, and where dragging over them narrows the question."""

from collections import Counter
from datetime import date
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.gui.look.controls import IconButton
from app.gui.look.dates import wall_time
from app.gui.look.histogram import Histogram
from app.gui.look.language import Translated
from app.gui.results.card_parts import marked_messages
from core.types import Message, SearchResult

Next = Literal["new", "narrow", "wide"]
"""What the next question is to this one: another, the same of a period chosen here, the same of any time again."""

_FEWEST_DAYS = 2
_HEIGHT = 58.0


class Timeline(Translated):
    """narrowed: only this period is wanted (first and last day, both included); widened: all of it again."""

    narrowed = Signal(object, object)
    widened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.histogram = Histogram(_HEIGHT)
        self._days: dict[date, int] = {}
        self._counted: Counter[date] = Counter()
        self._narrow = False
        self._next: Next = "new"
        self._clear = IconButton("close", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.histogram, 1)
        row.addWidget(self._clear)
        self.histogram.chosen.connect(self._choose)
        self.histogram.cleared.connect(self._widen)
        self._clear.clicked.connect(self.histogram.clear)
        self._clear.hide()
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._clear.name_it(self.tr("Show the whole time again"))
        self.histogram.setToolTip(self.tr("Drag over a period to search only there"))

    def begin(self) -> None:
        """A new question: what was shown goes, except where the question was only narrowed here."""
        self._narrow = self._next == "narrow"
        if self._next == "new":
            self._days = {}
            self._clear.hide()
            self.hide()
        self._next = "new"
        self._counted = Counter()

    def add(self, result: SearchResult) -> None:
        """Counts one more result; `end` shows them all."""
        self._counted.update(days_of(result))

    def end(self) -> None:
        """Shows when what was counted was written. A narrowed question keeps the bars of the whole one."""
        days, self._counted = dict(self._counted), Counter()
        if self._narrow or not days or days == self._days:
            return
        self._days = days
        self.histogram.show_days(sorted(days.items()))
        self.setVisible(self.isVisible() or len(days) >= _FEWEST_DAYS)

    def _choose(self, first: date, last: date) -> None:
        self._next = "narrow"
        self._clear.show()
        self.narrowed.emit(first, last)

    def _widen(self) -> None:
        self._next = "wide"
        self._clear.hide()
        self.widened.emit()


def days_of(result: SearchResult) -> dict[date, int]:
    """How many highlighted messages there are of each day."""
    return dict(Counter(day for day in map(_day, marked_messages(result)) if day is not None))


def _day(message: Message) -> date | None:
    """The day on the clock of the export, which is quickly read, else on this machine's."""
    if message.local_time:
        try:
            return date.fromisoformat(message.local_time[:10])
        except ValueError:
            pass
    time = wall_time(message)
    return time.date() if time is not None else None

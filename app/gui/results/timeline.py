"""This file is where it is shown when the found messages are, and where dragging over them narrows the question."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.gui.look.controls import IconButton
from app.gui.look.dates import wall_time
from app.gui.look.histogram import Histogram
from app.gui.look.language import Translated
from app.gui.results.card_parts import marked_messages
from core.types import SearchResult

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
        self._stays = self._narrow = False
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
        self._narrow, self._stays = self._stays, False
        if not self._narrow:
            self._days = {}
            self._clear.hide()
            self.hide()

    def show_results(self, results: Sequence[SearchResult]) -> None:
        """When what was found was written. A narrowed question keeps the bars of the whole one."""
        if self._narrow:
            return
        days = days_of(results)
        if days == self._days:
            return
        self._days = days
        self.histogram.show_days(sorted(days.items()))
        if len(days) >= _FEWEST_DAYS:
            self.show()

    def _choose(self, first: date, last: date) -> None:
        self._stays = True
        self._clear.show()
        self.narrowed.emit(first, last)

    def _widen(self) -> None:
        self._stays = self._narrow
        self._clear.hide()
        self.widened.emit()


def days_of(results: Sequence[SearchResult]) -> dict[date, int]:
    """How many highlighted messages there are of each day."""
    times = (wall_time(message) for result in results for message in marked_messages(result))
    return dict(Counter(time.date() for time in times if time is not None))

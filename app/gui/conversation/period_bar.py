"""This file is where a conversation is narrowed to a period: a timeline to drag over, and what is chosen."""

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.buckets import Days, period_name
from app.gui.look.controls import IconButton, frame, label
from app.gui.look.histogram import Histogram
from app.gui.look.language import Translated


class PeriodBar(Translated):
    """chosen: first and last day of what is to be shown; cleared: everything is to be shown again."""

    chosen = Signal(object, object)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.histogram = Histogram()
        self._period: tuple[date, date] | None = None
        self._count = 0
        self._chip, self._text, self.cross = frame("chip"), label("strong"), IconButton("close", 14)
        self._row = QWidget()
        self._build()
        self.retranslate()
        self.histogram.hide()
        self._show_chip()

    def show_days(self, days: Days) -> None:
        """How much was written when; the period stays chosen."""
        self.histogram.show_days(days)
        self._select()

    def show_period(self, period: tuple[date, date] | None, count: int) -> None:
        """What is shown: a period and how many messages it has, or everything."""
        self._period, self._count = period, count
        self._select()
        self._show_chip()

    def toggle(self) -> bool:
        """Shows or hides the timeline; what is chosen stays. True when it is shown now."""
        self.histogram.setHidden(not self.histogram.isHidden())
        self._show_chip()
        return not self.histogram.isHidden()

    def retranslate(self) -> None:
        self.cross.name_it(self.tr("Show the whole conversation"))
        self._show_chip()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.histogram.updateGeometry()

    def _select(self) -> None:
        self.histogram.select(*(self._period or (None, None)))

    def _show_chip(self) -> None:
        self._row.setVisible(self._period is not None)
        self.setHidden(self._period is None and self.histogram.isHidden())
        if self._period is not None:
            count = self.tr("%Ln message(s)", "in a period", self._count)
            self._text.setText(f"{period_name(*self._period)}  ·  {count}")

    def _build(self) -> None:
        inner = QHBoxLayout(self._chip)
        inner.setContentsMargins(12, 2, 4, 2)
        inner.setSpacing(4)
        inner.addWidget(self._text)
        inner.addWidget(self.cross)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._chip)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.setSpacing(6)
        lines.addWidget(self.histogram)
        lines.addWidget(self._row)
        self.histogram.chosen.connect(self.chosen)
        self.histogram.cleared.connect(self.cleared)
        self.cross.clicked.connect(self.cleared)

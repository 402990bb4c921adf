"""This file is where one goes to a day of a conversation."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.conversation.calendar import ActiveCalendar
from app.gui.look.controls import Button, label
from app.gui.look.language import Translated


class FindDay(Translated):
    """A panel over its parent. chosen: a day; first, last: the ends of the conversation. It hides by itself when the
    person is done or turns to something else."""

    chosen = Signal(object)
    first = Signal()
    last = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.calendar = ActiveCalendar()
        self._frame = QFrame()
        self._told = label("small")
        self._beginning, self._end = Button("quiet"), Button("quiet")
        self._before: QWidget | None = None
        self._build()
        self.retranslate()
        self.hide()

    def show_days(self, days: Sequence[tuple[date, int]], first: date, last: date) -> None:
        """What was written on each day, between the first and the last message."""
        self.calendar.show_days(dict(days), first, last)
        self._describe()

    def open(self, corner: QPoint, day: date) -> None:
        """Opens with its top right corner at a place of the parent, at a day."""
        self._before = QApplication.focusWidget()
        self.calendar.restyle()
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        self.move(max(0, corner.x() - self.width()), corner.y())
        self.show()
        self.raise_()
        self.calendar.setFocus()
        self._describe()

    def close_it(self) -> None:
        """Hides and gives the focus back."""
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and self._before is not None:
            self._before.setFocus()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Go to a day"))
        self.calendar.setAccessibleName(self.tr("Days with messages"))
        self._beginning.setText(self.tr("First message"))
        self._end.setText(self.tr("Last message"))
        self.calendar.restyle()
        self._describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    def _choose(self, day: QDate) -> None:
        self.close_it()
        self.chosen.emit(date(day.year(), day.month(), day.day()))

    def _describe(self) -> None:
        day = self.calendar.selectedDate()
        words = self.calendar.describe(date(day.year(), day.month(), day.day()))
        self._told.setText(words)
        self.calendar.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self.calendar, QAccessible.Event.DescriptionChanged))

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """A click elsewhere takes the focus, and with it the reason to be open."""
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.hide()

    def _go_to_first(self) -> None:
        self.close_it()
        self.first.emit()

    def _go_to_last(self) -> None:
        self.close_it()
        self.last.emit()

    def _build(self) -> None:
        self._frame.setObjectName("popup")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(12, 12, 12, 8)
        inner.setSpacing(6)
        inner.addWidget(self.calendar)
        inner.addWidget(self._told)
        row = QHBoxLayout()
        row.addWidget(self._beginning)
        row.addStretch(1)
        row.addWidget(self._end)
        inner.addLayout(row)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._frame)
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self.calendar.selectionChanged.connect(self._describe)
        self._beginning.clicked.connect(self._go_to_first)
        self._end.clicked.connect(self._go_to_last)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

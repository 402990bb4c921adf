"""This file is where a day is picked for a filter: a small calendar below the search field."""

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from app.gui.conversation.calendar import put_year_first
from app.gui.look import icons
from app.gui.look.theme import colours


class DayPicker(QFrame):
    """picked: a day, written like 2024-05-03; left: Esc."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.days = QCalendarWidget()
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.activated.connect(self._pick)
        self.days.clicked.connect(self._pick)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 8, 8, 8)
        lines.addWidget(self.days)
        for part in self.days.findChildren(QWidget):
            part.installEventFilter(self)
        self.hide()

    def open(self, below: QRectF, year: int | None = None) -> None:
        """Shows the month of today, or, of another year, its first."""
        today = QDate.currentDate()
        self.days.setLocale(QLocale())
        put_year_first(self.days, first=QLocale().language() == QLocale.Language.Chinese)
        self.days.setSelectedDate(today if year in (None, today.year()) else QDate(year or today.year(), 1, 1))
        plain = QTextCharFormat()
        plain.setForeground(colours().muted)
        self.days.setHeaderTextFormat(plain)
        ordinary = QTextCharFormat()
        ordinary.setForeground(colours().text)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, ordinary)
        for name, icon in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            button = self.days.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icons.icon(icon))
        self.adjustSize()
        self.move(int(below.x()), int(below.y()))
        self.show()
        self.raise_()
        self.days.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _pick(self, day: QDate) -> None:
        if self.isVisible():
            self.hide()
            self.picked.emit(day.toString(Qt.DateFormat.ISODate))

"""This file is where a calendar shows on which days was written, and how much."""

import math
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QWidget

from app.gui.look import fonts, icons
from app.gui.look.dates import long_day, number
from app.gui.look.text import paint_line
from app.gui.look.theme import RADIUS_SMALL, blend, colours

_SIZE = (308, 276)


class ActiveCalendar(QCalendarWidget):
    """Days with messages are the stronger the more were written; others are pale."""

    def __init__(self) -> None:
        super().__init__()
        self._days: Mapping[date, int] = {}
        self._most = 1
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setDateEditEnabled(False)
        self.restyle()

    def show_days(self, days: Mapping[date, int], first: date, last: date) -> None:
        """first, last: the calendar goes no further than their months."""
        self._days = days
        self._most = max(days.values(), default=1) or 1
        self.setDateRange(QDate(first.year, first.month, 1), _end_of_month(last))
        self.updateCells()

    def restyle(self) -> None:
        """Takes on the language, theme and text size of the moment."""
        self.setLocale(QLocale())
        self.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        put_year_first(self, first=QLocale().language() == QLocale.Language.Chinese)
        scale = fonts.text_scale()
        self.setMinimumSize(round(_SIZE[0] * scale), round(_SIZE[1] * scale))
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(colours().text)
        head.setForeground(colours().muted)
        head.setBackground(colours().surface)
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, plain)
        self.setHeaderTextFormat(head)
        for name, icon in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            button = self.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icons.icon(icon, colours().muted, 18))
        self.updateCells()

    def paintCell(self, painter: QPainter, rect: QRect, shown: QDate | object) -> None:
        day = shown if isinstance(shown, QDate) else QDate()
        look, scale = colours(), fonts.text_scale()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, look.surface)
        count = self._days.get(_date(day), 0)
        inside = day.month() == self.monthShown() and self.minimumDate() <= day <= self.maximumDate()
        ink = look.text if count else blend(look.surface, look.muted, 0.6)
        box = QRectF(rect).adjusted(2, 2, -2, -2)
        if count and inside:
            back = blend(look.surface, look.accent, 0.15 + 0.85 * (count / self._most) ** 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(back)
            painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
            ink = max(look.text, look.on_accent, key=lambda each: abs(_luminance(each) - _luminance(back)))
        if day == self.selectedDate():
            painter.setPen(QPen(look.text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        if inside:
            painter.translate(rect.topLeft())
            painter.scale(scale, scale)
            whole = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
            paint_line(painter, whole, str(day.day()), (fonts.font("label", bool(count)), ink), "centre")
        painter.restore()

    def describe(self, day: date) -> str:
        """The day and how many messages it has."""
        count = self._days.get(day, 0)
        told = self.tr("%Ln message(s)", "on a day", count) if count else self.tr("no messages")
        return f"{long_day(day)}: {told}" if count < 1_000_000 else f"{long_day(day)}: {number(count)}"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self.isVisible():
            self.updateCells()


def put_year_first(calendar: QCalendarWidget, *, first: bool) -> None:
    """Qt heads every calendar with the month and then the year, in Chinese too."""
    bar = calendar.findChild(QWidget, "qt_calendar_navigationbar")
    year = calendar.findChild(QWidget, "qt_calendar_yearbutton")
    month = calendar.findChild(QWidget, "qt_calendar_monthbutton")
    row = bar.layout() if isinstance(bar, QWidget) else None
    if not isinstance(row, QHBoxLayout) or not isinstance(year, QWidget) or not isinstance(month, QWidget):
        return
    if (row.indexOf(year) < row.indexOf(month)) != first:
        row.removeWidget(year)
        row.insertWidget(row.indexOf(month) + (0 if first else 1), year)


def _luminance(colour: QColor) -> float:
    """As the eye sees it: the root brings dark colours as far apart as light ones."""
    shares = ((0.2126, colour.redF()), (0.7152, colour.greenF()), (0.0722, colour.blueF()))
    return math.sqrt(sum(share * math.pow(value, 2.2) for share, value in shares))


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day()) if day.isValid() and 1 <= day.year() <= 9999 else date.min


def _end_of_month(day: date) -> QDate:
    return QDate(day.year, day.month, 1).addMonths(1).addDays(-1)

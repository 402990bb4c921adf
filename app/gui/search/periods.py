"""This file is where a window of time is said in few words: 10–16 Nov 2025, Nov 2025, 2025年11月10日–16日."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

from app.gui.look.dates import day
from core.dates import Window


def period(window: Window) -> str:
    """A window with both ends, by its days; only the day of the end it has."""
    first, last = _days(window)
    if first is None or last is None or first == last:
        return day(first or last)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = dict.fromkeys((_form(first, "yyyy", "yyyy年"), _form(last, "yyyy", "yyyy年")))
        return "–".join(years)
    same = (first.year, first.month) == (last.year, last.month)
    if same and first.day == 1 and (last + timedelta(days=1)).day == 1:
        return _form(first, "MMM yyyy", "yyyy年M月")
    if same:
        return f"{_form(first, 'd', 'yyyy年M月d日')}–{_form(last, 'd MMM yyyy', 'd日')}"
    if first.year == last.year:
        return f"{_form(first, 'd MMM', 'yyyy年M月d日')} – {_form(last, 'd MMM yyyy', 'M月d日')}"
    return f"{day(first)} – {day(last)}"


def _days(window: Window) -> tuple[date | None, date | None]:
    last = None if window.before is None else (window.before - timedelta(milliseconds=1)).date()
    return None if window.after is None else window.after.date(), last


def _form(moment: date, english: str, chinese: str) -> str:
    locale = QLocale()
    form = chinese if locale.language() == QLocale.Language.Chinese else english
    return locale.toString(QDate(moment.year, moment.month, moment.day), form)

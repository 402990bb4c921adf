"""This file is where instants and wall times become words in the language of the window."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from core.types import Message


def wall_time(message: Message) -> datetime | None:
    """When the message was written, on the clock of its export where that is known, else on this machine's."""
    if message.local_time:
        try:
            return datetime.fromisoformat(message.local_time)
        except ValueError:
            pass
    return wall_time_of(message.sent_at)


def wall_time_of(instant: int | None) -> datetime | None:
    """An instant (ms since 1970 UTC) on this machine's clock; None outside the years 1 to 9999."""
    if instant is None:
        return None
    moment = QDateTime.fromMSecsSinceEpoch(instant)
    if not moment.isValid() or not 1 <= moment.date().year() <= 9999:
        return None
    day, time = moment.date(), moment.time()
    return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second())  # noqa: DTZ001


def clock(moment: datetime | None) -> str:
    """ "14:05"."""
    return "" if moment is None else f"{moment.hour:02}:{moment.minute:02}"


def day(moment: date | None) -> str:
    """ "14 May 2025", "2025年5月14日"."""
    if moment is None:
        return ""
    chinese = QLocale().language() == QLocale.Language.Chinese
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), "yyyy年M月d日" if chinese else "d MMM yyyy")


def month(moment: date) -> str:
    """ "May 2025", "2025年5月"."""
    chinese = QLocale().language() == QLocale.Language.Chinese
    return QLocale().toString(QDate(moment.year, moment.month, 1), "yyyy年M月" if chinese else "MMM yyyy")


def long_day(moment: date) -> str:
    """ "Wednesday, 14 May 2025"."""
    chinese = QLocale().language() == QLocale.Language.Chinese
    form = "yyyy年M月d日 dddd" if chinese else "dddd, d MMMM yyyy"
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), form)


def day_and_clock(moment: datetime | None) -> str:
    return "" if moment is None else f"{day(moment)} {clock(moment)}"


def period(first: datetime | None, last: datetime | None) -> str:
    """One day, or two with a dash between."""
    if first is None or last is None:
        return day(first or last)
    if first.date() == last.date():
        return day(first)
    return f"{day(first)} – {day(last)}"


def number(value: int) -> str:
    """ "12,345"."""
    return QLocale().toString(value)


def size(count: int) -> str:
    """Bytes as "1.2 MB"."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)

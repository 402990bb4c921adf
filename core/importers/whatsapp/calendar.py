"""This file is where it is known which years two digits mean in a chat of WhatsApp (format specification 1.3).

The app is of 2009. In Thailand it writes 66 for 2566, the year 2023.
"""

from datetime import date

from core.types import DateOrder
from core.written_times.calendar import Parts, day_of

FIRST_YEAR = 9
"""23.05.06 is hardly of 2006, and may be year first; 23-05-10 is written both ways."""

_BUDDHIST_SHORT = range(52, 100)
"""Two digits: chats begin in 2009, so that 2052 and later are not meant."""


def chat_year(year: int) -> int:
    """The Gregorian year that two digits mean."""
    return year + (2500 - 543 if year in _BUDDHIST_SHORT else 2000)


def chat_day(parts: Parts, order: DateOrder) -> date | None:
    """The day of a header under one order; None when there is no such day."""
    return day_of(parts, order, chat_year)

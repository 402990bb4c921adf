"""This file is where it is known how much was written when: days as the clock of the export showed them, else this
machine's."""

import sqlite3
from collections import Counter
from datetime import date, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from core.archive.chunks import ids_of
from core.instants import WallClock, local_zone
from core.local_days import local_days

_QUARTER_HOUR = 900_000
_MARGIN = 2 * 86_400_000
_EVER = 1 << 62
_REGION = "m.conversation_id = :conversation AND m.ordinal >= :low AND m.ordinal <= :high"
_ON_DAYS = (
    "(m.local_time >= :first AND m.local_time < :end "
    "OR m.local_time IS NULL AND m.sent_at >= :begin AND m.sent_at < :over)"
)


class Activity:
    """Read access to one archive. A day of a message without a wall time is that of `zone`, by default this machine's.

    Days are offsets of whole quarters of an hour from UTC, as all zones have been since 1972.
    """

    def __init__(self, connection: sqlite3.Connection, zone: tzinfo | None = None) -> None:
        self._connection = connection
        self._zone = zone or local_zone()

    def days(self, conversation_id: int | None = None) -> list[tuple[date, int]]:
        """Each day with messages and how many, ascending; without notices and what has no date."""
        one = "" if conversation_id is None else "conversation_id = :conversation AND "
        rows = self._connection.execute(
            f"SELECT coalesce(substr(local_time, 1, 10), sent_at / {_QUARTER_HOUR}) AS day, count(*) FROM messages "
            f"WHERE {one}kind <> 'notice' GROUP BY day",
            {"conversation": conversation_id},
        )
        quarters: list[tuple[int, int]] = []
        counts: Counter[date] = Counter()
        for day, count in rows:
            if isinstance(day, str):
                counts[_date(day)] += count
            elif day is not None:
                quarters.append((day, count))
        counts.update(self._days_of(quarters))
        return sorted((day, count) for day, count in counts.items() if day > date.min)

    def ids_between(self, conversation_id: int, first: date, last: date) -> NDArray[np.int64]:
        """Ids of a conversation's messages and notices of these days, both included, in its order, shape (n,)."""
        query = f"SELECT m.id FROM messages AS m WHERE {_REGION} AND {_ON_DAYS} ORDER BY m.ordinal, m.id"
        return ids_of(self._connection, query, self._between(conversation_id, first, last))

    def first_on(self, conversation_id: int, day: date) -> int | None:
        """The id of the first message of a day, or of the next one after it; None when there is none."""
        row = self._connection.execute(
            f"SELECT m.id FROM messages AS m WHERE {_REGION} AND {_ON_DAYS} ORDER BY m.ordinal, m.id LIMIT 1",
            self._between(conversation_id, day, date.max),
        ).fetchone()
        return int(row[0]) if row else None

    def _between(self, conversation_id: int, first: date, last: date) -> dict[str, object]:
        begin = self._midnight(first, -_EVER)
        after = None if last == date.max else last + timedelta(1)
        over = _EVER if after is None else self._midnight(after, _EVER)
        return {
            "conversation": conversation_id,
            "first": first.isoformat(),
            "end": "9999-99" if after is None else after.isoformat(),
            "begin": begin,
            "over": over,
            "low": max(begin - _MARGIN, -_EVER),
            "high": min(over + _MARGIN, _EVER),
        }

    def _midnight(self, day: date, otherwise: int) -> int:
        found = WallClock(self._zone).instant(f"{day.isoformat()}T00:00")
        return otherwise if found is None else found

    def _days_of(self, quarters: list[tuple[int, int]]) -> Counter[date]:
        """Counts by quarters of an hour since 1970 as counts by day."""
        counts: Counter[date] = Counter()
        instants = np.array([quarter * _QUARTER_HOUR for quarter, _ in quarters], np.int64)
        for number, (_, count) in zip(local_days(instants, self._zone).tolist(), quarters, strict=True):
            counts[date.fromordinal(max(number, 1))] += count
        return counts


def _date(text: str) -> date:
    """The first day of the calendar for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min

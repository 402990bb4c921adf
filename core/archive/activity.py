"""This file is where it is known how much was written when: days as the clock of the export showed them, else this
machine's."""

import sqlite3
from collections import Counter
from datetime import UTC, date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from core.instants import WallClock, local_zone

_QUARTER_HOUR = 900_000
_QUARTERS_OF_DAY = 96
_MARGIN = 2 * 86_400_000
_EVER = 1 << 62
_EPOCH = date(1970, 1, 1).toordinal()
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
        """Each day with messages and how many, ascending; notices and messages without a time are left out."""
        one = "" if conversation_id is None else "conversation_id = :conversation AND "
        rows = self._connection.execute(
            f"SELECT coalesce(substr(local_time, 1, 10), sent_at / {_QUARTER_HOUR}) AS day, count(*) FROM messages "
            f"WHERE {one}kind <> 'notice' GROUP BY day",
            {"conversation": conversation_id},
        )
        counts: Counter[date] = Counter()
        offsets: dict[int, int | None] = {}
        for day, count in rows:
            found = _date(day) if isinstance(day, str) else None if day is None else self._day(day, offsets)
            if found is not None:
                counts[found] += count
        return sorted(counts.items())

    def ids_between(self, conversation_id: int, first: date, last: date) -> NDArray[np.int64]:
        """Ids of a conversation's messages and notices of these days, both included, in its order, shape (n,)."""
        rows = self._connection.execute(
            f"SELECT m.id FROM messages AS m WHERE {self._region()} AND {_ON_DAYS} ORDER BY m.ordinal, m.id",
            self._between(conversation_id, first, last),
        )
        return np.array(rows.fetchall(), np.int64).ravel()

    def first_on(self, conversation_id: int, day: date) -> int | None:
        """The id of the first message of a day, or of the next one after it; None when there is none."""
        row = self._connection.execute(
            f"SELECT m.id FROM messages AS m WHERE {self._region()} AND {_ON_DAYS} ORDER BY m.ordinal, m.id LIMIT 1",
            self._between(conversation_id, day, date.max),
        ).fetchone()
        return int(row[0]) if row else None

    @staticmethod
    def _region() -> str:
        """What the index can do: the order of a conversation is that of UTC, at most two days from any wall clock."""
        return "m.conversation_id = :conversation AND m.ordinal >= :low AND m.ordinal <= :high"

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

    def _day(self, quarter: int, offsets: dict[int, int | None]) -> date | None:
        """The day of a quarter of an hour since 1970; `offsets`: quarters from UTC on days that have only one."""
        utc_day = quarter // _QUARTERS_OF_DAY
        if utc_day not in offsets:
            ends = [self._offset(utc_day * _QUARTERS_OF_DAY + at) for at in (0, _QUARTERS_OF_DAY - 1)]
            offsets[utc_day] = ends[0] if ends[0] == ends[1] else None
        offset = offsets[utc_day]
        if offset is None:
            offset = self._offset(quarter)
        if offset is None:
            return None
        number = _EPOCH + (quarter + offset) // _QUARTERS_OF_DAY
        return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None

    def _offset(self, quarter: int) -> int | None:
        """None outside the calendar."""
        try:
            moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=quarter * _QUARTER_HOUR)
            offset = moment.astimezone(self._zone).utcoffset()
        except (OverflowError, ValueError):
            return None
        return None if offset is None else round(offset / timedelta(milliseconds=_QUARTER_HOUR))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

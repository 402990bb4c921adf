"""This file is where ids and timestamps of Discord become times."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from core.written_times import readings

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DISCORD_EPOCH = 1_420_070_400_000
_LAST = 253_402_300_799_999
_FURTHEST = 15 * 3_600_000
"""Milliseconds by which clocks of the world differ from UTC at most, and a little more."""


def snowflake_time(identifier: str) -> int | None:
    """The instant in an id, milliseconds since 1970 UTC; None for what is no id of Discord's."""
    if not (identifier.isascii() and identifier.isdigit() and 15 <= len(identifier) <= 20):
        return None
    moment = (int(identifier) >> 22) + _DISCORD_EPOCH
    return moment if moment <= _LAST else None


def times(identifier: str, timestamp: Any) -> tuple[int | None, str | None]:
    """(instant, wall time as written). The id has the milliseconds; where it contradicts the timestamp, as the invented
    ids of anonymised files do, the timestamp is believed."""
    in_id = snowflake_time(identifier)
    written, wall = stamp(timestamp)
    if written is None or (in_id is not None and abs(in_id - written) < 1000):
        return in_id, wall
    return written, wall


def stamp(timestamp: Any) -> tuple[int | None, str | None]:
    """(instant, wall time) of an ISO timestamp; the instant is None where it names no zone."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except (TypeError, ValueError):
        return None, None
    wall = moment.replace(tzinfo=None)
    shown = wall.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    if moment.tzinfo is None:
        return None, shown
    return (moment - _EPOCH) // timedelta(milliseconds=1), shown


def instant(timestamp: Any) -> int | None:
    """The instant of an ISO timestamp."""
    return stamp(timestamp)[0]


@lru_cache(4096)
def shown_time(text: str, sent_at: int) -> str | None:
    """The wall time that a page shows for an instant, in whatever order its date is written."""
    walls = {each.wall for each in readings(text).values() if "T" in each.wall}
    near = [wall for wall in walls if abs(_as_utc(wall) - sent_at) < _FURTHEST]
    return near[0] if len(near) == 1 else None


def _as_utc(wall: str) -> int:
    return (datetime.fromisoformat(wall).replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)

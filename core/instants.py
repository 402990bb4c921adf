"""This file is where wall times become instants, once, with a stated zone (format specification, section 0.7)."""

from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.tz import datetime_ambiguous, datetime_exists

_MINUTE = len("2024-05-01T12:33")


class WallClock:
    """Turns wall times of one zone into milliseconds since 1970 UTC; remembers each minute, as chats repeat them.

    doubtful counts times that the zone showed twice or never (clock changes): the first reading is taken then.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._minutes: dict[str, tuple[int, bool] | None] = {}
        self.doubtful = 0

    def instant(self, local_time: str) -> int | None:
        """None when the text is no time (year 0, hour 25). Seconds and fractions are kept to the millisecond."""
        minute = local_time[:_MINUTE]
        try:
            known = self._minutes[minute]
        except KeyError:
            known = self._minutes[minute] = self._read(minute)
        if known is None:
            return None
        self.doubtful += known[1]
        return known[0] + _seconds(local_time[_MINUTE + 1 :])

    def _read(self, minute: str) -> tuple[int, bool] | None:
        try:
            wall = datetime.fromisoformat(minute)
            moment = int((wall.replace(tzinfo=self._zone).astimezone(UTC) - _EPOCH) / timedelta(milliseconds=1))
        except (ValueError, OverflowError):
            return None
        doubtful = datetime_ambiguous(wall, self._zone) or not datetime_exists(wall, self._zone)
        return moment, doubtful


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _seconds(text: str) -> int:
    return int(float(text) * 1000) if text else 0


def iso_utc(instant: int | None) -> str | None:
    """ISO 8601 in UTC, with milliseconds only where there are any; None stays None."""
    if instant is None:
        return None
    moment = _EPOCH + timedelta(milliseconds=instant)
    return moment.isoformat(timespec="milliseconds" if instant % 1000 else "seconds").replace("+00:00", "Z")

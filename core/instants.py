"""This file is where wall times become instants, once, with a stated zone (format specification, section 0.7)."""

from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.tz import datetime_ambiguous, datetime_exists, gettz, tzlocal

_DAY = len("2024-05-01")
_HOUR = len("2024-05-01T12")
_MINUTE = len("2024-05-01T12:33")


def local_zone() -> tzinfo:
    """This machine's zone with its history. tzlocal, for systems without zone files, applies today's offsets always."""
    return gettz() or tzlocal()


class WallClock:
    """Turns wall times of one zone into milliseconds since 1970 UTC; remembers days and hours, as chats repeat them.

    doubtful counts times that the zone showed twice or never (clock changes): the first reading is taken then.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._hours: dict[str, int | None] = {}
        self._days: dict[str, int | None] = {}
        self.doubtful = 0

    def instant(self, local_time: str) -> int | None:
        """None when the text is no time (month 13, hour 25). Seconds and fractions are kept to the millisecond."""
        hour = local_time[:_HOUR]
        if hour not in self._hours:
            self._hours[hour] = self._whole_hour(hour)
        start = self._hours[hour]
        minute = local_time[_HOUR + 1 : _MINUTE]
        if start is None or not (minute.isdecimal() and minute < "60"):
            return self._single(local_time)
        return start + int(minute) * 60_000 + _seconds(local_time[_MINUTE + 1 :])

    def _whole_hour(self, hour: str) -> int | None:
        """The instant at which an hour begins; None for an hour in which the clocks change, or that is no hour."""
        day, number = hour[:_DAY], hour[_DAY + 1 :]
        if day not in self._days:
            self._days[day] = self._whole_day(day)
        start = self._days[day]
        if start is not None and hour[_DAY : _DAY + 1] == "T" and number.isdecimal() and number < "24":
            return start + int(number) * 3_600_000
        ends = [self._read(f"{hour}:00"), self._read(f"{hour}:59")]
        if ends[0] is None or ends[1] is None or ends[0][1] or ends[1][1]:
            return None
        return ends[0][0] if ends[1][0] - ends[0][0] == 59 * 60_000 else None

    def _whole_day(self, day: str) -> int | None:
        """The instant at which a day begins in which the clocks do not change; None for others, and for no day."""
        first, last = self._read(f"{day}T00:00"), self._read(f"{day}T23:59")
        if first is None or last is None or first[1] or last[1]:
            return None
        return first[0] if last[0] - first[0] == (24 * 60 - 1) * 60_000 else None

    def _single(self, local_time: str) -> int | None:
        found = self._read(local_time[:_MINUTE])
        if found is None:
            return None
        self.doubtful += found[1]
        return found[0] + _seconds(local_time[_MINUTE + 1 :])

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

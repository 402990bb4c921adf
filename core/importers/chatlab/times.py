"""This file is where the timestamps of a ChatLab file become instants, also where a tool wrote another unit.

The format says seconds since 1970 UTC. Tools are known to write milliseconds; a value in seconds as large would lie
behind the year 5000, so that the magnitude tells the unit.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_UNITS = ((10**17, "nanoseconds", 10**6), (10**14, "microseconds", 10**3), (10**11, "milliseconds", 1))
_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,9})?", re.A)
_LAST = 253_402_300_799_999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Times:
    """Reads timestamps and remembers which notes on them were already made: one for each kind of trouble."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._notes: list[str] = []

    def read(self, value: Any) -> tuple[int | None, str | None]:
        """(ms since 1970 UTC, wall time); a time written as text without a zone is a wall time."""
        number = _number(value)
        if number is None:
            return self._written(value)
        for least, unit, factor in _UNITS:
            if number >= least:
                self._note(f"timestamps are in {unit} where seconds are due: read as {unit}")
                return self._instant(int(number) // factor)
        return self._instant(round(number * 1000))

    def notes(self) -> list[str]:
        """What is to be told since the last time it was asked."""
        notes, self._notes = self._notes, []
        return notes

    def _instant(self, milliseconds: int) -> tuple[int | None, str | None]:
        if 0 < milliseconds <= _LAST:
            return milliseconds, None
        self._note("timestamps that are no time: kept without one")
        return None, None

    def _written(self, value: Any) -> tuple[int | None, str | None]:
        try:
            moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None:
            return self._instant(0)
        self._note("timestamps are written out where seconds are due: read as written")
        if moment.tzinfo is None:
            return None, moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
        return self._instant((moment - _EPOCH) // timedelta(milliseconds=1))

    def _note(self, what: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self._notes.append(what)


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value) if "." in value else int(value)
    is_finite = isinstance(value, int) or (isinstance(value, float) and abs(value) < 1e20)
    return value if is_finite else None

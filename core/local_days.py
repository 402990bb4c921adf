"""This file is where instants become days of a zone, many at once."""

from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

_DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_FIRST, _LAST = -719_000, 2_932_000
"""Days since 1970 of which the calendar is sure, whatever the zone."""


def local_days(instants: NDArray[np.int64], zone: tzinfo) -> NDArray[np.int64]:
    """The day of each instant as `date.toordinal` gives it; 0 for instants outside the years 2 to 9997."""
    utc_days = instants // _DAY
    known = (utc_days > _FIRST) & (utc_days < _LAST)
    found = np.zeros(len(instants), np.int64)
    days, places = np.unique(utc_days[known], return_inverse=True)
    begins = np.array([_offset(int(day) * _DAY, zone) for day in days], np.int64)
    ends = np.array([_offset((int(day) + 1) * _DAY - 1, zone) for day in days], np.int64)
    offsets = begins[places] if len(days) else np.zeros(0, np.int64)
    # On a day on which the clocks change, each instant is asked for by itself.
    changing = np.flatnonzero((begins != ends)[places]) if len(days) else np.zeros(0, np.int64)
    own = instants[known]
    offsets[changing] = [_offset(int(each), zone) for each in own[changing]]
    found[known] = (own + offsets) // _DAY + _EPOCH_DAY
    return found


def _offset(instant: int, zone: tzinfo) -> int:
    """How far the zone is ahead of UTC, in milliseconds."""
    ahead = (_EPOCH + timedelta(milliseconds=instant)).astimezone(zone).utcoffset() or timedelta()
    return ahead // timedelta(milliseconds=1)

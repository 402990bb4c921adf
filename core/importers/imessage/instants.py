"""This file is where Apple's dates become instants: seconds, later nanoseconds, since 2001-01-01 UTC."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_EPOCH = 978_307_200_000
_NANOSECONDS = 10**11
"""Larger values are nanoseconds (since macOS 10.13): as seconds they would lie after the year 5000."""

_LAST = 253_402_300_799_999


def of_column(value: Any) -> int | None:
    """Milliseconds since 1970 UTC of a date column; None for 0, NULL and what lies after the year 9999."""
    if not isinstance(value, int | float) or not 0 < abs(value) < 2**63:
        return None
    return _within(_EPOCH + int(value) // 1_000_000) if abs(value) > _NANOSECONDS else of_seconds(value)


def of_seconds(value: Any) -> int | None:
    """Milliseconds since 1970 UTC of seconds since 2001, whole or broken."""
    if not isinstance(value, int | float) or not abs(value) <= _NANOSECONDS:
        return None
    return _within(_EPOCH + round(value * 1000))


def comparable(dates: NDArray[np.int64]) -> NDArray[np.int64]:
    """Dates of one database in one unit, so that rows of its earlier years sort with the later ones; 0 stays 0."""
    return np.where(np.abs(dates) > _NANOSECONDS, dates // 1_000_000, dates * 1000)


def _within(instant: int) -> int | None:
    return instant if 0 <= instant <= _LAST else None

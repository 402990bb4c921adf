"""This file is where a cell becomes a moment: ISO 8601, seconds to nanoseconds since 1970 by magnitude, written dates.

Format specification, section 15. What is written without a zone stays the wall time that it is.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from core.importers.table.words import says_utc
from core.types import DateOrder
from core.written_times import clock_time, read_time, readings

LONGEST = 120
_FIRST, _LAST = 946_684_800_000, 4_102_444_800_000
"""2000 and 2100: numbers that are no moment between them are not taken for moments unasked."""

_END = 253_402_300_800_000
_NUMBER = re.compile(r"[+-]?\d{9,19}(?:[.,]\d{1,9})?")
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?",
    re.I | re.A,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)[T_ -]?([0-2]\d)([0-5]\d)([0-5]\d)?", re.A)
_CLOCK = re.compile(r"\d{1,2}\s?[:.hHu时時点點시]\s?\d\d")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(NamedTuple):
    """sent_at: ms since 1970 UTC where the cell tells it; local_time: the wall time as written. Both None: no time."""

    sent_at: int | None = None
    local_time: str | None = None


NEVER = Moment()


class TimeColumn(NamedTuple):
    """What the cells of a column are, as far as they are times: "instant" (tells its zone), "wall", "date", "clock"."""

    kind: str
    share: float


def written_of(parts: Sequence[Any]) -> str:
    """The time of a row as it stands: its cell, or date and time of day."""
    if len(parts) == 1:
        return _word(parts[0])
    return " ".join(word for word in map(_word, parts) if word)


def moment(text: str, order: DateOrder | None, utc: bool) -> Moment:
    """The moment that a time means; NEVER where it is none. utc: the header says that times without a zone are UTC."""
    if not text or len(text) > LONGEST:
        return NEVER
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _standard(match, utc)
    if _NUMBER.fullmatch(text):
        instant = _instant(text)
        return NEVER if instant is None else Moment(instant)
    found = read_time(text, order)
    if found is None:
        return NEVER
    wall = found.wall if "T" in found.wall else f"{found.wall}T00:00"
    if utc and found.offset is None:
        return Moment(_utc(wall, 0))
    return Moment(found.sent_at, wall if found.offset != 0 or found.sent_at is None else None)


def is_written(text: str) -> str:
    """A text whose order of day and month is open to a vote; "" for ISO times and numbers."""
    return "" if not text or len(text) > LONGEST or _NUMBER.fullmatch(text) or _ISO.fullmatch(text) else text


def column_of(values: Sequence[Any]) -> TimeColumn | None:
    """What kind of times a column holds, and the share of its cells that are; None when it holds none."""
    kinds = [_kind(_word(value)) for value in values]
    if not kinds:
        return None
    best = max(("instant", "wall", "date", "clock"), key=kinds.count)
    share = kinds.count(best) / len(kinds)
    return TimeColumn(best, share) if share else None


def is_utc(columns: Sequence[str]) -> bool:
    return any(says_utc(column) for column in columns)


def _standard(match: re.Match[str], utc: bool) -> Moment:
    """A wall time that is a moment too where its zone is written; of UTC only the moment is told."""
    second, fraction, zone = (match[number] if match.re.groups >= number else None for number in (6, 7, 8))
    wall = f"{match[1]}-{match[2]}-{match[3]}T{match[4] or '00'}:{match[5] or '00'}"
    if second:
        wall += f":{min(second, '59')}"  # a leap second
    if fraction:
        wall += f".{fraction[:3].ljust(3, '0')}"
    try:
        datetime.fromisoformat(wall)
    except ValueError:
        return NEVER
    offset = 0 if utc and not zone else _minutes(zone)
    if offset is None:
        return Moment(None, wall)
    return Moment(_utc(wall, offset), wall if offset else None)


def _minutes(zone: str | None) -> int | None:
    """Minutes east of UTC; None where no zone is written."""
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return minutes if zone[0] == "+" else -minutes


def _utc(wall: str, offset: int) -> int:
    moment = datetime.fromisoformat(wall).replace(tzinfo=UTC) - _EPOCH
    return moment // timedelta(milliseconds=1) - offset * 60_000


def _instant(text: str) -> int | None:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their magnitude."""
    whole, _, fraction = text.replace(",", ".").partition(".")
    number = int(whole)
    if abs(number) < 10**11:
        found = number * 1000 + int((fraction or "0")[:3].ljust(3, "0"))
    else:
        found = number if abs(number) < 10**14 else number // 1000 if abs(number) < 10**17 else number // 10**6
    return found if abs(found) < _END else None


def _kind(text: str) -> str:
    """ "" for what is no time; a number is one only where a chat may be."""
    if not text or len(text) > LONGEST:
        return ""
    if _NUMBER.fullmatch(text) and not _COMPACT.fullmatch(text):
        found = _instant(text)
        return "instant" if found is not None and _FIRST <= found < _LAST else ""
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        known = _standard(match, False)
        whole = "instant" if known.sent_at is not None else "wall"
        return "" if known == NEVER else whole if match[4] else "date"
    found_any = next(iter(readings(text).values()), None)
    if found_any is not None:
        return "date" if "T" not in found_any.wall else "wall" if found_any.offset is None else "instant"
    return "clock" if _CLOCK.search(text) and clock_time(text) else ""


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e20 else ""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

"""This file is where a written time is taken apart into its clock and all that frames it, and put together as ISO."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from core.types import DateOrder
from core.written_times.characters import plain_date
from core.written_times.clock import COLON, DOTTED, WORDED, clock_of
from core.written_times.frames import LONGEST, Frame, frame_of

_BASIC = re.compile(r"((?:19|20)\d{6})[T _-]?([0-2]\d)([0-5]\d)([0-6]\d)|(\d{4}-\d\d-\d\d)[T _-]+(\d\d)-(\d\d)-(\d\d)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WrittenTime(NamedTuple):
    """wall: "2024-05-01", "2024-05-01T12:33", "…:05" or "…:05.123", as precise as it is written.

    offset: minutes east of UTC where the text says so ("UTC", "+02:00"), else None.
    """

    wall: str
    offset: int | None = None

    @property
    def sent_at(self) -> int | None:
        """Milliseconds since 1970 UTC; None when the text names no zone, or no time of day."""
        if self.offset is None or "T" not in self.wall:
            return None
        moment = datetime.fromisoformat(self.wall).replace(tzinfo=UTC) - _EPOCH
        return moment // timedelta(milliseconds=1) - self.offset * 60_000


def readings(text: str) -> Mapping[DateOrder, WrittenTime]:
    """Every valid reading of a text that is a date, or a date with a time; {} when it is neither.

    A month with a name and a year in front leave one reading, under the order it stands for; a weekday beside the
    date removes the readings that it contradicts.
    """
    frame, clock = _taken_apart(text)
    return {order: _joined(day, clock, frame) for order, day in frame.days.items()} if frame else {}


def read_time(text: str, order: DateOrder | None) -> WrittenTime | None:
    """The time under one order of day, month and year; None when there is none.

    The order matters only where the text leaves a choice. Without one, only a time that all orders agree on is told.
    """
    match = COLON.search(text)
    if match is not None:
        frame = frame_of(text[: match.start()], text[match.end() :])
        if frame is not None:
            clock, day = clock_of(match[0], frame.half), frame.day(order)
            if clock is not None and day is not None:
                return WrittenTime(f"{day}T{clock}", frame.offset)
    frame, clock = _taken_apart(text)
    chosen = frame.day(order) if frame else None
    return _joined(chosen, clock, frame) if frame and chosen else None


def quick_split(text: str) -> tuple[str, str, str]:
    """What stands before a time of day with colons, the time, and what stands after it; no time when there is none."""
    match = COLON.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def frame_in(text: str) -> Frame | None:
    """What a text says besides its hours and minutes; None when it is no time."""
    return _taken_apart(text)[0]


def _joined(day: str, clock: str | None, frame: Frame) -> WrittenTime:
    return WrittenTime(f"{day}T{clock}" if clock else day, frame.offset)


def _taken_apart(text: str) -> tuple[Frame | None, str | None]:
    """The frame and the time of day in 24 hours (None for a bare date)."""
    text = text.strip()
    if len(text) > LONGEST:
        return None, None
    for before, digits, after in _splits(text if text.isascii() else plain_date(text)):
        frame = frame_of(before, after)
        if frame is None:
            continue
        clock = clock_of(digits, frame.half) if digits else None
        if clock or not digits:
            return frame, clock
    return None, None


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """The ways to take a time of day out of a text, likely ones first; the last way is a bare date."""
    if match := _BASIC.match(text):
        day, *clock = [part for part in match.groups() if part]
        yield day, ":".join(clock), text[match.end() :]
    for match in COLON.finditer(text):
        yield text[: match.start()], match[0], text[match.end() :]
    for match in WORDED.finditer(text):
        yield text[: match.start()], match[0], text[match.end() :]
    for match in reversed(list(DOTTED.finditer(text))):
        yield text[: match.start()], match[0], text[match.end() :]
    yield text, "", ""

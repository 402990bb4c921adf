"""This file is where a message that stands twice in the files of one chat is noticed, by its id and what it says.

The id alone would not do: in files that somebody has made anonymous, all ids can be the same.
"""

from array import array
from bisect import bisect_left
from zlib import crc32

from core.types import ExportedMessage

_LARGEST = (1 << 64) - 1


class Seen:
    """Messages that have been met: 12 bytes each while their ids rise or fall, as they do but for odd files."""

    def __init__(self) -> None:
        self._rising, self._falling = _Climbing(), _Climbing()
        self._others: set[tuple[str, int]] = set()

    def again(self, message: ExportedMessage, time: str = "") -> bool:
        """True when the message has been met before; it has been met from now on. One without id is met once only.

        time: as it is written, where that is not in the message.
        """
        identifier = message.key or ""
        if not identifier:
            return False
        facts = (time, message.sent_at, message.local_time, message.text)
        mark = crc32(repr(facts).encode("utf-8", "backslashreplace"))
        number = int(identifier) if identifier.isascii() and identifier.isdigit() and len(identifier) < 21 else -1
        if not 0 <= number <= _LARGEST or identifier != str(number):
            return self._noted(identifier, mark)
        if self._rising.climbs(number, mark):
            return False
        if mark in (self._rising.mark(number), self._falling.mark(_LARGEST - number)):
            return True
        return not self._falling.climbs(_LARGEST - number, mark) and self._noted(identifier, mark)

    def _noted(self, identifier: str, mark: int) -> bool:
        known = (identifier, mark) in self._others
        self._others.add((identifier, mark))
        return known


class _Climbing:
    """Numbers of which each is above the one before, with a mark each."""

    def __init__(self) -> None:
        self._numbers, self._marks = array("Q"), array("I")

    def climbs(self, number: int, mark: int) -> bool:
        """Takes a number if it is above all before."""
        if self._numbers and number <= self._numbers[-1]:
            return False
        self._numbers.append(number)
        self._marks.append(mark)
        return True

    def mark(self, number: int) -> int | None:
        place = bisect_left(self._numbers, number)
        return self._marks[place] if place < len(self._numbers) and self._numbers[place] == number else None

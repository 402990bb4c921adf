"""This file is where a message that stands twice in the files of one chat is noticed, by its id."""

from array import array
from bisect import bisect_left

_LARGEST = (1 << 64) - 1


class Seen:
    """Ids that have been met: 8 bytes each while they rise or fall, as they do but for odd files."""

    def __init__(self) -> None:
        self._rising = array("Q")
        self._falling = array("Q")
        self._others: set[str] = set()

    def again(self, identifier: str) -> bool:
        """True when the id has been met before; it has been met from now on. "" is no id."""
        if not identifier:
            return False
        number = int(identifier) if identifier.isascii() and identifier.isdigit() and len(identifier) < 21 else -1
        if not 0 <= number <= _LARGEST or identifier != str(number):
            return self._noted(identifier)
        if not self._rising or number > self._rising[-1]:
            self._rising.append(number)
            return False
        mirrored = _LARGEST - number
        if _has(self._rising, number) or _has(self._falling, mirrored):
            return True
        if not self._falling or mirrored > self._falling[-1]:
            self._falling.append(mirrored)
            return False
        return self._noted(identifier)

    def _noted(self, identifier: str) -> bool:
        known = identifier in self._others
        self._others.add(identifier)
        return known


def _has(rising: "array[int]", number: int) -> bool:
    place = bisect_left(rising, number)
    return place < len(rising) and rising[place] == number

"""This file is where messages of chats that stand in one file, one among the other, wait until it is their turn.

They wait in a temporary file without a name; what is kept in memory is 8 bytes for each of them.
"""

import pickle
from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class Spool(Generic[Item]):
    """Items by chat, in the order in which they came; a context manager."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, array[int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, chat: str, item: Item) -> None:
        """Puts an item aside."""
        self._places.setdefault(chat, array("Q")).append(self._end)
        self._end += self._file.write(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))

    @property
    def chats(self) -> list[str]:
        """The chats in the order of their first items."""
        return list(self._places)

    def of(self, chat: str) -> Iterator[Item]:
        """The items of a chat; to be asked for when all have been added."""
        for place in self._places[chat]:
            self._file.seek(place)
            # Only what this program wrote a moment ago into a file of its own is read here.
            item: Item = pickle.load(self._file)  # noqa: S301
            yield item

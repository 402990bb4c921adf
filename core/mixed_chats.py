"""This file is where a file that mixes the messages of many chats is parted into them, in constant memory.

The messages wait in a temporary file without a name; what is kept in memory is 8 bytes for each of them, and each
chat's key. They come out in the order in which they were put.
"""

import pickle
from array import array
from collections.abc import Hashable, Iterator
from tempfile import TemporaryFile
from typing import Generic, Self, TypeVar

from core.types import ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair
Key = TypeVar("Key", bound=Hashable)


class MixedChats(Generic[Key]):
    """Messages by chat. Use as a context manager; what `items` gives must be walked inside it."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (closed on exit)
        self._places: dict[Key, array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, key: Key, item: Item) -> None:
        """Adds one item to the chat of that key."""
        self._places.setdefault(key, array("Q")).append(self._file.tell())
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)

    def chats(self) -> tuple[Key, ...]:
        """The keys of all chats, in the order of their first items."""
        return tuple(self._places)

    def items(self, key: Key) -> Iterator[Item]:
        """What was put under the key; nothing under any other key. To be asked for when all is put."""
        for place in self._places.get(key, ()):
            self._file.seek(place)
            # Only what this program wrote a moment ago into a file of its own is read here.
            item = pickle.load(self._file)  # noqa: S301
            yield item

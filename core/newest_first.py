"""This file is where messages that a format writes newest first are turned round, in constant memory.

They wait in a temporary file without a name; what is kept in memory is 8 bytes for each of them.
"""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise
from tempfile import TemporaryFile

from core.types import ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair

_LOOKED_AT = 100


def oldest_first(items: Iterable[Item]) -> Iterator[Item]:
    """The items as they come, or turned round where the first of them are clearly newest first.

    To turn them round all are taken before the first is given out.
    """
    rest = iter(items)
    first = list(islice(rest, _LOOKED_AT))
    whole = chain(first, rest)
    return turned(whole) if _falls(first) else whole


def turned(items: Iterable[Item]) -> Iterator[Item]:
    """The items from the last to the first."""
    places = array("Q")
    with TemporaryFile() as file:
        for item in items:
            places.append(file.tell())
            pickle.dump(item, file, pickle.HIGHEST_PROTOCOL)
        for place in reversed(places):
            file.seek(place)
            # Only what this program wrote a moment ago into a file of its own is read here.
            item = pickle.load(file)  # noqa: S301
            yield item


def _falls(items: list[Item]) -> bool:
    """True when times mostly go back from one message to the next."""
    messages = [item for item in items if isinstance(item, ExportedMessage)]
    exact = [item.sent_at for item in messages if item.sent_at is not None]
    walls = [item.local_time for item in messages if item.local_time is not None]
    steps = [*pairwise(exact)] if len(exact) >= len(walls) else [*pairwise(walls)]
    falling = sum(after < before for before, after in steps)  # type: ignore[operator]
    rising = sum(after > before for before, after in steps)  # type: ignore[operator]
    return falling > 2 * rising

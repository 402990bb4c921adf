"""This file is where long lists of ids are parted: SQLite takes only so many variables in one statement."""

from collections.abc import Iterator, Sequence

CHUNK = 500


def chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    """The ids in order, as plain ints, at most CHUNK at once."""
    for start in range(0, len(ids), CHUNK):
        yield [int(number) for number in ids[start : start + CHUNK]]

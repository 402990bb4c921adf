"""This file is where long lists of ids are parted: SQLite takes only so many variables in one statement, and a million
rows turned into an array at once keep the interpreter from every other thread."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK = 500
_TEXT = 100_000


def chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    """The ids in order, as plain ints, at most CHUNK at once."""
    for start in range(0, len(ids), CHUNK):
        yield [int(number) for number in ids[start : start + CHUNK]]


def ids_of(
    connection: sqlite3.Connection, query: str, values: Sequence[object] | Mapping[str, object]
) -> NDArray[np.int64]:
    """What a query for ids finds, in its order, shape (n,).

    SQLite hands over a million ids in 0.2 s as one text, and one by one in 0.9 s.
    """
    told: Any = values
    text = connection.execute(f"SELECT group_concat(id) FROM ({query})", told).fetchone()[0]
    parts, at = [np.empty(0, np.int64)], 0
    while text is not None and at < len(text):
        comma = text.find(",", at + _TEXT)
        end = len(text) if comma < 0 else comma
        parts.append(np.fromstring(text[at:end], np.int64, sep=","))
        at = end + 1
    return np.concatenate(parts)

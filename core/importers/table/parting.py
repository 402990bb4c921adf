"""This file is where rows of several conversations that stand mixed are parted, in constant memory.

Rows that stand together are given out as they are read; mixed ones wait in a nameless file that is gone afterwards.
"""

import json
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from core.importers.table.contents import word
from core.importers.table.messages import Cells
from core.importers.table.source import Item, Record

Group = tuple[str, Iterator[Item]]


def conversations_in(items: Iterator[Item], cells: Cells, together: bool) -> Iterator[Group]:
    """(name, rows) of each conversation that a column names; what is no row goes with the conversation before it."""
    return _runs(items, cells) if together else _sorted(items, cells)


def _runs(items: Iterator[Item], cells: Cells) -> Iterator[Group]:
    last = ""

    def name(item: Item) -> str:
        nonlocal last
        if isinstance(item, Record):
            last = _name(item, cells)
        return last

    yield from groupby(items, name)


def _sorted(items: Iterable[Item], cells: Cells) -> Iterator[Group]:
    places: dict[str, array[int]] = {}
    others: list[Item] = []
    end = 0
    with tempfile.TemporaryFile() as store:
        for item in items:
            if isinstance(item, Record):
                places.setdefault(_name(item, cells), array("Q")).append(end)
                end += store.write(json.dumps([item.where, item.cells]).encode() + b"\n")
            else:
                others.append(item)
        for name, starts in places.items():
            yield name, _stored(store, starts, others)
            others = []


def _stored(store: IO[bytes], starts: Iterable[int], others: list[Item]) -> Iterator[Item]:
    yield from others
    for start in starts:
        store.seek(start)
        where, cells = json.loads(store.readline())
        yield Record(where, cells)


def _name(record: Record, cells: Cells) -> str:
    return word(cells.get("conversation")(record.cells))

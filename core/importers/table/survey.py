"""This file is where a table is walked a first time: every date votes, ids are proven, conversations are found.

Memory: some bytes for each row that has an id (so that "unique" is a fact and no hope), else for each day and
conversation only.
"""

from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from core.errors import BrokenExport
from core.importers.table.contents import word
from core.importers.table.messages import Cells
from core.importers.table.source import Listed, Record, Table
from core.importers.table.walking import key_in, title_in
from core.written_times import OrderVote


@dataclass
class Survey:
    """What the first walk found. told: (title, key) of each list by its position, where the file tells either.

    groups: conversations that a column names, in order; parted: their rows stand together.
    """

    vote: OrderVote = field(default_factory=OrderVote)
    rows: int = 0
    told: dict[int, tuple[str, str]] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    parted: bool = True
    repeated_ids: bool = False


def survey_of(table: Table, cells: Cells) -> Survey:
    """Walks all rows once, as far as they can be read."""
    walk = _Walk(cells)
    with suppress(BrokenExport):  # it comes again, and is told, when the rows are read
        for listed in table.lists(counted=False):
            walk.walk(listed)
    walk.take_facts()
    walk.found.repeated_ids = walk.repeated()
    return walk.found


class _Walk:
    def __init__(self, cells: Cells) -> None:
        self.found = Survey()
        self._cells = cells
        self._id = cells.get("id")
        self._group: str | None = None
        self._last = Listed(0, iter(()))
        self._ids, self._rows = array("Q"), array("Q")

    def walk(self, listed: Listed) -> None:
        """All rows of a list. What stands around the list before it is known when the next one begins."""
        self.take_facts()
        self._last = listed
        for item in listed.items:
            if isinstance(item, Record):
                self._row(item, listed.position)

    def take_facts(self) -> None:
        """What the file tells of the last list."""
        facts = self._last.facts
        if title_in(facts) or key_in(facts):
            self.found.told[self._last.position] = title_in(facts), key_in(facts)

    def _row(self, record: Record, position: int) -> None:
        found, cells = self.found, self._cells
        found.rows += 1
        if cells.time and (written := cells.written_time(record)):
            found.vote.add(written)
        group = ""
        if "conversation" in cells.others:
            group = word(cells.get("conversation")(record.cells))
            if group != self._group:
                found.parted = found.parted and group not in found.groups
                self._group = group
            found.groups[group] = found.groups.get(group, 0) + 1
        if key := word(self._id(record.cells)):
            self._ids.append(_digest(position, group, key))
            self._rows.append(_digest(position, group, key, record.cells))

    def repeated(self) -> bool:
        """One id stands for different rows. (Equal rows with one id are one message, told twice.)"""
        return _distinct(self._ids) != _distinct(self._rows)


def _digest(*facts: object) -> int:
    return int.from_bytes(blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _distinct(values: "array[int]") -> int:
    return len(np.unique(np.frombuffer(values, np.uint64))) if values else 0

"""This file is where records of JSON are a table: a list, a list somewhere inside, one in each of many, or JSONL."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from core.beginning import Beginning
from core.export import Export
from core.importers.table.paths import EACH, Way, keys_of, record_lists, value_at, way_of, written
from core.importers.table.source import SAMPLE, Getter, Listed, Record
from core.importers.table.walking import Walk
from core.json_stream import JsonStream
from core.mapping import ColumnMapping

FURTHER = 2000
"""So many records are looked at for keys."""


class Records:
    """The records at the end of one way into one entry; a Table. lines: the entry is JSONL. begun: how many records
    stand in its beginning."""

    needs_time = False

    def __init__(self, place: tuple[Export, str], way: Way, records: Sequence[Any], lines: bool) -> None:
        self._export, self.entry = place
        self._way, self._lines = way, lines
        self.headed = not any(isinstance(record, list) for record in records[:SAMPLE])
        self.setting = ColumnMapping(place=written(way))
        self.many = EACH in way
        self.begun = len(records)
        self._look_at(records[:SAMPLE])

    def look_further(self) -> None:
        """Goes by more records than the beginning showed: keys that not every record has come late."""
        records = (
            item.cells for listed in self.lists(counted=False) for item in listed.items if isinstance(item, Record)
        )
        self._look_at(list(islice(records, FURTHER)) or self.sample)

    def _look_at(self, records: Sequence[Any]) -> None:
        self.sample: Sequence[Any] = records[:SAMPLE]
        self._ways = keys_of(records)
        self.columns = tuple(self._ways)

    def getter(self, name: str) -> Getter | None:
        """By the way to a value ("author.name"), without regard to case."""
        folded = {known.casefold(): way for known, way in self._ways.items()}
        way = self._ways.get(name) or folded.get(name.strip().casefold())
        if way is None:
            return None
        return partial(_member, key=way[0]) if len(way) == 1 else partial(value_at, way=way)

    def lists(self, counted: bool) -> Iterator[Listed]:
        tally = self._export.tally(self.entry, "record") if counted else None
        with self._export.open(self.entry) as stream:
            walk = Walk(JsonStream(stream), self.entry, tally)
            yield from walk.lines(self._way) if self._lines else walk.lists(self._way)
            if counted:
                self._export.problems.extend(walk.problems)

    def length(self) -> int:
        """How many records there are; the whole entry is walked."""
        return sum(1 for listed in self.lists(counted=False) for _ in listed.items)


def tables_of(beginning: Beginning, mapping: ColumnMapping | None = None, lines: Sequence[Any] = ()) -> list[Records]:
    """The lists of records that can be seen in the beginning of an entry; only the one that a person chose, if any.

    lines: the first values of JSONL, where its beginning is broken.
    """
    values = list(lines) or list(beginning.records)
    lists = record_lists(values or dict(beginning.facts))
    if mapping is not None and mapping.place:
        wanted = way_of(mapping.place)
        lists = {wanted: lists.get(wanted, [])}
    by_line = bool(values) and not beginning.text.lstrip().startswith("[")
    place = beginning.export, beginning.entry
    return [Records(place, way, records, by_line) for way, records in lists.items()]


def _member(record: Any, key: str) -> Any:
    return record.get(key) if isinstance(record, dict) else value_at(record, (key,))

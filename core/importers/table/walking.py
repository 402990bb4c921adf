"""This file is where an entry of JSON is walked once, list after list, in constant memory."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from core.importers.table.paths import EACH, Way, lists_at
from core.importers.table.source import Item, Listed, Record
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import Tally
from core.types import Problem, Repair

TITLES = ("title", "chat_title", "chat_name", "conversation_name", "conversation_title", "name", "topic", "subject")
KEYS = (
    "conversation_id", "conversationId", "chat_id", "chatId", "dialogue_id", "dialog_id", "session_id", "thread_id",
    "uuid", "id", "_id",
)  # fmt: skip
_TOLD = frozenset(TITLES + KEYS)
_LONGEST_FACT = 300
_RECORD = re.compile(rb'\{\s*"')


class Walk:
    """One pass over one entry. problems: damage between the lists; what breaks a list is an item of it."""

    def __init__(self, stream: JsonStream, entry: str, tally: Tally | None) -> None:
        self._stream, self._entry, self._tally = stream, entry, tally
        self._position = 0
        self._ended = False
        self.problems: list[Problem] = []

    def lists(self, way: Way) -> Iterator[Listed]:
        """The lists at the end of a way into one value."""
        try:
            yield from self._down(way, "", {})
            if not self._ended and not self._stream.at_end():
                raise JsonEnd("something follows after the end of the records")
        except JsonEnd as error:
            self._end(str(error))

    def lines(self, way: Way) -> Iterator[Listed]:
        """The same where a value stands on each line: all values are one list, or each has lists of its own."""
        if not way:
            yield self._listed(self._items(self._values(), "", self._tally), {})
            return
        repairs: list[Item] = []
        for number, item in enumerate(self._items(self._values(), "", None)):
            if isinstance(item, Repair):
                repairs.append(item)
            elif isinstance(item, Problem):
                self._lost(item)
            else:
                yield from self._on_line(item, way, f"[{number}]", repairs)
                repairs = []

    def _on_line(self, line: Record, way: Way, place: str, before: list[Item]) -> Iterator[Listed]:
        found = list(lists_at(line.cells, way[1:]))
        if not found:
            self._lost(Problem(line.where, "no list of records is in it"))
        for around, records in found:
            values = iter(list(records.values()) if isinstance(records, dict) else records)
            items = self._items(values, place, self._tally)
            yield self._listed(chain(before, items), _facts(line.cells) | _facts(around))

    def _down(self, way: Way, place: str, facts: dict[str, str]) -> Iterator[Listed]:
        first = self._stream.peek()
        if not way:
            if first in (b"[", b"{"):
                yield from self._drained(self._listed(self._items(self._records(), place, self._tally), facts))
        elif way[0] == EACH and first == b"[":
            for number in self._stream.items():
                yield from self._down(way[1:], f"{place}[{number}]", {})
        elif first == b"{":
            for key in self._stream.members():
                if way[0] in (EACH, key):
                    below = facts if way[0] == key else _facts({"title": key}) if way[1:] == () else {}
                    yield from self._down(way[1:], f"{place}.{key}".lstrip("."), below)
                elif key in _TOLD and self._stream.peek() not in (b"[", b"{"):
                    facts |= _facts({key: self._stream.value()})

    def _listed(self, items: Iterator[Item], facts: dict[str, str]) -> Listed:
        self._position += 1
        return Listed(self._position - 1, items, facts, self._tally)

    def _drained(self, listed: Listed) -> Iterator[Listed]:
        """The walk goes on where the list ends, whether the caller has walked it or not."""
        yield listed
        for _ in listed.items:
            pass
        if self._ended:
            raise JsonEnd("")

    def _records(self) -> Iterator[Any]:
        if self._stream.peek() == b"[":
            yield from self._stream.records(_RECORD)
        else:
            for _ in self._stream.members():
                yield self._stream.value()

    def _values(self) -> Iterator[Any]:
        while not self._stream.at_end():
            yield from self._stream.lines()

    def _items(self, values: Iterator[Any], place: str, tally: Tally | None) -> Iterator[Item]:
        number = 0
        try:
            for value in values:
                yield from self._item(value, f"{self._entry}: {place}[{number}]", tally)
                number += 1
        except JsonEnd as error:
            self._ended = True
            yield Problem(f"{self._entry}: {self._stream.place}", str(error))

    def _item(self, value: Any, where: str, tally: Tally | None) -> Iterator[Item]:
        if tally is not None:
            tally.read()
        if isinstance(value, Mended):
            yield Repair(f"{where}, {value.place}", value.repair)
            value = value.value
        if isinstance(value, dict | list):
            yield Record(where, value)
            return
        if tally is not None:
            tally.problem()
        if isinstance(value, Unreadable):
            yield Problem(f"{self._entry}: {value.place}", value.reason)
        else:
            yield Problem(where, "not a record")

    def _lost(self, problem: Problem) -> None:
        """A line without any record that could be counted."""
        self.problems.append(problem)
        if self._tally is not None:
            self._tally.read()
            self._tally.problem()

    def _end(self, reason: str) -> None:
        if not self._ended:
            self.problems.append(Problem(f"{self._entry}: {self._stream.place}", reason))
        self._ended = True


def title_in(facts: dict[str, str]) -> str:
    return next((facts[key] for key in TITLES if key in facts), "")


def key_in(facts: dict[str, str]) -> str:
    return next((facts[key] for key in KEYS if key in facts), "")


def _facts(value: Any) -> dict[str, str]:
    """What an object says of the list in it: its title and id."""
    if not isinstance(value, dict):
        return {}
    told = {key: value[key] for key in _TOLD & value.keys()}
    plain = {key: str(fact) for key, fact in told.items() if isinstance(fact, str | int) and not isinstance(fact, bool)}
    return {key: fact for key, fact in plain.items() if fact and len(fact) <= _LONGEST_FACT}

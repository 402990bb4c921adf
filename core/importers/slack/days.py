"""This file is where the records of Slack's files are taken out one by one, in constant memory."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.slack.changes import Changes
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, objects, word
from core.types import Problem, Repair

DAY = re.compile(r"\d{4}-\d\d-\d\d(?: ?\(\d+\))?\.json", re.A | re.I)
"""How Slack calls the file of a day; a second download of it gets a number."""

_RECORD = re.compile(
    rb'\{\s*"(?:client_msg_id|subtype|bot_id)"\s*:|\{\s*(?:"user"\s*:\s*"\w*"\s*,\s*)?"type"\s*:\s*"message"'
)
_TURNED = 16 << 20
"""Bytes. Only a file as small is turned round when it begins with its newest message."""

_DEEPEST = 3
Found = tuple[str, Any]
"""Where a record stands, and the record, or what is wrong with it; "" where it is no record that is wrong."""


class Day:
    """One file of messages: a list (a day), or an object with one (slackdump, or an answer of Slack's API)."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry

    def records(self) -> Iterator[Found]:
        """Every record, answers that stand inside their first message after it."""
        try:
            found = self._walked()
            if self._is_newest_first():
                found = reversed(list(found))
            for where, value in found:
                yield where, value
                yield from _answers(value, where, 0)
        except BrokenExport as error:
            yield "", Problem(self._entry, str(error))

    def mentions(self, marks: tuple[bytes, ...]) -> bool:
        """True when one of the words stands anywhere in the file."""
        longest, before = max(map(len, marks)), b""
        try:
            with self._export.open(self._entry) as file:
                while chunk := file.read(1 << 20):
                    before += chunk
                    if any(mark in before for mark in marks):
                        return True
                    before = before[-longest:]
        except BrokenExport:
            pass  # Reading tells it.
        return False

    def _walked(self) -> Iterator[Found]:
        with self._export.open(self._entry) as file:
            stream = JsonStream(file)
            try:
                for position, value in enumerate(_listed(stream)):
                    where = f"{self._entry}: [{position}]"
                    if isinstance(value, Mended):
                        yield where, value.value
                        yield where, Repair(f"{where}, {value.place}", value.repair)
                    elif isinstance(value, Unreadable):
                        yield where, Problem(f"{self._entry}: {value.place}", value.reason)
                    else:
                        yield where, value
            except JsonEnd as error:
                yield "", Problem(f"{self._entry}: {stream.place}", str(error))

    def _is_newest_first(self) -> bool:
        if DAY.fullmatch(self._entry.rpartition("/")[2]) or self._export.size(self._entry) > _TURNED:
            return False
        beginning = Beginning(self._export, self._entry)
        records = objects(beginning.facts.get("messages")) or objects(list(beginning.records))
        times = [word(record.get("ts")) for record in records if not Changes.is_event(record)]
        return len(times) > 2 and all(after < before for before, after in pairwise(times))


def _listed(stream: JsonStream) -> Iterator[Any]:
    if stream.peek() == b"[":
        yield from stream.records(_RECORD)
        return
    for key in stream.members():
        if key == "messages" and stream.peek() == b"[":
            yield from stream.records(_RECORD)


def _answers(value: Any, where: str, depth: int) -> Iterator[Found]:
    listed = members(value).get("slackdump_thread_replies")
    if not isinstance(listed, list) or depth >= _DEEPEST:
        return
    for position, answer in enumerate(listed):
        if members(answer).get("ts") == value.get("ts"):
            continue  # a copy of the message itself, which was just given out
        place = f"{where}.slackdump_thread_replies[{position}]"
        yield place, answer
        yield from _answers(answer, place, depth + 1)

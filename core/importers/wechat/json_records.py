"""This file is where the records of a JSON list are taken one by one, past those that are broken."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import Tally
from core.types import Problem, Repair


class Record(NamedTuple):
    """An object of the list. where: its place for reports, "chat.json: messages[3]"."""

    where: str
    facts: dict[str, Any]


def records(
    stream: JsonStream, place: str, tally: Tally, restart: re.Pattern[bytes] | None = None
) -> Iterator[Record | Problem | Repair]:
    """The records of the list that begins at the stream's place, told as `place` ("chat.json: messages").

    All are counted as read, and those that are no objects as problems. A list that breaks off ends with a Problem.
    restart: how a record begins, to go on behind one whose brackets do not match.
    """
    position = 0
    try:
        for value in stream.records(restart):
            tally.read()
            where = f"{place}[{position}]"
            position += 1
            if isinstance(value, dict):
                yield Record(where, value)
                continue
            if isinstance(value, Mended) and isinstance(value.value, dict):
                yield Repair(f"{where}, {value.place}", value.repair)
                yield Record(where, value.value)
                continue
            tally.problem()
            told = value.reason if isinstance(value, Unreadable) else "not a message"
            yield Problem(f"{where}, {value.place}" if isinstance(value, Unreadable) else where, told)
    except JsonEnd as error:
        tally.read()
        tally.problem()
        yield Problem(f"{place}[{position}], {stream.place}", str(error))

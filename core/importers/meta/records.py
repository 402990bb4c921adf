"""This file is where the records of one part of a thread are taken from its JSON, oldest first."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from core.export import Export
from core.importers.meta.composing import instant
from core.importers.meta.mojibake import all_mended
from core.importers.meta.spool import Spool
from core.importers.meta.threads import Part
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import Tally
from core.types import Problem, Repair

_RECORD = re.compile(rb'\{\s*"(?:sender_name|senderName)"\s*:\s*"')


class Record(NamedTuple):
    """One record as it stands in its file. fields: mended; where: its place for reports."""

    fields: dict[str, Any]
    where: str


def records_of(export: Export, part: Part, tally: Tally) -> Iterator[Record | Problem | Repair]:
    """The records of one part, oldest first, whichever way the file has them; what could not be read between them."""
    with Spool() as spool:
        ends: list[int] = []
        for value, place in _walked(export, part):
            tally.taken += type(value) is not Repair
            if isinstance(value, dict):
                moment = instant(value)
                ends = [*ends[:1], moment] if moment is not None else ends
            spool.add((value if isinstance(value, dict) else (type(value).__name__, *value), place))
        newest_first = ends[0] > ends[-1] if len(set(ends)) > 1 else part.form != "encrypted"
        for value, place in spool.backwards() if newest_first else spool.forwards():
            if isinstance(value, dict):
                yield Record(all_mended(value), place)
            else:
                yield (Repair if value[0] == "Repair" else Problem)(*value[1:])


def _walked(export: Export, part: Part) -> Iterator[tuple[dict[str, Any] | Problem | Repair, str]]:
    """What stands in the file, in file order, with its place."""
    with export.open(part.entry) as stream:
        walk = JsonStream(stream)
        try:
            for key in walk.members():
                if key == "messages" and walk.peek() == b"[":
                    yield from _messages(walk, part.entry)
            if not walk.at_end():
                raise JsonEnd("something follows after the end of the thread")
        except JsonEnd as error:
            yield Problem(f"{part.entry}: {walk.place}", str(error)), ""


def _messages(walk: JsonStream, entry: str) -> Iterator[tuple[dict[str, Any] | Problem | Repair, str]]:
    for position, record in enumerate(walk.records(_RECORD)):
        where = f"{entry}: messages[{position}]"
        value: Any = record.value if isinstance(record, Mended) else record
        if isinstance(record, Mended):
            yield Repair(f"{where}, {record.place}", record.repair), ""
        if isinstance(value, dict):
            yield value, where
        elif isinstance(value, Unreadable):
            yield Problem(f"{entry}: {value.place}", value.reason), ""
        else:
            yield Problem(where, "not a message"), ""

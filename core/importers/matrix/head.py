"""This file is where the head of Element's JSON export is read, also where it is no JSON.

The first versions of the export pasted the name and the topic of the room between quotes as they were: a quote or a
line end in them breaks the file (format specification, section 14). The lines around them still tell where they are.
"""

import io
import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from core.errors import BrokenExport
from core.export import Export
from core.json_stream import JsonEnd, JsonStream

_KEYS = ("room_name", "room_creator", "topic", "export_date", "exported_by")
_LARGEST = 1 << 18
_LIST = re.compile(rb'"messages"\s*:\s*(?=\[)')
LISTS = ("messages", "chunk", "events")


@dataclass
class Head:
    """What stands before the events. broken: bytes up to the list of events that are no JSON, 0 where all is well."""

    facts: dict[str, Any] = field(default_factory=dict)
    broken: int = 0


def head_of(export: Export, entry: str) -> Head:
    """The facts of the room; one that cannot be read at all has none."""
    head = Head()
    try:
        with export.open(entry) as file:
            stream = JsonStream(file)
            if stream.peek() == b"[":
                return head
            for key in stream.members():
                if key in LISTS and stream.peek() == b"[":
                    return head
                if key in _KEYS:
                    head.facts[key] = stream.value()
    except (JsonEnd, BrokenExport):
        pass
    return _mended(export.head(entry, _LARGEST)) or head


def events_stream(file: BinaryIO, head: Head) -> JsonStream:
    """A walk through the file in which a broken head reads as an empty one; places in it stay what they are."""
    if not head.broken:
        return JsonStream(file)
    # All but the first bracket and the last key becomes spaces, so that bytes and lines count as before.
    first = file.read(head.broken)
    last_key = max(first.rfind(b'"messages"'), 0)
    blank = bytearray(re.sub(rb"[^\n]", b" ", first[:last_key]))
    blank[:1] = b"{"
    return JsonStream(io.BufferedReader(_Joined(bytes(blank) + first[last_key:], file)))


def _mended(raw: bytes) -> Head | None:
    """The facts of a head whose values are not escaped: each ends where the line of the next one begins."""
    end = _LIST.search(raw)
    marks = [re.search(rb'(?:^|\n)[ \t{]*"' + key.encode() + rb'"\s*:\s*"', raw) for key in _KEYS]
    if end is None or marks[0] is None:
        return None
    found = [(match.end(), match.start(), key) for match, key in zip(marks, _KEYS, strict=True) if match]
    ends = [start for _, start, _ in found[1:]] + [end.start()]
    facts = {}
    for (start, _, key), stop in zip(found, ends, strict=True):
        value = raw[start:stop].decode("utf-8", "replace").rstrip().rstrip(",")
        facts[key] = value.removesuffix('"')
    return Head(facts, end.end())


class _Joined(io.RawIOBase):
    """Bytes, and then the rest of a file."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

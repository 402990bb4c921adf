"""This file is where the name of a room is found in the names of files and folders that Element writes."""

import re

from core.export import Export

_NAMES = (
    re.compile(r"[^/]+? - (?P<room>[^/]+) - Chat Export - [^/]+"),
    re.compile(r"matrix-(?P<room>[^/]+)-export-[\d-]+at[\d-]+.*", re.I),
)


def room_of_name(export: Export, entry: str) -> str:
    """The room after "Element - ROOM - Chat Export - DATE", wherever on the way to the entry that stands; else the
    name of what was given."""
    parts = [part for part in reversed(entry.split("/")) if part]
    for part in (*parts, export.holder(entry), export.name):
        for pattern in _NAMES:
            if match := pattern.fullmatch(part):
                return match["room"].strip()
    stem = parts[0].rpartition(".")[0] if parts else ""
    return stem if stem and stem != "export" else export.name

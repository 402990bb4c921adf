"""This file is where exports of Matrix rooms are recognised and read (format specification, section 14).

Element's three exports (JSON, text, HTML; each alone or in a zip with files), and any list of a room's events.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.matrix.page import Pages
from core.importers.matrix.room import RoomFile
from core.importers.matrix.sniffing import sort_of
from core.importers.matrix.text import TextFile
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "matrix"
title = "Matrix (Element: JSON, HTML, text)"


def recognises(beginning: Beginning) -> bool:
    """True for events of a room, and for what Element makes of them."""
    return sort_of(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per file of events or text, and per folder of pages. Raises BrokenExport when there is none."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    found = False
    for entry in entries:
        sort = sort_of(Beginning(export, entry))
        if sort == "page":
            pages[entry.rpartition("/")[0]].append(entry)
            continue
        found = True
        yield (
            TextFile(export, entry, options).conversation()
            if sort == "text"
            else RoomFile(export, entry).conversation()
        )
    for listed in pages.values():
        found = True
        yield Pages(export, listed, options).conversation()
    if not found:
        raise BrokenExport(f"{export.path.name}: no room can be read from it. Export it again from Element.")

"""This file is where what PyWxDump writes down of WeChat chats is recognised and read (specification, section 8).

CSV and JSON, a long chat in several parts, and the names of people in a users.json beside them.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.csv_rows import header_of
from core.errors import BrokenExport
from core.export import Export
from core.importers.pywxdump.parts import PartsReading, chats_of
from core.importers.pywxdump.rows import REQUIRED
from core.importers.wechat.times import Clock
from core.importers.wechat.written import conversations
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "pywxdump"
title = "WeChat (PyWxDump: CSV, JSON)"


def recognises(beginning: Beginning) -> bool:
    """True for PyWxDump's columns, or a list of objects with such fields."""
    if beginning.form == "json":
        return any(isinstance(record, dict) and record.keys() >= REQUIRED for record in beginning.records[:5])
    if beginning.form != "text":
        return False
    first = next((line for line in beginning.lines[:5] if line.strip()), "")
    return "MsgSvrID" in first and frozenset(header_of(beginning.lines)) >= REQUIRED


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each chat, its parts together.

    Times name no zone: they are read as China time, or in the zone of the options where the person chose one. Raises
    BrokenExport when there is no message at all.
    """
    clock, found = Clock(options), False
    for parts in chats_of(entries):
        for conversation in conversations(PartsReading(export, parts, clock).items(), "pywxdump", export.problems):
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Write it again with PyWxDump.")

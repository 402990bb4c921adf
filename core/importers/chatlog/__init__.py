"""This file is where what chatlog writes down of WeChat chats is recognised and read (format specification, section 8).

Three forms: a JSON list, CSV, and text. Its lists of chats and people ({"items": ...}) hold no messages and are not
recognised. JSON has exact times; the other two the wall time of the computer.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.csv_rows import header_of
from core.errors import BrokenExport
from core.export import Export
from core.importers.chatlog.headers import header
from core.importers.chatlog.lists import ListReading
from core.importers.chatlog.tables import REQUIRED, TableReading
from core.importers.chatlog.texts import TextReading
from core.importers.wechat.times import Clock
from core.importers.wechat.written import conversations
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "chatlog"
title = "WeChat (chatlog: JSON, CSV, text)"

_CHAT = frozenset(("userName", "nOrder", "nTime"))
_FIELDS = frozenset(("seq", "time", "talker", "sender", "isSelf", "type"))


def recognises(beginning: Beginning) -> bool:
    """True for a list of chatlog's records, its columns, or its first lines of messages."""
    if beginning.form == "json":
        return any(isinstance(record, dict) and record.keys() >= _FIELDS for record in beginning.records[:5])
    return beginning.form == "text" and (_is_table(beginning) or _is_text(beginning))


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each chat of each file.

    Times without a zone are read as China time, or in the zone of the options where the person chose one. Raises
    BrokenExport when there is no message at all.
    """
    clock, found = Clock(options), False
    for entry in entries:
        for conversation in _conversations(Beginning(export, entry), clock):
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Write it again with chatlog.")


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """Its lists of chats: what they hold of messages, the last of each chat, is in the chats too."""
    others = (Beginning(export, entry) for entry in set(among).difference(entries))
    return {other.entry for other in others if _is_list_of_chats(other)}


def _is_list_of_chats(beginning: Beginning) -> bool:
    items = beginning.facts.get("items")
    return isinstance(items, list) and any(isinstance(item, dict) and item.keys() >= _CHAT for item in items[:5])


def _conversations(beginning: Beginning, clock: Clock) -> Iterator[ExportedConversation]:
    export, entry = beginning.export, beginning.entry
    if beginning.form == "json":
        items, form = ListReading(export, entry).items(export.tally(entry, "record")), "chatlog-json"
    elif _is_table(beginning):
        items, form = TableReading(export, entry, clock).items(export.tally(entry, "row")), "chatlog-csv"
    else:
        items, form = TextReading(export, entry, clock).items(export.tally(entry, "line")), "chatlog-text"
    yield from conversations(items, form, export.problems)


def _is_table(beginning: Beginning) -> bool:
    first = next((line for line in beginning.lines[:5] if line.strip()), "")
    return "SenderName" in first and frozenset(header_of(beginning.lines)) >= REQUIRED


def _is_text(beginning: Beginning) -> bool:
    """A first line that can only be chatlog's, or two that it can be; each behind a blank line."""
    lines = beginning.lines
    start = next((place for place, line in enumerate(lines[:5]) if line.strip()), None)
    if start is None or header(lines[start]) is None:
        return False
    heads = [
        found
        for before, line in zip(["", *lines], lines, strict=False)
        if not before and (found := header(line)) is not None
    ]
    return any(head.is_telling for head in heads) and len(lines) > start + 1 and header(lines[start + 1]) is None

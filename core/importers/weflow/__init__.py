"""This file is where chats that WeFlow wrote down are recognised and read (format specification, section 8).

Its JSON of either variant, its text and its tables. What it writes in the format of ChatLab is ChatLab's importer's.
"""

from collections.abc import Iterator, Mapping, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Item, conversations
from core.importers.weflow.records import JsonReading
from core.importers.weflow.tables import SEEN, TRAINING, SeenTable, TrainingTable
from core.importers.weflow.texts import TextReading, is_text
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "weflow"
title = "WeChat (WeFlow: JSON, TXT, CSV)"

_INFO_ROWS = 10


def recognises(beginning: Beginning) -> bool:
    """True for WeFlow's JSON, text and tables."""
    return _form(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each file.

    Times without seconds since 1970 or a zone are read as China time, or in the zone of the options where the person
    chose one. Raises BrokenExport when there is no message at all.
    """
    clock, found = Clock(options), False
    for entry in entries:
        beginning = Beginning(export, entry)
        form = _form(beginning) or "json"
        for conversation in conversations(_items(beginning, form, clock), f"weflow-{form}", export.problems):
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Write it again with WeFlow.")


def _items(beginning: Beginning, form: str, clock: Clock) -> Iterator[Item]:
    export, entry = beginning.export, beginning.entry
    if form == "json":
        return JsonReading(beginning).items(export.tally(f"{entry}: messages", "record"))
    if form == "txt":
        return TextReading(export, entry, clock).items(export.tally(entry, "line"))
    tally = export.tally(entry, "row")
    if form == "csv":
        return SeenTable(export, entry, clock).items(tally)
    return TrainingTable(export, entry).items(tally)


def _form(beginning: Beginning) -> str | None:
    if beginning.form == "json":
        return "json" if _is_json(beginning.facts) else None
    if beginning.form != "text":
        return None
    start = [line for line in beginning.lines[:_INFO_ROWS] if line.strip()]
    heads = [line.replace('"', "").replace("\t", ",").strip() for line in start]
    if any(head.startswith(",".join(SEEN)) for head in heads):
        return "csv"
    if heads and heads[0] == ",".join(TRAINING):
        return "weclone"
    return "txt" if is_text(beginning.lines) else None


def _is_json(facts: Mapping[str, object]) -> bool:
    """True where WeFlow signed; its early versions wrote no name, or ChatLab's head, above a session and messages."""
    if isinstance(facts.get("weflow"), dict):
        return True
    messages = facts.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return (
        isinstance(facts.get("session"), dict)
        and isinstance(first, dict)
        and {"localId", "createTime", "localType", "isSend"} <= first.keys()
    )

"""This file is where Microsoft Teams is recognised and read (format specification, section 14): what the Graph API and
an organisation's data export give, and the messages.json of Teams for private use."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.beginning import Beginning
from core.export import Export
from core.importers.skype.chats import Reading
from core.importers.skype.sniffing import is_export, is_of_teams
from core.importers.teams.chats import conversations
from core.importers.teams.fields import is_message, lowered
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "teams"
title = "Microsoft Teams (Graph, data export, messages.json)"


def recognises(beginning: Beginning) -> bool:
    """True for messages as Graph has them, in either case of their names, and for a messages.json of Teams."""
    if is_export(beginning.facts):
        return is_of_teams(beginning.facts)
    return any(is_message(each) for value in (beginning.facts, *beginning.records) for each in _messages(value))


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat or channel of each entry."""
    for entry in entries:
        beginning = Beginning(export, entry)
        if is_export(beginning.facts):
            yield from Reading(export, entry, "teams").conversations()
        else:
            yield from conversations(export, entry)


def _messages(value: Any) -> Sequence[Any]:
    """The messages of an answer of Graph; else the value itself, which may be one."""
    listed = lowered(value).get("value")
    return listed if isinstance(listed, list) else (value,)

"""This file is where Skype is recognised and read (format specification, section 14): the export that Skype gave out,
messages.json, and the database of older versions, main.db."""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.skype import database
from core.importers.skype.chats import Reading
from core.importers.skype.sniffing import is_database, is_export, is_of_teams
from core.protocols import ReadOptions
from core.types import ExportedConversation, Problem

__all__ = ["name", "read", "recognises", "title"]

name = "skype"
title = "Skype (messages.json, main.db)"


def recognises(beginning: Beginning) -> bool:
    """True for a messages.json that is not of Teams, and for a main.db."""
    if is_database(beginning):
        return True
    return is_export(beginning.facts) and not is_of_teams(beginning.facts)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per conversation of each entry. A database that cannot be read is a Problem of the export;
    raises BrokenExport where that was all there is."""
    told = False
    for entry in entries:
        try:
            for conversation in _conversations(export, entry):
                told = True
                yield conversation
        except BrokenExport as error:
            if not told and entry == entries[-1]:
                raise
            export.problems.append(Problem(entry, str(error)))


def _conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    if Beginning(export, entry).form == "sqlite":
        yield from database.conversations(export, entry)
    else:
        yield from Reading(export, entry, "skype").conversations()

"""This file is where tables of messages of any origin are recognised and read (format specification, section 15).

CSV and its like, lists of JSON records, JSONL, talks with machines, and texts of "Name: text". It is asked last, when
no app's own importer knows the export; what it cannot be sure of it asks.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.table.choosing import choice_of, is_known
from core.importers.table.dialogues import Dialogue
from core.importers.table.messages import MissingColumn, Told
from core.importers.table.reading import SOURCE, TableReading, Titles, title_of
from core.protocols import ReadOptions
from core.tally import Tally
from core.types import ExportedConversation, Problem, Repair

__all__ = ["name", "read", "recognises", "title"]

name = "table"
title = "Tables and lists of messages (CSV, TSV, JSON, JSONL, “Name: text”)"


def recognises(beginning: Beginning) -> bool:
    """True for a table with the time, sender and text of messages, and for a dialogue of lines "Name: text"."""
    return is_known(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per file, or as many as its conversation column or its lists tell; each must be walked (or left)
    before the next is asked for.

    options.mapping says what the columns are; else a saved mapping that was made for the same columns, else a guess.
    With a guess that is not sure, conversations are `ambiguous`. Raises BrokenExport when there is no table at all.
    """
    titles, found = Titles(), False
    for entry in entries:
        for conversation in _conversations(export, entry, options, titles):
            found = True
            yield conversation
    if not found:
        reasons = "; ".join(f"{problem.where}: {problem.reason}" for problem in export.problems[-3:])
        raise BrokenExport(f"{export.path.name}: no table of messages can be read from it. {reasons}".strip())


def _conversations(export: Export, entry: str, options: ReadOptions, titles: Titles) -> Iterator[ExportedConversation]:
    try:
        choice = choice_of(Beginning(export, entry), options)
    except MissingColumn as error:
        export.problems.append(Problem(entry, str(error)))
        return
    if choice is None:
        export.problems.append(Problem(entry, "there is no table of messages in it"))
    elif choice.table is None:
        yield _dialogue(export, entry, titles)
    else:
        yield from TableReading(export, choice, choice.table, options).conversations(titles)


def _dialogue(export: Export, entry: str, titles: Titles) -> ExportedConversation:
    found = title_of(entry)
    messages = _messages(Dialogue(export, entry), entry, export.tally(entry, "line"))
    return ExportedConversation(SOURCE, titles.key(found), found, messages, format="table-dialogue")


def _messages(dialogue: Dialogue, entry: str, tally: Tally) -> Iterator[Told]:
    yield Repair(entry, "read as a dialogue of lines like “Name: text”, without times")
    yield from dialogue.messages(tally)

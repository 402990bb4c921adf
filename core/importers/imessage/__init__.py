"""This file is where iMessage is recognised and read (format specification, section 7): the database of a Mac or an
iPhone backup, and the text files and pages of imessage-exporter."""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.imessage import pages, reading, sniffing, texts
from core.protocols import ReadOptions
from core.sent_files import beside, lying_in
from core.types import ExportedConversation, Problem

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "imessage"
title = "iMessage (chat.db, imessage-exporter)"


def recognises(beginning: Beginning) -> bool:
    """True for a chat.db or sms.db, and for a text file or page that imessage-exporter wrote."""
    return sniffing.is_database(beginning) or sniffing.is_text(beginning) or sniffing.is_page(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat of a database, one per file of imessage-exporter. A database that cannot be read is a
    Problem of the export; raises BrokenExport where that was all there is."""
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


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folder of attachments."""
    folders = (folder for entry in entries for folder in beside(entry, "attachments", "Attachments"))
    return lying_in(folders, among)


def _conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    beginning = Beginning(export, entry)
    if sniffing.is_database(beginning):
        yield from reading.conversations(export, entry)
    elif beginning.form == "html":
        yield pages.conversation(export, entry, beginning.text)
    else:
        yield texts.conversation(export, entry)

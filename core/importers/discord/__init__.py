"""This file is where exports of DiscordChatExporter are recognised and read (format specification, section 3).

JSON, CSV, TXT and HTML, of all its versions. A file is one channel; its parts ("... [part 2]") belong to it.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.discord import html_files, json_files, table_files, text_files
from core.importers.discord.parts import channel_files
from core.importers.discord.sniffing import form_of
from core.protocols import ReadOptions
from core.sent_files import lying_in
from core.types import ExportedConversation, Problem

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "discord"
title = "Discord (DiscordChatExporter: JSON, CSV, TXT, HTML)"

_READERS = {
    "json": json_files.conversation,
    "csv": table_files.conversation,
    "txt": text_files.conversation,
    "html": html_files.conversation,
}


def recognises(beginning: Beginning) -> bool:
    """True when it begins as one of the exporter's four formats does."""
    return form_of(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per channel and format, in the order of their first files.

    Dates in numbers (TXT, CSV and the oldest HTML) need `date_order` where the file leaves it open; everything else
    is exact. Raises BrokenExport when nothing can be read at all.
    """
    forms = {entry: form_of(Beginning(export, entry)) for entry in entries}
    for entry in entries:
        if forms[entry] is None:
            export.problems.append(Problem(entry, "this is no file of DiscordChatExporter"))
    known = [(entry, form) for entry, form in forms.items() if form is not None]
    if not known:
        raise BrokenExport(f"{export.path.name}: no Discord channel can be read from it. Export the channel again.")
    for files in channel_files(export, known):
        yield _READERS[files.form](files, options)


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folder of a file's assets."""
    return lying_in((f"{entry}_Files" for entry in entries), among)

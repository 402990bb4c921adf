"""This file is where Signal is recognised and read (format specification, section 6): its own plaintext export, and
what signal-export, sigtop and signalbackup-tools write."""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.signal import (
    backup_pages,
    backup_tables,
    backup_texts,
    desktop,
    lines,
    markdown,
    official,
    sigtop_shorts,
    sigtop_texts,
)
from core.importers.signal.encrypted import advice
from core.importers.signal.sniffing import format_of, senders_of
from core.protocols import ReadOptions
from core.sent_files import beside, lying_in
from core.types import ExportedConversation, Problem

__all__ = ["advice", "name", "read", "recognises", "sent_files", "title"]

name = "signal"
title = "Signal (plaintext export, signal-export, sigtop, signalbackup-tools)"


def recognises(beginning: Beginning) -> bool:
    """True when an entry begins as Signal's own export or one of the three programs writes it."""
    return format_of(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per file of signal-export and sigtop, per folder of pages, per chat of a file that has many."""
    pages = []
    for entry in entries:
        beginning = Beginning(export, entry)
        found = format_of(beginning)
        if found == "page":
            pages.append(entry)
        elif found is None:
            export.problems.append(Problem(entry, "this is not what any of Signal's exporters writes"))
        else:
            yield from _conversations(beginning, found)
    yield from backup_pages.conversations(export, pages)
    if not entries:
        raise BrokenExport(f"{export.path.name}: no chat of Signal can be read from it.")


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folders that the exporters make for media."""
    return lying_in((folder for entry in entries for folder in beside(entry, "media", "attachments")), among)


def _conversations(beginning: Beginning, found: str) -> Iterator[ExportedConversation]:
    export, entry = beginning.export, beginning.entry
    if found == "official":
        yield from official.conversations(export, entry)
    elif found == "table":
        yield from backup_tables.conversations(export, entry)
    elif found == "desktop":
        first = next((record for record in beginning.records if isinstance(record, dict)), {})
        yield desktop.conversation(export, entry, first)
    elif found == "sigtop":
        yield sigtop_texts.conversation(export, entry, beginning.lines[0])
    elif found in ("lines", "markdown"):
        of_file = lines.conversation if found == "lines" else markdown.conversation
        yield of_file(export, entry, senders_of(beginning))
    else:
        yield (sigtop_shorts if found == "short" else backup_texts).conversation(export, entry)

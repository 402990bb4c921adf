"""Facebook Messenger: the messages of a Facebook archive, JSON or HTML, and chats that were encrypted end to end.

This file is where they are recognised; they are read as those of Instagram are (`core.importers.meta`).
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.export import Export
from core.importers.meta.media import sent_files
from core.importers.meta.reading import conversations_of
from core.importers.meta.sniffing import app_of, is_thread
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "messenger"
title = "Facebook Messenger"


def recognises(beginning: Beginning) -> bool:
    """True for a part of a thread that is not one of Instagram."""
    return beginning.form in ("json", "html") and app_of(beginning) == "messenger" and is_thread(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per thread, oldest messages first. Raises BrokenExport when there is none."""
    yield from conversations_of(export, entries, options, "messenger")

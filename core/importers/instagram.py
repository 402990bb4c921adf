"""Instagram: the direct messages of an Instagram archive, JSON or HTML.

This file is where they are recognised; they are read as those of Messenger are (`core.importers.meta`).
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

name = "instagram"
title = "Instagram"


def recognises(beginning: Beginning) -> bool:
    """True for a part of a thread that shows to be of Instagram."""
    return beginning.form in ("json", "html") and app_of(beginning) == "instagram" and is_thread(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per thread, oldest messages first. Raises BrokenExport when there is none."""
    yield from conversations_of(export, entries, options, "instagram")

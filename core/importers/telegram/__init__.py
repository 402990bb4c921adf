"""This file is where Telegram Desktop's JSON exports are recognised and read (format specification, section 2).

Both layouts: one chat (`ChatExport_.../result.json`) and the whole account (`DataExport_.../result.json`).
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.telegram.chats import Reading
from core.importers.telegram.sniffing import is_telegram
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "telegram"
title = "Telegram Desktop (JSON)"


def recognises(beginning: Beginning) -> bool:
    """True when it begins like a chat or an account written by Telegram Desktop."""
    return beginning.form == "json" and is_telegram(beginning.raw)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat, in file order; each must be walked (or left) before the next is asked for.

    Times need no options: `date_unixtime` is exact, and wall times without it go out as written. What broke before
    any chat began is added to `export.problems`. Raises BrokenExport when no chat can be read at all.
    """
    found = False
    for entry in entries:
        for conversation in Reading(export, entry).conversations():
            found = True
            yield conversation
    if not found:
        raise BrokenExport(
            f"{export.path.name}: no chat can be read from it. Export again from Telegram Desktop (JSON)."
        )

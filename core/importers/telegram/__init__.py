"""This file is where Telegram Desktop's JSON exports are recognised and read (format specification, section 2).

Both layouts: one chat (`ChatExport_.../result.json`) and the whole account (`DataExport_.../result.json`).
"""

from collections.abc import Iterator

from core.errors import BrokenExport
from core.export import Export
from core.importers.telegram.chats import Reading
from core.importers.telegram.sniffing import telegram_entries
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "telegram"
title = "Telegram Desktop (JSON)"


def recognises(export: Export) -> bool:
    """True when an entry begins like a chat or an account written by Telegram Desktop."""
    return bool(telegram_entries(export))


def read(export: Export, options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat, in file order; each must be walked (or left) before the next is asked for.

    Times need no options: `date_unixtime` is exact, and wall times without it go out as written. What broke before
    any chat began is added to `export.problems`. Raises BrokenExport when no chat can be read at all.
    """
    found = False
    for entry in telegram_entries(export):
        for conversation in Reading(export, entry).conversations():
            found = True
            yield conversation
    if not found:
        raise BrokenExport(
            f"{export.path.name}: no chat can be read from it. Export again from Telegram Desktop (JSON)."
        )

"""This file is where text copied from WeChat for the desktop is recognised and read (format specification, section 8).

Somebody marked messages, copied them and put them into a file; or had the app send a chat by mail and kept its text.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.times import Clock
from core.importers.wechat.written import conversations
from core.importers.wechat_copied.headers import is_copied
from core.importers.wechat_copied.texts import CopiedReading
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "wechat_copied"
title = "WeChat (copied from the desktop app, or mailed)"


def recognises(beginning: Beginning) -> bool:
    """True for a text in which several lines are names with a date and a time, with text below each."""
    return beginning.form == "text" and is_copied(beginning.lines)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each file, which has its name.

    Times are read as China time, or in the zone of the options where the person chose one. Raises BrokenExport when
    there is no message at all.
    """
    clock, found = Clock(options), False
    for entry in entries:
        items = CopiedReading(export, entry, clock).items(export.tally(entry, "line"))
        for conversation in conversations(items, "wechat-copied", export.problems):
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Copy the messages again.")

"""This file is where Slack exports are recognised and read (format specification, section 4).

The workspace's own export (zip or folder, also with the events of a compliance export) and what slackdump writes: the
same layout with files, one JSON per conversation, and its archive database.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.slack.database import Database
from core.importers.slack.layout import Layout
from core.importers.slack.reading import Reading
from core.importers.slack.sniffing import sort_of
from core.protocols import ReadOptions
from core.sent_files import beside, lying_in
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "slack"
title = "Slack (workspace export, slackdump)"


def recognises(beginning: Beginning) -> bool:
    """True for messages with Slack's times, for its lists of people and conversations, and for slackdump's archive."""
    return sort_of(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per channel, group or direct messages, its days in order. Times are exact.

    A day that is damaged is told and left out. Raises BrokenExport when there is no conversation at all.
    """
    layout = Layout(export, entries)
    export.problems.extend(layout.unread_days())
    found = False
    for conversation in Reading(export, layout).conversations():
        found = True
        yield conversation
    for entry in layout.databases:
        for conversation in Database(export, entry).conversations():
            found = True
            yield conversation
    if not found and not layout.lists:
        reason = export.problems[-1].reason if export.problems else "there are none in it"
        raise BrokenExport(f"{export.path.name}: no messages of Slack can be read from it ({reason}).")


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies where slackdump puts files: beside the days of a conversation, or beside all conversations."""
    places = {place for entry in entries for place in (entry, entry.rpartition("/")[0]) if place}
    return lying_in((folder for place in places for folder in beside(place, "__uploads", "attachments")), among)

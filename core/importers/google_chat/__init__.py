"""Google Chat as Google Takeout writes it. This file is where its messages.json are recognised and read.

Format specification, section 13. A group or direct conversation is a folder: messages.json, group_info.json, and the
files that were sent. Dates are words in the language of the account, in UTC.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.google_chat.groups import Groups
from core.importers.google_chat.reading import conversation_of
from core.json_values import members, objects
from core.protocols import ReadOptions
from core.sent_files import lying_in
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "google_chat"
title = "Google Chat (Takeout)"

_OF_A_MESSAGE = ("message_id", "topic_id", "message_state", "annotations")


def recognises(beginning: Beginning) -> bool:
    """True for a list of messages with a date in words and a topic, or with a creator that has a user type."""
    return any(_is_message(record) for record in objects(beginning.facts.get("messages")))


def _is_message(record: dict[str, object]) -> bool:
    if not isinstance(record.get("created_date"), str):
        return False
    creator = members(record.get("creator"))
    return any(key in record for key in _OF_A_MESSAGE) or ("email" in creator and "user_type" in creator)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per messages.json, in the export's order. Raises BrokenExport when there is none."""
    if not entries:
        raise BrokenExport(f"{export.path.name}: no messages.json of Google Chat inside. Export again with Takeout.")
    groups = Groups(export)
    for entry in entries:
        yield conversation_of(export, entry, groups)


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folder of a group beside its messages."""
    names = frozenset(export.names())
    groups = {entry.rpartition("/")[0] for entry in entries}
    beside = lying_in((group for group in groups if f"{group}/group_info.json" in names), among)
    return beside.difference(entries)

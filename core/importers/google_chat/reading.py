"""This file is where one messages.json is walked, message by message, in one pass and constant memory."""

import re
from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.importers.google_chat.groups import Group, Groups
from core.importers.google_chat.media import Files
from core.importers.google_chat.messages import exported
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

SOURCE = "google_chat"
_RECORD = re.compile(rb'\{\s*"creator"\s*:\s*\{')


def conversation_of(export: Export, entry: str, groups: Groups) -> ExportedConversation:
    """The conversation of one messages.json; its messages are read when they are walked."""
    group = groups.group_of(entry)
    return ExportedConversation(
        SOURCE,
        group.key,
        group.title,
        _messages(export, entry, group),
        group.kind,
        group.owner,
        format="google-chat-json",
        has_id=group.has_id,
    )


def _messages(export: Export, entry: str, group: Group) -> Iterator[ExportedMessage | Problem | Repair]:
    files = Files(export, entry)
    tally = export.tally(entry, "record")
    with export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            for key in walk.members():
                if key == "messages" and walk.peek() == b"[":
                    yield from counted(_records(walk, (entry, group, files), tally), tally)
            if not walk.at_end():
                raise JsonEnd("something follows after the end of the messages")
        except JsonEnd as error:
            yield Problem(f"{entry}: {walk.place}", str(error))
    yield from files.notes()


def _records(
    walk: JsonStream, scene: tuple[str, Group, Files], tally: Tally
) -> Iterator[ExportedMessage | Problem | Repair]:
    entry, group, files = scene
    for position, record in enumerate(walk.records(_RECORD)):
        where = f"{entry}: messages[{position}]"
        tally.read()
        value: Any = record.value if isinstance(record, Mended) else record
        if isinstance(value, dict):
            yield from exported(value, group, (files, where))
        elif isinstance(value, Unreadable):
            yield Problem(f"{entry}: {value.place}", value.reason)
        else:
            yield Problem(where, "not a message")
        if isinstance(record, Mended):
            yield Repair(f"{where}, {record.place}", record.repair)

"""This file is where Element's JSON export of one room is walked, twice, in constant memory."""

import re
from collections.abc import Iterator
from typing import Any

from core.errors import BrokenExport
from core.export import Export
from core.importers.matrix.events import is_event
from core.importers.matrix.head import LISTS, events_stream, head_of
from core.importers.matrix.media import Files
from core.importers.matrix.messages import Room
from core.importers.matrix.relations import Relations
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import word
from core.tally import counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

_EVENT = re.compile(rb'\{\s*"(?:type|event_id|content|room_id|sender)"\s*:\s*(?:"[m$@!][^"]*"\s*,|\{)')
_MENDED = "the name or topic of the room is not escaped in the head of the file: read line by line"


class RoomFile:
    """One file of events."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._head = head_of(export, entry)

    def conversation(self) -> ExportedConversation:
        """The room, its messages lazily."""
        relations = self._surveyed()
        title = word(self._head.facts.get("room_name")).strip() or relations.room_id or self._export.name
        owner = self._owner(relations)
        messages = self._messages(Room(relations, Files(self._export, self._entry.rpartition("/")[0])))
        kind: ConversationKind = "private" if relations.is_direct else "group"
        if kind == "group" and len(relations.senders) < 3:
            kind = "unknown"
        key = relations.room_id or title
        has_id = bool(relations.room_id)
        return ExportedConversation("matrix", key, title, messages, kind, owner, format="matrix-json", has_id=has_id)

    def _surveyed(self) -> Relations:
        relations = Relations()
        try:
            with self._export.open(self._entry) as file:
                for record in self._records(events_stream(file, self._head)):
                    event = record.value if isinstance(record, Mended) else record
                    if is_event(event):
                        relations.note(event)
        except (JsonEnd, BrokenExport):
            pass  # The second walk comes to the same place, and tells.
        return relations

    def _owner(self, relations: Relations) -> str | None:
        """The head names the person who exported; the id where one member alone bears that name."""
        name = word(self._head.facts.get("exported_by")).strip()
        bearing = [person for person, called in relations.names.items() if called == name]
        return bearing[0] if len(bearing) == 1 else name or None

    def _messages(self, room: Room) -> Iterator[ExportedMessage | Problem | Repair]:
        tally = self._export.tally(self._entry, "record")
        if self._head.broken:
            yield Repair(self._entry, _MENDED)
        with self._export.open(self._entry) as file:
            stream = events_stream(file, self._head)
            try:
                for position, record in enumerate(self._records(stream)):
                    tally.read()
                    where = f"{self._entry}: messages[{position}]"
                    if isinstance(record, Unreadable):
                        tally.problem()
                        yield Problem(f"{self._entry}: {record.place}", record.reason)
                        continue
                    value = record.value if isinstance(record, Mended) else record
                    yield from counted(room.exported(value, where, tally), tally)
                    if isinstance(record, Mended):
                        yield Repair(f"{where}, {record.place}", record.repair)
            except JsonEnd as error:
                yield Problem(f"{self._entry}: {stream.place}", str(error))

    def _records(self, stream: JsonStream) -> Iterator[Any]:
        if stream.peek() == b"[":
            yield from stream.records(_EVENT)
            return
        for key in stream.members():
            if key in LISTS and stream.peek() == b"[":
                yield from stream.records(_EVENT)

"""This file is where messages.json of Skype, and of Teams for private use, is walked: conversation by conversation.

Messages stand newest first. Those of one conversation wait in a temporary file until all are read, so that the file may
be of any size; the file of messages is read once, and a second time where facts stand behind the messages.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.export import Export
from core.importers.skype.events import person
from core.importers.skype.media import Media
from core.importers.skype.messages import Chat, exported, resolved
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, word
from core.newest_first import oldest_first
from core.tally import counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair

_RECORD = re.compile(rb'\{\s*"(?:id|displayName|originalarrivaltime|messagetype)"\s*:')
_WANTED = ("id", "displayName", "threadProperties")


@dataclass
class _Header:
    """What stands around a MessageList; owner: the id of the person who exported."""

    position: int
    owner: str | None
    facts: dict[str, Any] = field(default_factory=dict)


class Reading:
    """One pass over one entry; source: "skype" or "teams"."""

    def __init__(self, export: Export, entry: str, source: str) -> None:
        self._export, self._entry, self._source = export, entry, source
        self._tally = export.tally(entry, "record")
        self._media = Media(export)
        self._names: dict[str, str] = {}

    def conversations(self) -> Iterator[ExportedConversation]:
        """The conversations, lazily. A file that breaks outside its messages leaves a Problem in the export."""
        with self._export.open(self._entry) as stream:
            walk = JsonStream(stream)
            headers = _headers(walk)
            ends = list[str]()
            try:
                while not ends and (header := next(headers, None)) is not None:
                    messages = self._messages(walk, header, ends)
                    yield self._opened(header, messages)
                    # The next conversation begins where the messages of this one end, read or not.
                    for _ in messages:
                        pass
            except JsonEnd as error:
                self._export.problems.append(Problem(f"{self._entry}: {walk.place}", str(error)))

    def _opened(self, header: _Header, messages: Iterator[Item]) -> ExportedConversation:
        facts = self._facts(header)
        key = word(facts.get("id"))
        name = word(facts.get("displayName")).strip()
        title = name or word(members(facts.get("threadProperties")).get("topic")).strip()
        return ExportedConversation(
            self._source,
            key or title or f"conversation {header.position}",
            title or (person(key, {}) if key else self._source.capitalize()),
            messages,
            _kind(key),
            header.owner,
            format=f"{self._source}-json",
            has_id=bool(key),
        )

    def _facts(self, header: _Header) -> dict[str, Any]:
        return header.facts if "id" in header.facts else self._later_facts.get(header.position, header.facts)

    def _messages(self, walk: JsonStream, header: _Header, ends: list[str]) -> Iterator[Item]:
        """Oldest first. When the first is given all have been read, and with them the names of people."""
        chat = Chat(word(self._facts(header).get("id")), self._media, self._names)
        for item in counted(oldest_first(self._items(walk, (chat, header.position), ends)), self._tally):
            yield resolved(item, self._names) if isinstance(item, ExportedMessage) else item

    def _items(self, walk: JsonStream, place: tuple[Chat, int], ends: list[str]) -> Iterator[Item]:
        """As they stand. ends: gets the reason where nothing can be read after these messages."""
        chat, conversation = place
        try:
            for position, record in enumerate(walk.records(_RECORD)):
                self._tally.read()
                yield from self._told(record, chat, f"conversations[{conversation}].MessageList[{position}]")
        except JsonEnd as error:
            self._tally.read()
            ends.append(str(error))
            yield Problem(f"{self._entry}: {walk.place}", str(error))

    def _told(self, record: Any, chat: Chat, where: str) -> Iterator[Item]:
        value = record.value if isinstance(record, Mended) else record
        if isinstance(value, dict):
            yield exported(value, chat, where)
        elif isinstance(value, Unreadable):
            yield Problem(f"{self._entry}: {value.place}", value.reason)
        else:
            yield Problem(f"{self._entry}: {where}", "not a message")
        if isinstance(record, Mended):
            yield Repair(f"{self._entry}: {where}, {record.place}", record.repair)

    @cached_property
    def _later_facts(self) -> dict[int, dict[str, Any]]:
        """Names and ids that stand behind the messages: a second pass."""
        headers: list[_Header] = []
        with self._export.open(self._entry) as stream, suppress(JsonEnd):
            headers.extend(_headers(JsonStream(stream)))
        return {header.position: header.facts for header in headers}


def _headers(walk: JsonStream) -> Iterator[_Header]:
    """Stops at the MessageList of each conversation, which the caller reads or leaves."""
    owner: str | None = None
    for key in walk.members():
        if key == "userId":
            owner = word(walk.value()) or None
        elif key == "conversations" and walk.peek() == b"[":
            for position in walk.items():
                if walk.peek() == b"{":
                    yield from _conversation(walk, _Header(position, owner))


def _conversation(walk: JsonStream, header: _Header) -> Iterator[_Header]:
    for key in walk.members():
        if key == "MessageList" and walk.peek() == b"[":
            yield header
        elif key in _WANTED:
            header.facts[key] = walk.value()


def _kind(key: str) -> ConversationKind:
    """A number before the id says what it is of: 8 and 4 are people and telephones, 28 robots, 19 groups."""
    network = key.partition(":")[0]
    if network == "19":
        return "private" if key.endswith("@unq.gbl.spaces") else "group"
    return "private" if network in ("1", "2", "4", "8", "28") else "unknown"

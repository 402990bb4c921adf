"""This file is where one Hangouts.json is walked in one pass: each conversation with its events."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.export import Export
from core.importers.hangouts.events import exported
from core.importers.hangouts.people import Chat, chat_of
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

SOURCE = "hangouts"
LISTS = ("conversations", "conversation_state")
_EVENTS = ("events", "event")
_RECORD = re.compile(rb'\{\s*"conversation_id"\s*:\s*\{[^{}]*\}\s*,\s*"sender_id"')


@dataclass(slots=True)
class _Header:
    """A conversation whose events come next. place: its path in the file; facts: what stood before the events."""

    position: int
    place: str
    facts: dict[str, Any]


class Reading:
    """One pass over one file. The next conversation is looked for when the events of one have ended."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._file = export.open(entry)
        self._stream = JsonStream(self._file)
        self._walk = _headers(self._stream)
        self._header: _Header | None = None

    def conversations(self) -> Iterator[ExportedConversation]:
        """The conversations, lazily. A file that breaks before the first one leaves a Problem in the export."""
        with self._file:
            self._export.problems.extend(self._advance())
            while self._header is not None:
                header = self._header
                chat = self._chat(header)
                messages = self._messages(chat, header)
                key = chat.key or f"{self._entry}: {header.place}"
                yield ExportedConversation(
                    SOURCE,
                    key,
                    chat.title,
                    messages,
                    chat.kind,
                    chat.owner,
                    format="hangouts-json",
                    has_id=bool(chat.key),
                )
                for _ in messages:  # The next conversation begins where the events of this one end, read or not.
                    pass

    def _advance(self) -> Iterator[Problem]:
        self._header = None
        try:
            self._header = next(self._walk, None)
        except JsonEnd as error:
            yield Problem(f"{self._entry}: {self._stream.place}", str(error))

    def _chat(self, header: _Header) -> Chat:
        chat = chat_of(header.facts)
        return chat if chat.names else chat_of(self._later_facts.get(header.position, header.facts))

    def _messages(self, chat: Chat, header: _Header) -> Iterator[ExportedMessage | Problem | Repair]:
        tally = self._export.tally(f"{self._entry}: {header.place}", "record")
        try:
            yield from counted(self._events(chat, header, tally), tally)
        except JsonEnd as error:
            yield Problem(f"{self._entry}: {self._stream.place}", str(error))
            self._header = None
            return
        yield from self._advance()

    def _events(self, chat: Chat, header: _Header, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
        for position, record in enumerate(self._stream.records(_RECORD)):
            where = f"{self._entry}: {header.place}[{position}]"
            tally.read()
            value: Any = record.value if isinstance(record, Mended) else record
            if isinstance(value, dict):
                yield exported(value, chat, (self._export, self._entry, where))
            elif isinstance(value, Unreadable):
                yield Problem(f"{self._entry}: {value.place}", value.reason)
            else:
                yield Problem(where, "not an event")
            if isinstance(record, Mended):
                yield Repair(f"{where}, {record.place}", record.repair)

    @cached_property
    def _later_facts(self) -> dict[int, dict[str, Any]]:
        """Names and ids that stand after the events, which Takeout never does but other tools do: a second pass."""
        headers: list[_Header] = []
        try:
            with self._export.open(self._entry) as stream:
                headers.extend(_headers(JsonStream(stream)))
        except JsonEnd:
            pass
        return {header.position: header.facts for header in headers}


def _headers(stream: JsonStream) -> Iterator[_Header]:
    """Stops at the events of each conversation, which the caller reads or leaves."""
    position = 0
    for key in stream.members():
        if key not in LISTS or stream.peek() != b"[":
            continue
        for item in stream.items():
            if stream.peek() == b"{":
                for header in _conversation(stream, f"{key}[{item}].", position):
                    yield header
                    position += 1
    if not stream.at_end():
        raise JsonEnd("something follows after the end of the conversations")


def _conversation(
    stream: JsonStream, place: str, position: int, above: dict[str, Any] | None = None
) -> Iterator[_Header]:
    facts: dict[str, Any] = above if above is not None else {}
    for key in stream.members():
        first = stream.peek()
        if key in _EVENTS and first == b"[":
            yield _Header(position, f"{place}{key}", facts)
        elif key == "conversation_state" and first == b"{":
            yield from _conversation(stream, f"{place}{key}.", position, facts)
        elif key in ("conversation", "conversation_id") and first == b"{":
            facts[key] = members(stream.value())

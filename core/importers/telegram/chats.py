"""This file is where one result.json is walked: chat after chat, each with its messages, in one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from core.export import Export
from core.importers.telegram.fields import OLD_KIND, display_name, word
from core.importers.telegram.messages import Chat, exported
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

_RECORD = re.compile(rb'\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*"(?:message|service|unsupported)"')
_UNNAMED = {"saved_messages": "Saved Messages", "replies": "Replies", "verification_codes": "Verification Codes"}


@dataclass(slots=True)
class _Header:
    """What stands around a chat's messages. place: the path of the chat in the file, "" where it is the file."""

    position: int
    place: str
    owner: str | None
    facts: dict[str, Any] = field(default_factory=dict)


class Reading:
    """One pass over one entry. The next chat is looked for when the messages of one have ended, so that whatever
    breaks in between is still told with them."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._file = export.open(entry)
        self._stream = JsonStream(self._file)
        self._walk = _headers(self._stream)
        self._header: _Header | None = None

    def conversations(self) -> Iterator[ExportedConversation]:
        """The chats, lazily. A file that breaks before its first chat leaves a Problem in the export."""
        with self._file:
            self._export.problems.extend(self._advance())
            while self._header is not None:
                conversation, messages = self._opened(self._header)
                yield conversation
                # The next chat begins where the messages of this one end, read or not.
                for _ in messages:
                    pass

    def _advance(self) -> Iterator[Problem]:
        self._header = None
        try:
            self._header = next(self._walk, None)
        except JsonEnd as error:
            yield self._problem(self._stream.place, str(error))

    def _opened(self, header: _Header) -> tuple[ExportedConversation, Iterator[ExportedMessage | Problem | Repair]]:
        facts = header.facts
        if "id" not in facts or "type" not in facts or "name" not in facts:
            facts = self._later_facts.get(header.position, facts)
        chat_type, number = word(facts.get("type")), word(facts.get("id"))
        space = _space(chat_type)
        number = self._today(space, number)
        title = _title(facts, self._export.name)
        chat = Chat(self._export, self._folder, f"{space}{number}", title, _kind(chat_type))
        messages = self._messages(chat, header)
        owner = chat.peer if chat_type == "saved_messages" and number else header.owner
        key = f"{space}:{number}" if number else self._nameless(header) if not facts.get("name") else title
        conversation = ExportedConversation("telegram", key, title, messages, chat.kind, owner)
        conversation.format, conversation.has_id = "telegram-json", bool(number)
        return conversation, messages

    def _nameless(self, header: _Header) -> str:
        """A key from how the file begins: every result.json is called the same, and their message ids are alike."""
        beginning = self._export.head(self._entry, 1024)
        return f"{blake2b(beginning, digest_size=8).hexdigest()}:{header.position}"

    def _messages(self, chat: Chat, header: _Header) -> Iterator[ExportedMessage | Problem | Repair]:
        prefix = f"{header.place}messages"
        tally = self._export.tally(f"{self._entry}: {prefix}", "record")
        position = 0
        try:
            for record in self._stream.records(_RECORD):
                where = f"{prefix}[{position}]"
                position += 1
                tally.taken = position
                if type(record) is dict:
                    message = exported(record, chat, where)
                    if message.kind == "notice":
                        tally.notices += 1
                    else:
                        tally.messages += 1
                    yield message
                    if message.local_time is None:
                        yield from _untimed(record, message)
                else:
                    yield from counted(self._troubled(record, chat, where), tally)
        except JsonEnd as error:
            yield self._problem(self._stream.place, str(error))
            self._header = None
            return
        yield from self._advance()

    def _troubled(self, record: Any, chat: Chat, where: str) -> Iterator[ExportedMessage | Problem | Repair]:
        if isinstance(record, Mended) and isinstance(record.value, dict):
            yield exported(record.value, chat, where)
            yield Repair(f"{self._entry}: {where}, {record.place}", record.repair)
        elif isinstance(record, Unreadable):
            yield self._problem(record.place, record.reason)
        else:
            yield Problem(f"{self._entry}: {where}", "not a message")

    def _problem(self, place: str, reason: str) -> Problem:
        return Problem(f"{self._entry}: {place}", reason)

    @property
    def _folder(self) -> str:
        return self._entry.rpartition("/")[0]

    def _today(self, space: str, number: str) -> str:
        """The id of a chat as it is written since 2021. People have such large ids today: theirs are old only where
        messages do not name their second."""
        if not (number.isascii() and number.isdigit()):
            return number
        kind, rest = divmod(int(number), OLD_KIND)
        is_old = kind == 2 if space != "user" else kind == 1 and self._names_no_seconds
        return str(rest) if is_old else number

    @cached_property
    def _names_no_seconds(self) -> bool:
        return b'"date_unixtime"' not in self._export.head(self._entry)

    @cached_property
    def _later_facts(self) -> dict[int, dict[str, Any]]:
        """Names and ids that stand after the messages, which Telegram never does but other tools do: a second pass."""
        headers: list[_Header] = []
        try:
            with self._export.open(self._entry) as stream:
                headers.extend(_headers(JsonStream(stream)))
        except JsonEnd:
            pass
        return {header.position: header.facts for header in headers}


def _headers(stream: JsonStream) -> Iterator[_Header]:
    """Stops at the messages of each chat of a file, which the caller reads or leaves."""
    counter = iter(range(1 << 62))
    yield from _object(stream, "", counter, None)
    if not stream.at_end():
        raise JsonEnd("something follows after the end of the chat")


def _object(stream: JsonStream, place: str, counter: Iterator[int], owner: str | None) -> Iterator[_Header]:
    facts: dict[str, Any] = {}
    for key in stream.members():
        first = stream.peek()
        if key == "messages" and first == b"[":
            yield _Header(next(counter), place, owner, facts)
        elif key in ("chats", "left_chats") and first == b"{":
            for inner in stream.members():
                if inner == "list" and stream.peek() == b"[":
                    yield from _listed(stream, f"{place}{key}.list", counter, owner)
        elif key in ("name", "type", "id"):
            facts[key] = stream.value()
        elif key == "personal_information" and first == b"{":
            number = word(stream.value().get("user_id"))
            owner = f"user{number}" if number else owner


def _listed(stream: JsonStream, place: str, counter: Iterator[int], owner: str | None) -> Iterator[_Header]:
    for position in stream.items():
        if stream.peek() == b"{":
            yield from _object(stream, f"{place}[{position}].", counter, owner)


def _space(chat_type: str) -> str:
    """The space in which Telegram's ids are unique; a group that goes public changes its type but not its id."""
    if chat_type in ("private_supergroup", "public_supergroup", "private_channel", "public_channel"):
        return "channel"
    return "chat" if chat_type in ("private_group", "") else "user"


def _kind(chat_type: str) -> ConversationKind:
    if chat_type.endswith("channel"):
        return "channel"
    if chat_type.endswith("group"):
        return "group"
    return "private" if chat_type else "unknown"


def _title(facts: dict[str, Any], file_name: str) -> str:
    if (unnamed := _UNNAMED.get(word(facts.get("type")))) and not facts.get("name"):
        return unnamed
    return display_name(facts.get("name")) if "name" in facts else file_name


def _untimed(record: dict[str, Any], message: ExportedMessage) -> Iterator[Repair]:
    if record.get("date") and message.sent_at is None:
        yield Repair(message.where, f"the date {word(record['date'])[:40]!r} is none: kept without a time")

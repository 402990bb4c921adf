"""This file is where a JSON file of sigtop is read: the rows of one conversation, as Signal Desktop keeps them."""

import re
from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.importers.signal.desktop_messages import Chat, exported
from core.importers.signal.people import ME, named
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import word
from core.tally import Tally, counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair
_ROW = re.compile(rb'(?<=\n)\{"')


def conversation(export: Export, entry: str, first: dict[str, Any]) -> ExportedConversation:
    """The conversation of one file; `first` is its first row."""
    name = named(entry.rpartition("/")[2].rpartition(".")[0] or export.name)
    chat = Chat(export, entry, name)
    key = word(first.get("conversationId"))
    tally = export.tally(entry, "record")
    messages = counted(_messages(chat, tally), tally)
    kind: ConversationKind = name.kind
    return ExportedConversation(
        "signal", key or name.name, name.name, messages, kind, ME, format="sigtop-json", has_id=bool(key)
    )


def _messages(chat: Chat, tally: Tally) -> Iterator[Item]:
    _survey(chat)
    position = 0
    with chat.export.open(chat.entry) as stream:
        walk = JsonStream(stream)
        try:
            for record in walk.records(_ROW):
                tally.read()
                yield from _items(record, chat, f"{chat.entry}: messages[{position}]")
                position += 1
        except JsonEnd as error:
            tally.read()
            yield Problem(f"{chat.entry}: {walk.place}", str(error))


def _items(record: Any, chat: Chat, where: str) -> Iterator[Item]:
    value = record.value if isinstance(record, Mended) else record
    if isinstance(value, dict):
        yield exported(value, chat, where)
    elif isinstance(value, Unreadable):
        yield Problem(f"{chat.entry}: {value.place}", value.reason)
    else:
        yield Problem(where, "not a message")
    if isinstance(record, Mended):
        yield Repair(f"{where}, {record.place}", record.repair)


def _survey(chat: Chat) -> None:
    """A first pass: which messages are quoted (by the time at which they were sent), and which ids are one person's."""
    with chat.export.open(chat.entry) as stream:
        try:
            for record in JsonStream(stream).records(_ROW):
                value = record.value if isinstance(record, Mended) else record
                if isinstance(value, dict):
                    chat.survey(value)
        except JsonEnd:
            return

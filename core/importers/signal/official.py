"""This file is where Signal's own plaintext export is read: main.jsonl, one frame per line, all chats mixed.

People and chats stand before the messages that name them, so one walk is enough; the messages of all chats wait in a
temporary file until their chat is told.
"""

from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.importers.signal.official_messages import Reading, exported, files_by_name
from core.importers.signal.official_people import People
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, word
from core.mixed_chats import MixedChats
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair


def conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """One conversation per chat that has messages. What cannot be read in no chat is a Problem of the export."""
    reading = Reading(export, People(), files_by_name(export))
    tally = export.tally(entry, "record")
    with MixedChats[str]() as chats:
        for chat, item in _items(reading, entry, tally):
            if chat is None and isinstance(item, Problem):
                tally.problem()
                export.problems.append(item)
            else:
                chats.put(chat or "", item)
        for chat in chats.chats():
            recipient = reading.people.chat(chat)
            name = "Note to Self" if recipient.key == "self" else recipient.name
            yield ExportedConversation(
                "signal",
                recipient.key or name,
                name,
                counted(chats.items(chat), tally),
                recipient.kind,
                reading.people.own,
                format="signal-official",
                has_id=recipient.key is not None,
            )


def _items(reading: Reading, entry: str, tally: Tally) -> Iterator[tuple[str | None, Item]]:
    """(chat, item) for every frame that is one; a chat of None where it belongs to none."""
    with reading.export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            for position, record in enumerate(walk.lines()):
                tally.read()
                yield from _frame(record, reading, (f"{entry}: frames[{position}]", tally))
        except JsonEnd as error:
            tally.read()
            yield None, Problem(f"{entry}: {walk.place}", str(error))


def _frame(record: Any, reading: Reading, place: tuple[str, Tally]) -> Iterator[tuple[str | None, Item]]:
    where, tally = place
    frame = record.value if isinstance(record, Mended) else record
    if isinstance(frame, Unreadable):
        yield None, Problem(f"{where}, {frame.place}", frame.reason)
    elif not isinstance(frame, dict):
        yield None, Problem(where, "not a frame")
    elif item := members(frame.get("chatItem")):
        chat = word(item.get("chatId"))
        yield chat, exported(item, reading, where)
        if isinstance(record, Mended):
            yield chat, Repair(f"{where}, {record.place}", record.repair)
    else:
        tally.other(reading.people.learn(frame) or next(iter(frame), "empty frame"))

"""This file is where JSON files are walked, record by record, in constant memory."""

import re
from collections.abc import Iterator
from typing import Any

from core.beginning import Beginning
from core.errors import BrokenExport
from core.importers.discord.json_messages import exported
from core.importers.discord.media import Media
from core.importers.discord.parts import ChannelFiles, Item
from core.importers.discord.people import People, is_webhook
from core.importers.discord.places import DIRECT, Place
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, word
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.tally import Tally
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_RECORD = re.compile(rb'\{\s*"id"\s*:\s*"\d+"\s*,\s*"type"\s*:')


def conversation(files: ChannelFiles, options: ReadOptions) -> ExportedConversation:
    """The conversation of a channel in JSON; all times are exact."""
    place = _place(files)
    return files.conversation(place, oldest_first(_messages(files, place)), "discord-json")


def _place(files: ChannelFiles) -> Place:
    facts = Beginning(files.export, files.entries[0]).facts
    guild, channel = members(facts.get("guild")), members(facts.get("channel"))
    return Place(
        DIRECT if word(guild.get("id")) == "0" else word(guild.get("name")).strip(),
        word(channel.get("category")).strip(),
        word(channel.get("name")).strip() or files.named.channel,
        word(channel.get("id")) or files.named.number,
        word(channel.get("type")),
    )


def _messages(files: ChannelFiles, place: Place) -> Iterator[Item]:
    for entry in files.entries:
        tally = files.export.tally(f"{entry}: messages", "record")
        media, people = Media(files.export, entry), People()
        for where, record in _records(files, entry):
            if not where:
                yield record
                continue
            tally.read()
            if isinstance(record, Repair | Problem):
                tally.problem()
                yield record
                continue
            message = exported(record, place.number, media, where)
            message = people.apart(message, is_webhook=is_webhook(record.get("author")))
            if files.seen.again(message):
                tally.other("duplicate")
                continue
            _count(message, tally)
            yield message


def _count(message: ExportedMessage, tally: Tally) -> None:
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()


def _records(files: ChannelFiles, entry: str) -> Iterator[tuple[str, Any]]:
    """(place, record or Problem); what is no record of its own has no place."""
    try:
        with files.export.open(entry) as file:
            yield from _walked(JsonStream(file), entry)
    except BrokenExport as error:
        yield "", Problem(entry, str(error))


def _walked(stream: JsonStream, entry: str) -> Iterator[tuple[str, Any]]:
    try:
        for key in stream.members():
            if key == "messages" and stream.peek() == b"[":
                for position, value in enumerate(stream.records(_RECORD)):
                    yield from _record(value, entry, f"{entry}: messages[{position}]")
    except JsonEnd as error:
        yield "", Problem(f"{entry}: {stream.place}", str(error))


def _record(value: Any, entry: str, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mended) and isinstance(value.value, dict):
        yield where, value.value
        yield "", Repair(f"{where}, {value.place}", value.repair)
    elif isinstance(value, Unreadable):
        yield where, Problem(f"{entry}: {value.place}", value.reason)
    elif isinstance(value, dict):
        yield where, value
    else:
        yield where, Problem(where, "not a message")

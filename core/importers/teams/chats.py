"""This file is where a file of Graph's messages is read and parted into the chats and channels that it mixes.

The messages wait in a temporary file until all are read; people and names of chats that come up in them are held.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.export import Export
from core.importers.teams.events import renamed_to
from core.importers.teams.fields import each_of, identity, is_message, lowered
from core.importers.teams.messages import exported, resolved
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, word
from core.mixed_chats import MixedChats
from core.newest_first import oldest_first
from core.tally import counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair

_RECORD = re.compile(rb'\{\s*"[iI]d"\s*:\s*"\d{10,16}"\s*,\s*"(?!contentType|ContentType)')
_OWNER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_MOST_NAMES, _MOST_SHOWN = 100_000, 4


@dataclass
class _Chat:
    """What is known of a chat. people: ids of its writers, as many as a title shows and one more; name: the last that
    it was given, and when."""

    is_channel: bool = False
    people: dict[str, None] = field(default_factory=dict)
    name: tuple[str, str] = ("", "")


@dataclass
class _File:
    """One entry, as far as it has been read. names: of people by their ids."""

    export: Export
    entry: str
    names: dict[str, str] = field(default_factory=dict)
    chats: dict[str, _Chat] = field(default_factory=dict)


def conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """The chats and channels of a file, in the order of their first messages. All is read before the first is given;
    what no chat could be told of stands in the export's problems."""
    file, tally = _File(export, entry), export.tally(entry, "record")
    with MixedChats[str]() as mixed:
        for key, item in _parted(file):
            tally.read(not isinstance(item, Repair))
            if key is not None:
                mixed.put(key, item)
            elif isinstance(item, Problem):
                tally.problem()
                export.problems.append(item)
        owner = _owner(file)
        for key in mixed.chats():
            items = counted(oldest_first(mixed.items(key)), tally)
            yield _conversation(file, key, owner, (resolved(item, file.names) for item in items))


def _conversation(file: _File, key: str, owner: str | None, items: Iterator[Item]) -> ExportedConversation:
    chat = file.chats[key]
    title = chat.name[1] or _people(chat, owner, file.names) or key or file.entry.rpartition("/")[2]
    return ExportedConversation(
        "teams", key or title, title, items, _kind(key, chat), owner, format="teams-graph", has_id=bool(key)
    )


def _parted(file: _File) -> Iterator[tuple[str | None, Item]]:
    """(key of the chat, item); what cannot be read goes to the chat of the record before it, None before the first."""
    key: str | None = None
    for position, record in enumerate(_records(file)):
        value = record.value if isinstance(record, Mended) else record
        if not is_message(value):
            yield key, _unread(file, value, position)
        else:
            for facts in _with_replies(lowered(value)):
                key = _met(file, facts)
                yield key, exported(facts, file.export, f"messages[{position}]", file.export.folder(file.entry))
            if isinstance(record, Mended):
                yield key, Repair(f"{file.entry}: messages[{position}], {record.place}", record.repair)


def _records(file: _File) -> Iterator[Any]:
    with file.export.open(file.entry) as stream:
        walk = JsonStream(stream)
        try:
            if walk.peek() == b"[":
                yield from walk.records(_RECORD)
            elif _is_answer(file):
                # Answers are sometimes saved one behind the other: a page of messages each.
                while walk.peek() == b"{":
                    for name in walk.members():
                        if name in ("value", "Value") and walk.peek() == b"[":
                            yield from walk.records(_RECORD)
            else:
                yield from walk.lines()
            if not walk.at_end():
                raise JsonEnd("something follows after the end of the messages")
        except JsonEnd as error:
            yield Unreadable(walk.place, str(error))


def _is_answer(file: _File) -> bool:
    """True where the file is what Graph answered, {"@odata.context": ..., "value": [...]}, and not JSONL."""
    with file.export.open(file.entry) as stream:
        try:
            names = JsonStream(stream).members()
            return any(name in ("value", "Value") for name, _ in zip(names, range(20), strict=False))
        except JsonEnd:
            return False


def _unread(file: _File, value: Any, position: int) -> Problem:
    if isinstance(value, Unreadable):
        return Problem(f"{file.entry}: {value.place}", value.reason)
    return Problem(f"{file.entry}: messages[{position}]", "not a message")


def _with_replies(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The message behind its replies, where Graph was asked to tell those with it: all newest first."""
    replies = [each for each in each_of(facts.get("replies")) if is_message({**_place(facts), **each})]
    for each in sorted(replies, key=lambda reply: word(reply.get("createdDateTime")), reverse=True):
        yield {**_place(facts), **each}
    yield facts


def _place(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("chatId", "channelIdentity") if facts.get(name)}


def _met(file: _File, facts: dict[str, Any]) -> str:
    """Notes what a record tells of its chat and its people; the key of the chat."""
    channel = word(lowered(members(facts.get("channelIdentity"))).get("channelId"))
    key = word(facts.get("chatId")) or channel
    chat = file.chats.setdefault(key, _Chat())
    chat.is_channel |= bool(channel)
    person, name = identity(facts.get("from"))
    if person and len(chat.people) <= _MOST_SHOWN:
        chat.people[person] = None
    if name and len(file.names) < _MOST_NAMES:
        file.names.setdefault(person, name)
    if given := renamed_to(lowered(facts.get("eventDetail"))):
        chat.name = max(chat.name, (word(facts.get("createdDateTime")), given))
    return key


def _owner(file: _File) -> str | None:
    """The person whose export it is: their id stands in the name of the file."""
    found = _OWNER.search(file.entry.rpartition("/")[2])
    return found[0] if found and found[0] in file.names else None


def _people(chat: _Chat, owner: str | None, names: dict[str, str]) -> str:
    others = [names.get(person, person) for person in chat.people if person != owner] or [
        names.get(person, person) for person in chat.people
    ]
    return ", ".join(others[:_MOST_SHOWN]) + (" …" if len(others) > _MOST_SHOWN else "")


def _kind(key: str, chat: _Chat) -> ConversationKind:
    if chat.is_channel or key.endswith(("@thread.tacv2", "@thread.skype")):
        return "channel"
    if key.endswith("@unq.gbl.spaces") or key.startswith("48:"):
        return "private"
    return "group" if key.startswith("19:") else "unknown"

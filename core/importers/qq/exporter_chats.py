"""This file is where a JSON file of QQ chat exporter is walked, and what it says about its chat.

What is said about the chat stands before the messages, but pictures of people may stand before that, as text of any
length; the oldest versions cut a long chat into a list of "chunks" inside one file (format specification, section 10).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from core.export import Export
from core.importers.qq.exporter_media import Places
from core.importers.qq.exporter_messages import exported
from core.importers.qq.fields import display_name, person_key
from core.importers.qq.titles import title_in_name
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, objects, word
from core.tally import Tally
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

_RECORD = re.compile(rb'\{\s*"(?:id|messageId)"\s*:')
_WANTED = ("chatInfo", "chat", "statistics", "senders", "chunked", "format")
VIEWER = "qce-modern-html-chunked"
"""What the manifest of a page that loads its messages calls itself."""

_KINDS: dict[str, ConversationKind] = {"group": "group", "private": "private", "temp": "private"}

_Item = ExportedMessage | Problem | Repair


@dataclass
class Chat:
    """What a file says about its chat. named: chunks that a manifest lists, as paths in its folder."""

    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def info(self) -> dict[str, Any]:
        return members(self.facts.get("chatInfo")) or members(self.facts.get("chat"))

    @property
    def kind(self) -> ConversationKind:
        """More than two people are a group, whatever the exporter took it for."""
        stated = _KINDS.get(word(self.info.get("type")), "unknown")
        senders = objects(members(self.facts.get("statistics")).get("senders")) or objects(self.facts.get("senders"))
        known = {key for each in senders if (key := person_key(each.get("uid")))}
        return "group" if len(known) > 2 else stated

    @property
    def owner(self) -> str | None:
        return person_key(self.info.get("selfUid"), self.info.get("selfUin"), self.info.get("selfName"))

    @property
    def key(self) -> str | None:
        return person_key(self.info.get("peerUid"), self.info.get("peerUin"))

    @property
    def named(self) -> list[str]:
        chunked = members(self.facts.get("chunked"))
        folder = word(chunked.get("chunksDir")) or "chunks"
        listed = objects(chunked.get("chunks")) or objects(self.facts.get("chunks"))
        paths = (word(each.get("relativePath")) or word(each.get("file")) for each in listed)
        return [path or f"{folder}/{word(each.get('fileName'))}" for path, each in zip(paths, listed, strict=True)]


def whole_file(export: Export, entry: str) -> ExportedConversation:
    """The chat of one JSON file."""
    tally = export.tally(entry, "record")
    return conversation(export, entry, chat_in(export, entry), _messages(export, entry, tally))


def conversation(export: Export, entry: str, chat: Chat, messages: Iterable[_Item]) -> ExportedConversation:
    title = display_name(chat.info.get("name")) or title_in_name(export, entry)
    return ExportedConversation(
        "qq",
        chat.key or title,
        title,
        messages,
        chat.kind,
        chat.owner,
        format="qq-exporter",
        has_id=chat.key is not None,
    )


def chat_in(export: Export, entry: str) -> Chat:
    """What stands around the messages, without reading them where all is said before."""
    chat = Chat()
    with suppress(JsonEnd), export.open(entry) as stream:
        _gather(JsonStream(stream), chat)
    return chat


def _gather(walk: JsonStream, chat: Chat) -> None:
    for key in walk.members():
        first = walk.peek()
        if key in _WANTED or (key == "chunks" and chat.facts.get("format") == VIEWER):
            chat.facts[key] = walk.value()
        elif key == "chunks" and first == b"[" and "chunked" not in chat.facts:
            # The oldest form: whole chats in a list, the first of which says it all.
            for _ in walk.items():
                if walk.peek() == b"{":
                    _gather(walk, chat)
                return
        elif key == "messages" and chat.info:
            return


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[_Item]:
    places = Places(export, entry.rpartition("/")[0])
    with export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            yield from told(_records(walk), (entry, places, tally))
        except JsonEnd as error:
            yield Problem(f"{entry}: {walk.place}", str(error))


def _records(walk: JsonStream) -> Iterator[Any]:
    """The records of the chat, wherever its messages stand: at the top, or in each of the chunks."""
    for key in walk.members():
        first = walk.peek()
        if key == "messages" and first == b"[":
            yield from walk.records(_RECORD)
        elif key == "chunks" and first == b"[":
            for _ in walk.items():
                if walk.peek() == b"{":
                    yield from _records(walk)


def told(records: Iterable[Any], place: tuple[str, Places, Tally]) -> Iterator[_Item]:
    """What the records of one file mean; each is counted once."""
    entry, places, tally = place
    for position, record in enumerate(records):
        where = f"{entry}: messages[{position}]"
        tally.read()
        value = record.value if isinstance(record, Mended) else record
        if isinstance(record, Mended):
            yield Repair(f"{entry}: {record.place}", record.repair)
        if isinstance(value, dict):
            message = exported(value, places, where)
            if message.kind == "notice":
                tally.notice()
            else:
                tally.message()
            yield message
            continue
        tally.problem()
        if isinstance(record, Unreadable):
            yield Problem(f"{entry}: {record.place}", record.reason)
        else:
            yield Problem(where, "not a message")

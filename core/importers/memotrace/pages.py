"""This file is where MemoTrace's page, and the JSON that version 4 writes beside it, are walked message by message."""

import html
import re
from collections.abc import Iterator

from core.beginning import Beginning
from core.export import Export
from core.html_encoding import decoded
from core.importers.memotrace.folders import ChatFolder, Sides
from core.importers.memotrace.literals import objects_of
from core.importers.memotrace.messages import Page, written
from core.importers.wechat.json_records import Record, records
from core.importers.wechat.media import Files
from core.importers.wechat.people import clean_name
from core.importers.wechat.written import Chat, Item
from core.json_stream import JsonStream
from core.tally import Tally
from core.types import ConversationKind, Problem

_TITLE = re.compile(r"<title>([^<]{1,300})</title>")
_CHATROOM = re.compile(r"\bis_chatroom\"?\s{0,4}:\s{0,4}(?:([1tT])|[0fF])")
_RECORD = re.compile(rb'\{\s*"type"\s*:\s*"')
_NO_SIDES = Sides("", "")


class PageReading:
    """One page."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        folder = ChatFolder(export, entry)
        beginning = Beginning(export, entry).text
        title, room = _TITLE.search(beginning), _CHATROOM.search(beginning)
        name = clean_name(html.unescape(title[1])) if title else ""
        if not folder.chat.id:
            kind: ConversationKind = "unknown" if room is None else "group" if room[1] else "private"
            names = (name, name) if name else (folder.chat.title, folder.chat.name)
            folder.chat = Chat("", names[0], kind, names[1])
        self._page = Page(folder, Files(export, entry), _NO_SIDES, is_escaped=True)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in the order of the page; times are exact."""
        with self._export.open(self._entry) as stream:
            for position, (text, raw) in enumerate(objects_of(decoded(stream, None))):
                tally.read()
                where = f"{self._entry}: [{position}]"
                if raw is None:
                    tally.problem()
                    yield Problem(where, f"a message that cannot be read: {' '.join(text[:80].split())}")
                    continue
                found = written(raw, where, self._page)
                (tally.notice if found.content.kind == "notice" else tally.message)()
                yield found


class ListReading:
    """One JSON that version 4 writes beside its page: the same messages, as they were sent."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._page = Page(ChatFolder(export, entry), Files(export, entry), _NO_SIDES, is_escaped=False)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; times are exact."""
        with self._export.open(self._entry) as stream:
            for record in records(JsonStream(stream), self._entry, tally, _RECORD):
                if not isinstance(record, Record):
                    yield record
                    continue
                found = written(record.facts, record.where, self._page)
                (tally.notice if found.content.kind == "notice" else tally.message)()
                yield found

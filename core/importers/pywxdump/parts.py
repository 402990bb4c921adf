"""This file is where the parts of a chat that PyWxDump wrote ("id_0_5000.csv", "id_5000_10000.csv") are one again."""

import re
from collections.abc import Iterator, Sequence

from core.export import Export
from core.importers.pywxdump.rows import REQUIRED, Rows
from core.importers.pywxdump.users import names_beside
from core.importers.wechat.json_records import Record, records
from core.importers.wechat.media import Files
from core.importers.wechat.table_rows import table_rows
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Item
from core.json_stream import JsonStream
from core.tally import Tally
from core.types import Problem

_PART = re.compile(r"(.*)_(\d{1,12})_(\d{1,12})(\.\w+)?")
_RECORD = re.compile(rb'\{\s*"id"\s*:\s*"?\d+"?\s*,\s*"MsgSvrID"')


def chats_of(entries: Sequence[str]) -> list[list[str]]:
    """The entries, those of one chat together and in the order of their numbers."""
    chats: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for entry in entries:
        match = _PART.fullmatch(entry)
        chat = (match[1], match[4] or "") if match else (entry,)
        chats.setdefault(chat, []).append((int(match[2]) if match else 0, entry))
    return [[entry for _, entry in sorted(parts)] for parts in chats.values()]


class PartsReading:
    """The parts of one chat, one after the other."""

    def __init__(self, export: Export, entries: Sequence[str], clock: Clock) -> None:
        self._export, self._entries, self._clock = export, entries, clock

    def items(self) -> Iterator[Item]:
        """The messages in the order of the parts."""
        yield from self._clock.told(self._entries[0])
        for entry in self._entries:
            making = Rows(Files(self._export, entry), self._clock, names_beside(self._export, entry))
            if self._export.head(entry, 64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
                yield from self._listed(entry, making)
            else:
                yield from self._tabled(entry, making)

    def _listed(self, entry: str, making: Rows) -> Iterator[Item]:
        tally = self._export.tally(entry, "record")
        with self._export.open(entry) as stream:
            for record in records(JsonStream(stream), entry, tally, _RECORD):
                yield _item(record, making, tally) if isinstance(record, Record) else record

    def _tabled(self, entry: str, making: Rows) -> Iterator[Item]:
        tally = self._export.tally(entry, "row")
        for row in table_rows(self._export, entry, tally, REQUIRED):
            yield _item(row, making, tally) if isinstance(row, Record) else row


def _item(record: Record, making: Rows, tally: Tally) -> Item:
    if not record.facts.get("room_name"):
        tally.problem()
        return Problem(record.where, "a message that names no chat")
    found = making.written(record.facts, record.where)
    (tally.notice if found.content.kind == "notice" else tally.message)()
    return found

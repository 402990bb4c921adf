"""This file is where chatlog's JSON, one list of messages of one chat or of many, is walked."""

import re
from collections.abc import Iterator

from core.export import Export
from core.importers.chatlog.records import written
from core.importers.wechat.json_records import Record, records
from core.importers.wechat.media import Files
from core.importers.wechat.written import Item
from core.json_stream import JsonStream
from core.tally import Tally
from core.types import Problem

_RECORD = re.compile(rb'\{\s*"seq"\s*:\s*\d+\s*,\s*"time"')


class ListReading:
    """One chatlog JSON."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._files = Files(export, entry)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order. Raises BrokenExport where the entry is damaged, after those before."""
        with self._export.open(self._entry) as stream:
            for record in records(JsonStream(stream), self._entry, tally, _RECORD):
                yield self._item(record, tally) if isinstance(record, Record) else record

    def _item(self, record: Record, tally: Tally) -> Item:
        if not record.facts.get("talker"):
            tally.problem()
            return Problem(record.where, "a message that names no chat")
        found = written(record.facts, record.where, self._files)
        (tally.notice if found.content.kind == "notice" else tally.message)()
        return found

"""This file is where chatlog's CSV is read: one row a message, with the chat in it.

`Time,SenderName,Sender,TalkerName,Talker,Content` (bodies as in the text), with a MessageID in front in newer ones; and
`Time,Talker,TalkerName,Sender,SenderName,IsSelf,Type,TypeDesc,Content`, whose content is what the app stores.
"""

from collections.abc import Iterator, Mapping

from core.export import Export
from core.importers.chatlog.bodies import content_of_body
from core.importers.chatlog.headers import SELF
from core.importers.chatlog.records import transfer
from core.importers.wechat.app_messages import bare
from core.importers.wechat.content import Content, notice
from core.importers.wechat.json_records import Record
from core.importers.wechat.media import Files
from core.importers.wechat.people import NOBODY, is_group
from core.importers.wechat.table_rows import table_rows
from core.importers.wechat.times import Clock, wall_time
from core.importers.wechat.typed import content_of
from core.importers.wechat.written import Chat, Item, Written
from core.tally import Tally
from core.types import Problem

REQUIRED = frozenset(("Time", "Sender", "SenderName", "Talker", "TalkerName", "Content"))
"""The columns of all variants; no other tool has them all."""

_SHARED = {"链接分享": 5, "文件": 6, "合并转发": 19, "小程序": 33, "视频号": 51, "引用消息": 57, "拍一拍": 62}


class TableReading:
    """One chatlog CSV."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files = Files(export, entry)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order."""
        yield from self._clock.told(self._entry)
        for row in table_rows(self._export, self._entry, tally, REQUIRED):
            yield self._item(row, tally) if isinstance(row, Record) else row

    def _item(self, row: Record, tally: Tally) -> Item:
        if not row.facts["Talker"]:
            tally.problem()
            return Problem(row.where, "a message that names no chat")
        written = self._written(row.where, row.facts)
        (tally.notice if written.content.kind == "notice" else tally.message)()
        return written

    def _written(self, where: str, cells: Mapping[str, str]) -> Written:
        sender, local_time = cells["Sender"], wall_time(cells["Time"])
        content = self._content(cells)
        content = notice(content.shown) if sender in NOBODY else content
        chat_id = cells["Talker"]
        is_self = cells.get("IsSelf") == "true" or sender == SELF
        return Written(
            where,
            Chat(chat_id, cells["TalkerName"], "group" if is_group(chat_id) else "private"),
            content,
            sender=cells["SenderName"] or (sender if sender == SELF else None),
            sender_id=None if sender == SELF or sender in NOBODY else sender or None,
            is_self=is_self and content.kind != "notice",
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )

    def _content(self, cells: Mapping[str, str]) -> Content:
        body, sort = cells["Content"], cells.get("Type", "")
        if not (sort.isdecimal() and len(sort) < 10):
            return content_of_body(body, self._files)
        if int(sort) == 49 and not body.lstrip().startswith("<"):
            return _shared(body, cells.get("TypeDesc", ""))
        return content_of(int(sort), 0, body)


def _shared(body: str, described: str) -> Content:
    number = described.partition("(")[2].removesuffix(")")
    sub_type = _SHARED.get(described) or (int(number) if number.isdecimal() and len(number) < 10 else 0)
    if sub_type == 62:
        return notice(body)
    return Content(transfer(body) if sub_type == 2000 else body) if body else bare(sub_type)

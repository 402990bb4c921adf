"""This file is where chatlog's CSV is read: one row a message, with the chat in it.

`Time,SenderName,Sender,TalkerName,Talker,Content` (bodies as in the text), with a MessageID in front in newer ones; and
`Time,Talker,TalkerName,Sender,SenderName,IsSelf,Type,TypeDesc,Content`, whose content is what the app stores.
"""

from collections.abc import Iterator, Mapping

from core.csv_rows import Row, rows
from core.export import Export
from core.importers.chatlog.bodies import content_of_body
from core.importers.chatlog.headers import SELF
from core.importers.chatlog.records import transfer
from core.importers.wechat.app_messages import bare
from core.importers.wechat.content import Content, notice
from core.importers.wechat.media import Files
from core.importers.wechat.people import NOBODY, is_group
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
        header: list[str] = []
        for row in rows(self._export, self._entry, tally):
            if isinstance(row, Problem):
                yield row
            elif not header:
                header = [cell.strip() for cell in row.cells]
                tally.other("header")
            else:
                yield self._item(row, dict(zip(header, row.cells, strict=False)), tally)

    def _item(self, row: Row, cells: Mapping[str, str], tally: Tally) -> Item:
        where = f"{self._entry}:{row.line}"
        if len(cells) < len(REQUIRED) or not cells.get("Talker"):
            tally.problem()
            return Problem(where, "a row without its cells")
        written = self._written(where, cells)
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

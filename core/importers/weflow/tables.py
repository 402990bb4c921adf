"""This file is where WeFlow's tables are read: the one that people see, and the one that is made for training.

The first has Chinese columns and wall times, below some rows about the chat; the second the columns of PyWxDump without
the group's name, and times in UTC (format specification, section 8).
"""

import re
from collections.abc import Iterator
from datetime import datetime

from core.beginning import Beginning
from core.export import Export
from core.importers.wechat.content import Content, notice
from core.importers.wechat.json_records import Record
from core.importers.wechat.media import Files
from core.importers.wechat.notices import is_by_app
from core.importers.wechat.table_rows import table_rows
from core.importers.wechat.times import Clock, wall_time
from core.importers.wechat.written import Item, Written
from core.importers.weflow.bodies import MEDIA, content_of_body
from core.importers.weflow.chats import chat_by_file, with_id
from core.tally import Tally
from core.types import Problem

SEEN = ("序号", "时间", "发送者身份", "消息类型", "内容")
TRAINING = ("id", "MsgSvrID", "type_name", "is_sender", "talker", "msg", "src", "CreateTime")

_SELF = "我"
_SESSION = re.compile(r"(?:微信ID|会话ID)[,\t\"\s]{1,4}([\w.@-]{2,64})")


class SeenTable:
    """A table with Chinese columns."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files = Files(export, entry)
        above = Beginning(export, entry).text[:2000].partition("发送者身份")[0]
        match = _SESSION.search(above)
        self._chat = with_id(chat_by_file(export, entry), match[1] if match else "")

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order."""
        yield from self._clock.told(self._entry)
        for row in table_rows(self._export, self._entry, tally, SEEN):
            yield self._item(row, tally) if isinstance(row, Record) else row

    def _item(self, row: Record, tally: Tally) -> Item:
        facts = row.facts
        local_time = wall_time(facts["时间"])
        if local_time is None:
            tally.problem()
            return Problem(row.where, f"the time {facts['时间'][:40]!r} is none")
        content = content_of_body(facts["消息类型"].strip(), facts["内容"], self._files)
        is_notice = content.kind == "notice"
        (tally.notice if is_notice else tally.message)()
        role = facts["发送者身份"].strip()
        names = (facts.get(name, "").strip() for name in ("群昵称", "发送者备注", "发送者昵称"))
        return Written(
            row.where,
            self._chat,
            content,
            sender=(role if role != _SELF else "") or next(filter(None, names), role) or None,
            sender_id=None if is_notice else facts.get("发送者微信ID", "").strip() or None,
            is_self=role == _SELF and not is_notice,
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )


class TrainingTable:
    """A table with the columns of PyWxDump."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._files = Files(export, entry)
        self._chat = chat_by_file(export, entry)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; times are exact."""
        for row in table_rows(self._export, self._entry, tally, TRAINING):
            yield self._item(row, tally) if isinstance(row, Record) else row

    def _item(self, row: Record, tally: Tally) -> Item:
        facts = row.facts
        sent_at = instant(facts["CreateTime"])
        if sent_at is None:
            tally.problem()
            return Problem(row.where, f"the time {facts['CreateTime'][:40]!r} is none")
        content = self._content(facts["type_name"].strip(), facts["msg"], facts["src"].strip())
        is_notice = content.kind == "notice"
        (tally.notice if is_notice else tally.message)()
        key = facts["MsgSvrID"].strip()
        return Written(
            row.where,
            self._chat,
            content,
            sender=facts["talker"].strip() or None,
            is_self=facts["is_sender"].strip() == "1" and not is_notice,
            sent_at=sent_at,
            key=key if key.strip("0") else None,
        )

    def _content(self, sort: str, text: str, path: str) -> Content:
        if is_by_app(text):
            return notice(text)
        return content_of_body(sort, path if path and sort in MEDIA else text, self._files)


def instant(text: str) -> int | None:
    """Milliseconds since 1970 UTC of "2024-05-01T04:33:05.000Z"; None where it is none, or names no zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return int(moment.timestamp() * 1000) if moment.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None

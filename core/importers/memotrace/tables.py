"""This file is where MemoTrace's CSV is read, of version 3 (what the app stores) and version 4 (what people see)."""

import re
from collections.abc import Iterator

from core.beginning import Beginning
from core.csv_rows import Row, dialect_of, rows, rows_of
from core.export import Export
from core.importers.memotrace.bodies import content_of_body
from core.importers.memotrace.folders import ChatFolder
from core.importers.wechat.content import Content, notice
from core.importers.wechat.json_records import Record
from core.importers.wechat.media import Files
from core.importers.wechat.notices import readable
from core.importers.wechat.people import clean_name
from core.importers.wechat.table_rows import table_rows
from core.importers.wechat.times import Clock, epoch, wall_time
from core.importers.wechat.typed import SENTENCES, content_of
from core.importers.wechat.written import Chat, Item, Written
from core.tally import Tally
from core.types import ConversationKind, ExportedAttachment, Problem

OLD = ("localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime")
NEW = ("消息ID", "类型", "发送人", "时间", "内容")

_ENDING = re.compile(r"_utf8(?:\(\d+\))?$")
_SERVER_ID = re.compile(r"\d{15,20}")
_NOTICES = frozenset(("系统消息", "拍一拍"))
_MEDIA = frozenset(("图片", "视频", "语音"))


class OldTable:
    """A CSV of version 3: numbers of types, XML, seconds since 1970.

    That of all chats has other cells than its header says: the message's id, the chat's two names, the sender's name.
    """

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._named = ChatFolder(export, entry).chat_without(_ENDING)
        self._chat = self._chat_of_head()

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; times are exact."""
        is_header = True
        for row in rows(self._export, self._entry, tally):
            if isinstance(row, Problem):
                yield row
            elif is_header:
                tally.other("header")
                is_header = False
            else:
                yield self._item(row, tally)

    def _item(self, row: Row, tally: Tally) -> Item:
        where, cells = f"{self._entry}:{row.line}", row.cells
        sort, sub_type = _number(cells[2:3]), _number(cells[3:4])
        if len(cells) < len(OLD) or sort is None:
            tally.problem()
            return Problem(where, "a row without its cells")
        content = content_of(sort, sub_type or 0, cells[7])
        (tally.notice if content.kind == "notice" else tally.message)()
        found = Written(
            where, self._chat, content, sent_at=epoch(cells[5]), local_time=wall_time(cells[8]), is_self=cells[4] == "1"
        )
        named = (
            _of_all_chats(found, cells) if len(cells) > 9 and _SERVER_ID.fullmatch(cells[9]) else _of_one(found, cells)
        )
        return named._replace(is_self=named.is_self and content.kind != "notice")

    def _chat_of_head(self) -> Chat:
        """The chat by who writes in it: a private one has the name of its only other person, who has an id."""
        others: dict[str, set[str]] = {}
        for row in rows_of_head(self._export, self._entry):
            if len(row) > 11 and row[4] == "0" and _number(row[2:3]) not in SENTENCES and row[11]:
                others.setdefault(row[11], set()).update((clean_name(row[9]), clean_name(row[10])))
        kind: ConversationKind = "group" if len(others) > 1 else "unknown"
        if len(others) == 1:
            number, names = next(iter(others.items()))
            if self._named.title in names:
                return Chat(number, self._named.title, "private")
        return self._named if self._named.id else self._named._replace(kind=kind)


def rows_of_head(export: Export, entry: str) -> list[list[str]]:
    """The first rows of a table, without its header."""
    lines = Beginning(export, entry).lines
    found = [row.cells for row in rows_of(enumerate(lines, 1), dialect_of(lines)) if isinstance(row, Row)]
    return found[1:]


def _number(cells: list[str]) -> int | None:
    text = cells[0].strip() if cells else ""
    return int(text) if text.isascii() and text.lstrip("-").isdecimal() and len(text) < 15 else None


def _of_one(found: Written, cells: list[str]) -> Written:
    """A row of a file of one chat: behind the time stand the sender's two names and id."""
    remark, nickname, number = (*cells[9:12], "", "", "")[:3]
    return found._replace(sender=remark or nickname or None, sender_id=number or None)


def _of_all_chats(found: Written, cells: list[str]) -> Written:
    """A row of the file of all chats; the chat has no id in it but the number that the app gave it."""
    remark, nickname, sender = (*cells[10:13], "", "", "")[:3]
    title = remark or nickname or f"#{cells[1]}"
    is_in_group = len(cells) > 12
    chat = Chat("", title, "group" if is_in_group else "private", f"{title}#{cells[1]}")
    who = "我" if found.is_self else sender if is_in_group else title
    return found._replace(chat=chat, sender=who or None, key=cells[9])


class NewTable:
    """A CSV of version 4: types and contents in words, wall times."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files, self._folder = Files(export, entry), ChatFolder(export, entry)
        head = (row for row in rows_of_head(export, entry) if len(row) >= len(NEW) and row[1] not in _NOTICES)
        self._sides = self._folder.sides({row[2] for row in head if row[2]})

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order."""
        yield from self._clock.told(self._entry)
        for row in table_rows(self._export, self._entry, tally, NEW):
            yield self._item(row, tally) if isinstance(row, Record) else row

    def _item(self, row: Record, tally: Tally) -> Item:
        local_time = wall_time(row.facts["时间"])
        if local_time is None:
            tally.problem()
            return Problem(row.where, f"the time {row.facts['时间'][:40]!r} is none")
        content = self._content(row, local_time)
        is_notice = content.kind == "notice"
        (tally.notice if is_notice else tally.message)()
        sender, key = row.facts["发送人"], row.facts["消息ID"].strip()
        return Written(
            row.where,
            self._folder.chat,
            content,
            sender=sender or row.facts.get("备注") or row.facts.get("昵称") or None,
            sender_id=self._folder.chat.id if sender and sender == self._sides.other else None,
            is_self=bool(sender) and sender == self._sides.own and not is_notice,
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
            key=key if key.strip("0") else None,
        )

    def _content(self, row: Record, local_time: str) -> Content:
        sort, body = row.facts["类型"].strip(), row.facts["内容"]
        if sort in _NOTICES:
            return notice(readable(body))
        content = Content(body) if sort == "文本" else content_of_body(body, self._files)
        if sort in _MEDIA and len(content.attachments) == 1:
            return content._replace(attachments=(self._medium(content.attachments[0], row, local_time),))
        return content

    def _medium(self, left_out: ExportedAttachment, row: Record, local_time: str) -> ExportedAttachment:
        """The file of a picture, video or voice message, which another export of the chat put into the folder."""
        stem = f"{re.sub('[-:]', '', local_time).replace('T', '_')}_{row.facts['消息ID'].strip()[:6]}"
        found = next((entry for side in "01" if (entry := self._folder.medium(f"{stem}_{side}"))), None)
        if found is None:
            return left_out
        return left_out._replace(name=found.rpartition("/")[2], status="found", entry=found)

"""This file is where MemoTrace's text for language models is read: a line of stars with the day, then "name:text".

It has no times. A name stands, below a blank line, only where somebody else goes on, so that lines without one are
further messages of the same person; version 3 writes all that one person said on end into one line (format
specification, section 8).
"""

import re
from collections.abc import Iterator

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.memotrace.bodies import content_of_body
from core.importers.memotrace.folders import ChatFolder
from core.importers.wechat.content import notice
from core.importers.wechat.media import Files
from core.importers.wechat.notices import is_by_app
from core.importers.wechat.times import wall_time
from core.importers.wechat.written import Item, Written, until_broken
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import Problem, Repair

BANNER = re.compile(r"\*{20}(\d{4}-\d\d-\d\d)\*{20}")
_NAMED = re.compile(r"([^:：\n]{0,64}):(.*)", re.S)
_FIELDS = re.compile(
    r"\s*(?:标题|描述|链接|应用|发布者|坐标|名称|标签|微信号|昵称|签名|性别|地区|公司|备注)[:：]|\s*- \d{4}-"
)
_OPEN = re.compile(r"【(?:分享链接|视频号|合并转发的聊天记录|音视频通话|位置分享|名片|笔记|发起转账|已收款|已退还)】")
_ENDING = re.compile(r"_chat(?:\(\d+\))?$")
_TOLD = "the file has only days, not times; where one message ends and the next one begins is told by lines alone"


class DayReading:
    """One text with days."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._files, self._chat = Files(export, entry), ChatFolder(export, entry).chat_without(_ENDING)
        self._in_runs = _is_in_runs(Beginning(export, entry).lines)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; their time is the day alone."""
        yield Repair(self._entry, _TOLD)
        day: str | None = None
        sender, after_blank = "", False
        number, lines = 0, list[str]()
        damage: list[BrokenExport] = []
        for place, line in until_broken(numbered_lines(self._export, self._entry, tally), damage):
            if lines and self._goes_on(lines, line):
                tally.continuation()
                lines.append(line)
                continue
            if lines:
                yield self._written((number, day, sender), lines, tally)
                lines = []
            banner = BANNER.fullmatch(line.strip())
            if banner or not line.strip():
                tally.other("day" if banner else "blank")
                day = wall_time(banner[1]) if banner else day
                after_blank = banner is None
                continue
            named = _NAMED.fullmatch(line) if after_blank or self._in_runs else None
            sender, said = (named[1].strip(), named[2]) if named else (sender, line)
            number, lines, after_blank = place, [said], False
        if lines:
            yield self._written((number, day, sender), lines, tally)
        yield from (Problem(self._entry, f"reading stopped here: {error}") for error in damage)

    def _goes_on(self, lines: list[str], line: str) -> bool:
        """Whether a line is the next one of something that MemoTrace writes over several lines."""
        if not _OPEN.match(lines[0]):
            return False
        if not line.strip():
            return len(lines) == 1 and "聊天记录" in lines[0]
        return _FIELDS.match(line) is not None or (len(lines) == 1 and "音视频通话" in lines[0])

    def _written(self, head: tuple[int, str | None, str], lines: list[str], tally: Tally) -> Written:
        number, day, sender = head
        body = "\n".join(lines).strip()
        is_notice = not sender or is_by_app(body)
        content = notice(body) if is_notice else content_of_body(body, self._files)
        (tally.notice if is_notice else tally.message)()
        where = f"{self._entry}:{number}"
        return Written(where, self._chat, content, sender=sender or None, local_time=day)


def _is_in_runs(lines: tuple[str, ...]) -> bool:
    """Version 3 ends each text with a space, and begins each line with a name."""
    said = [line for line in lines if line.strip() and not BANNER.fullmatch(line.strip())][:20]
    return bool(said) and all(line.endswith((" ", "]")) and _NAMED.fullmatch(line) for line in said)

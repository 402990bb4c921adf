"""This file is where MemoTrace's text is read: a time with a name, a body, a blank line.

The app's own sentences have a time without a name and stand below it (version 4), or behind it on the same line
(version 3), where no message follows.
"""

import re
from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.export import Export
from core.importers.memotrace.bodies import content_of_body
from core.importers.memotrace.folders import ChatFolder
from core.importers.wechat.blocks import Block, blocks
from core.importers.wechat.content import Content, notice
from core.importers.wechat.media import Files
from core.importers.wechat.notices import is_sentence, readable
from core.importers.wechat.times import Clock, wall_time
from core.importers.wechat.written import Item, Written
from core.tally import Tally
from core.types import Problem

HEADER = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: (.*))?")
"""When and who."""

_WEFLOW = re.compile(r"'.*'")
_QQ = re.compile(r".*(?:\(\d{5,12}\)|<[^<>\s]+@[^<>\s]+>)")


class TextReading:
    """One text of MemoTrace."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files, self._folder = Files(export, entry), ChatFolder(export, entry)
        lines = Beginning(export, entry).lines
        heads = zip(map(HEADER.fullmatch, lines), lines[1:], strict=False)
        self._people = {head[2].strip() for head, below in heads if head and head[2] and below.strip()}
        self._sides = self._folder.sides(self._people)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order."""
        yield from self._clock.told(self._entry)
        for block in blocks(self._export, self._entry, tally, HEADER):
            yield self._written(block, tally) if isinstance(block, Block) else block

    def _written(self, block: Block, tally: Tally) -> Item:
        where, local_time = f"{self._entry}:{block.number}", wall_time(block.time)
        if local_time is None:
            tally.problem()
            return Problem(where, f"the time {block.time!r} is none")
        content = self._content(block)
        is_notice = content.kind == "notice"
        (tally.notice if is_notice else tally.message)()
        is_own = bool(block.name) and block.name == self._sides.own
        return Written(
            where,
            self._folder.chat,
            content,
            sender=None if is_notice else block.name,
            sender_id=self._folder.chat.id if block.name and block.name == self._sides.other else None,
            is_self=is_own and not is_notice,
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )

    def _content(self, block: Block) -> Content:
        body = block.body
        if not block.name:
            return notice(readable(body))
        if is_sentence(block.name) or (not block.lines and block.name not in self._people):
            return notice(readable(f"{block.name}\n{body}".strip()))
        return content_of_body(body, self._files)


def is_text(lines: Sequence[str]) -> bool:
    """True for lines of which the first that is not blank is a first line of a message, and none is another tool's."""
    start = next((place for place, line in enumerate(lines[:5]) if line.strip()), None)
    if start is None or HEADER.fullmatch(lines[start]) is None:
        return False
    before = ["", *lines]
    heads = [
        match for blank, line in zip(before, lines, strict=False) if not blank and (match := HEADER.fullmatch(line))
    ]
    names = [match[2] for match in heads if match[2]]
    is_weflow = bool(names) and all(_WEFLOW.fullmatch(name) for name in names)
    is_qq = any(_QQ.fullmatch(name) for name in names)
    # A log has a time on every line; here a blank line stands before each.
    crowded = sum(1 for blank, line in zip(before, lines, strict=False) if blank.strip() and HEADER.fullmatch(line))
    return not is_weflow and not is_qq and crowded < len(heads)

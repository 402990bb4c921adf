"""This file is where WeFlow's text is read: a time and a name in quotes, a content, a blank line.

It has no types: what is a medium is told by its path or label, and sentences of the app, which stand there as if
somebody had said them, by how they read. In private chats "我" is the person who exported.
"""

import re
from collections.abc import Iterator, Sequence

from core.export import Export
from core.importers.wechat.blocks import Block, blocks
from core.importers.wechat.content import notice
from core.importers.wechat.media import Files
from core.importers.wechat.notices import is_by_app
from core.importers.wechat.people import NOBODY
from core.importers.wechat.times import Clock, wall_time
from core.importers.wechat.written import Item, Written
from core.importers.weflow.bodies import content_of_body
from core.importers.weflow.chats import chat_by_file
from core.tally import Tally
from core.types import Problem

HEADER = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) '(.*)'")
_SELF = "我"


def is_text(lines: Sequence[str]) -> bool:
    """True where the first line that is not blank says when and who."""
    first = next((line for line in lines[:10] if line.strip()), "")
    return HEADER.fullmatch(first) is not None


class TextReading:
    """One text."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files = Files(export, entry)
        self._chat = chat_by_file(export, entry)

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
        body = block.body
        is_notice = block.name in NOBODY or is_by_app(body)
        (tally.notice if is_notice else tally.message)()
        return Written(
            where,
            self._chat,
            notice(body) if is_notice else content_of_body("", body, self._files),
            sender=block.name or None,
            is_self=block.name == _SELF and not is_notice,
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )

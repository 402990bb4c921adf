"""This file is where texts are parted whose messages are a line with when and who, a body below, and a blank line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.written import until_broken
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import Problem


class Block(NamedTuple):
    """A message: number of its first line, when and who as they stand in it, and the lines below, blank ones inside."""

    number: int
    time: str
    name: str
    lines: list[str]

    @property
    def body(self) -> str:
        """The lines below."""
        return "\n".join(self.lines)


def blocks(export: Export, entry: str, tally: Tally, header: re.Pattern[str]) -> Iterator[Block | Problem]:
    """The messages of a text. header: what a first line is, with groups for when and who; it stands at the beginning
    or below a blank line, and other lines are text. The caller tells the tally of each message, not of its lines."""
    block: Block | None = None
    blanks, after_blank = 0, True
    damage: list[BrokenExport] = []
    for number, line in until_broken(numbered_lines(export, entry, tally), damage):
        match = header.fullmatch(line) if after_blank else None
        after_blank = not line.strip()
        if match is not None:
            if block is not None:
                yield block
            _told_blank(tally, blanks)
            block, blanks = Block(number, match[1], (match[2] or "").strip(), []), 0
        elif after_blank:
            blanks += 1
        elif block is None:
            tally.problem()
            yield Problem(f"{entry}:{number}", "a line before the first message")
        else:
            tally.continuation(blanks + 1)
            block.lines.extend([""] * blanks + [line])
            blanks = 0
    _told_blank(tally, blanks)
    if block is not None:
        yield block
    yield from (Problem(entry, f"reading stopped here: {error}") for error in damage)


def _told_blank(tally: Tally, count: int) -> None:
    if count:
        tally.other("blank", count)

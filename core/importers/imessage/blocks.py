"""This file is where the lines of a text file become blocks, one per message, and copies of replies are found in them.

A reply stands twice: at its own place, and indented under the message it answers. Old versions indent only the first
line of each part of the copy, so a copy is known by what stands at the reply's own place: a first pass learns that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from core.errors import BrokenExport
from core.importers.imessage.chats import ME
from core.importers.imessage.grammar import INDENT, RESPONDED, announcement, time_of

LARGEST = 100_000
"""Lines of one message; more means that this is no longer what the exporter wrote."""


class Line(NamedTuple):
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One message with its lines, the time first."""

    lines: list[Line]

    @property
    def is_message(self) -> bool:
        return time_of(self.lines[0].text) is not None


@dataclass
class Overview:
    """What the first pass learned. replies: (time line, sender) to the bodies that stand at their own places, as lines
    without indentation; owner: the name under which the exporting person wrote."""

    replies: dict[tuple[str, str], list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    senders: set[str] = field(default_factory=set)
    owner: str = ME

    def learn(self, lines: Iterable[tuple[int, str]]) -> None:
        """The first pass over a file."""
        for block in blocks(lines):
            if block.is_message and len(block.lines) > 1:
                self._learn(block)

    def _learn(self, block: Block) -> None:
        time, sender = block.lines[0].text, block.lines[1].text
        self.senders.add(sender)
        if "(Read by them after " in time:
            self.owner = sender
        body = _bare(line.text for line in block.lines[2:])
        if body and body[-1] == RESPONDED:
            self.replies[time, sender].append(body[:-1])


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Blocks in file order; what stands before the first time is a block that is no message."""
    found: list[Line] = []
    after_empty = True
    try:
        for number, text in lines:
            begins = after_empty and text[:1].isalpha() and (time_of(text) or announcement(text)) is not None
            if found and (begins or len(found) >= LARGEST):
                yield Block(found)
                found = []
            found.append(Line(number, text))
            after_empty = not text
    except BrokenExport:
        # What stands before the damage is a message too.
        yield from [Block(found)] if found else []
        raise
    if found:
        yield Block(found)


def copy_starts(lines: list[Line], at: int) -> bool:
    """True where the copy of a reply begins: an indented time above an indented sender."""
    if at + 1 >= len(lines) or not (lines[at].text.startswith(INDENT) and lines[at + 1].text.startswith(INDENT)):
        return False
    return time_of(lines[at].text.lstrip(" ")) is not None


def copy_end(lines: list[Line], at: int, seen: Overview) -> tuple[int, bool]:
    """(where the copy that begins at `at` ends, True if the reply also stands at a place of its own)."""
    known = seen.replies.get((lines[at].text.lstrip(" "), lines[at + 1].text.lstrip(" ")), [])
    for body in sorted(known, key=len, reverse=True):
        if (end := _matched(lines, at + 2, body)) is not None:
            return end, True
    end = at + 2
    while end < len(lines) and lines[end].text.startswith(INDENT) and not copy_starts(lines, end):
        end += 1
    return end, bool(known)


def _matched(lines: list[Line], at: int, body: list[str]) -> int | None:
    """Where `body` ends when it stands at `at`, without regard to indentation and empty lines."""
    for wanted in body:
        while at < len(lines) and not lines[at].text.strip():
            at += 1
        if at == len(lines) or lines[at].text.strip() != wanted:
            return None
        at += 1
    return at


def _bare(texts: Iterable[str]) -> list[str]:
    return [bare for text in texts if (bare := text.strip())]

"""This file is where a text from QQ's message manager is walked a first time: which conversations it has, with whom.

"Export all" repeats the conversations of the friends under "recent contacts": a block there whose lines another block
of the same name has too is a copy (format specification, section 10).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby, islice
from typing import NamedTuple

from core.importers.qq.manager_lines import Line, header_of, is_rule, lines_of_text
from core.importers.qq.people import Person, person_of
from core.types import ConversationKind

_RECENT = ("最近联系人", "最近联系", "最近会话")
_MOST_PEOPLE = 20_000
_SAMPLE = 20_000

Numbered = Iterable[tuple[int, str]]


@dataclass
class Block:
    """One conversation of a file. people: number, mail or name -> name; digest: of all that was said."""

    group: str = ""
    title: str = ""
    people: dict[str, str] = field(default_factory=dict)
    numbered: bool = False
    digest: str = ""

    def meet(self, person: Person) -> None:
        """Somebody has written."""
        if person.is_app or not person.name:
            return
        self.numbered |= person.key is not None and person.key != person.name
        if len(self.people) < _MOST_PEOPLE:
            self.people[person.key or person.name] = person.name

    @property
    def kind(self) -> ConversationKind:
        if len(self.people) > 2 or (self.numbered and self.title not in self.people.values()):
            return "group"
        return "private" if self.people else "unknown"

    @property
    def owner(self) -> str | None:
        """In a chat of two the one who does not bear the conversation's name."""
        others = [name for name in self.people.values() if name != self.title]
        return others[0] if self.kind == "private" and len(self.people) == 2 and len(others) == 1 else None


class Survey(NamedTuple):
    """guarded: see `lines_of_text`. copies: positions of blocks that repeat another one."""

    blocks: tuple[Block, ...]
    guarded: bool
    copies: frozenset[int]

    def key_of(self, position: int) -> str:
        """The title, with the group where two conversations of this file bear one title."""
        block = self.blocks[position]
        alike = [other for place, other in enumerate(self.blocks) if place not in self.copies]
        namesakes = Counter(other.title for other in alike)[block.title]
        return block.title if namesakes < 2 else f"{block.title} ({block.group})"


def survey_of(opened: Callable[[], Numbered]) -> Survey:
    """What a text holds; `opened` gives its lines anew each time."""
    guarded = _is_guarded(opened())
    blocks = [_block(lines) for _, lines in groupby(lines_of_text(opened(), guarded), key=lambda line: line.block)]
    return survey_of_blocks(blocks, guarded)


def survey_of_blocks(blocks: list[Block], guarded: bool = True) -> Survey:
    return Survey(tuple(blocks), guarded, frozenset(_copies(blocks)))


def _is_guarded(numbered: Numbered) -> bool:
    """True when most lines that may begin a message, near the start, have a blank line or a rule before them."""
    free, guarded, before = 0, 0, ""
    for _, line in islice(numbered, _SAMPLE):
        if header_of(line):
            if before.strip() and not is_rule(before):
                free += 1
            else:
                guarded += 1
        before = line
    return free <= guarded


def _block(lines: Iterable[Line]) -> Block:
    found, digest = Block(), blake2b(digest_size=16)
    for line in lines:
        if line.role == "group":
            found.group = line.value
        elif line.role == "object":
            found.title = line.value
        elif line.role in ("message", "text"):
            digest.update(line.text.encode("utf-8", "replace") + b"\n")
        if line.role == "message":
            found.meet(person_of(line.value))
    found.digest = digest.hexdigest()
    return found


def _copies(blocks: list[Block]) -> Iterable[int]:
    """Recent contacts that say what a block of the same name under another heading says."""
    others = {(block.title, block.digest) for block in blocks if block.group not in _RECENT}
    for position, block in enumerate(blocks):
        if block.group in _RECENT and (block.title, block.digest) in others:
            yield position

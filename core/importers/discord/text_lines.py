"""This file is where the lines of a TXT file are parted into its head, its messages and its foot."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from core.errors import BrokenExport
from core.importers.discord.places import Place, placed
from core.importers.discord.sniffing import RULE
from core.written_times import readings

_OPENING = re.compile(r"\[(?P<date>[^\[\]]{6,80})\] (?P<author>.*\S.*)")
_FIELD = re.compile(r"(?P<name>Guild|Channel|Topic|Messages|Range|After|Before):\s*(?P<value>.*)")
_FOOT = re.compile(r"Exported [\d.,'’٬\u00a0\u202f ]{1,20} message\(s\)")
_WORDS = re.compile(r"[^\W\d_]+\.?")
_NUMBERS = re.compile(r"\d+")
_LONGEST_HEAD = 500
"""Lines. A topic has 1024 characters at most."""


class Opening(NamedTuple):
    """The line that a message begins with."""

    line: int
    date: str
    author: str


class Stray(NamedTuple):
    """A line between the head and the first message."""

    line: int
    text: str

    @property
    def is_foot(self) -> bool:
        """True in a file without messages."""
        return bool(RULE.fullmatch(self.text) or _FOOT.fullmatch(self.text))


@dataclass(slots=True)
class Written:
    """A message as it stands in the file. body: the lines below its opening, to the last that is not blank; blank:
    how many blank lines follow; foot: how many lines of the file's foot followed, in its last message."""

    opening: Opening
    body: list[str] = field(default_factory=list)
    blank: int = 0
    foot: int = 0

    def close(self) -> "Written":
        """Takes the foot of the file from its last message."""
        body = self.body
        if len(body) > 2 and RULE.fullmatch(body[-1]) and _FOOT.fullmatch(body[-2]) and RULE.fullmatch(body[-3]):
            del body[-3:]
            self.foot = 3
        while body and not body[-1].strip():
            body.pop()
            self.blank += 1
        return self


class Head(NamedTuple):
    """What stands above the messages. lines: how many they are; is_old: of the years up to 2019."""

    place: Place
    lines: int
    is_old: bool


def head_of(lines: Iterable[str]) -> Head:
    """The head of a text: between two rules, with a topic over any number of lines."""
    facts: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if number > 1 and RULE.fullmatch(line.strip()):
            return Head(placed(facts.get("Guild", ""), facts.get("Channel", "")), number, "Messages" in facts)
        if number > _LONGEST_HEAD or (number > 1 and opening_of(line, number)):
            break
        if match := _FIELD.match(line):
            facts.setdefault(match["name"], match["value"].strip())
    return Head(placed(facts.get("Guild", ""), facts.get("Channel", "")), 0, False)


def messages_in(lines: Iterable[tuple[int, str]], head: Head) -> Iterator[Written | Stray]:
    """The messages, and the lines above the first that belong to none.

    The first opening shows how dates look in this file; what looks different, or does not follow upon a blank line,
    belongs to the text of a message. Raises BrokenExport where the lines do, after all messages before the damage.
    """
    damage: BrokenExport | None = None
    shape, after_blank = "", True
    current: Written | None = None
    try:
        for number, line in lines:
            if number <= head.lines:
                continue
            opening = opening_of(line, number) if after_blank and line.startswith("[") else None
            if opening and shape in ("", shape_of(opening.date)):
                shape = shape_of(opening.date)
                if current is not None:
                    yield current
                current = Written(opening)
            elif current is not None:
                _add(current, line)
            else:
                yield Stray(number, line)
            after_blank = not line.strip()
    except BrokenExport as error:
        damage = error
    if current is not None:
        yield current.close()
    if damage is not None:
        raise damage


def opening_of(line: str, number: int) -> Opening | None:
    match = _OPENING.fullmatch(line.rstrip())
    return Opening(number, match["date"], match["author"]) if match and shape_of(match["date"]) else None


@lru_cache(4096)
def shape_of(date: str) -> str:
    """A written time with its numbers and words taken for one another; "" for what is no date with a time."""
    if not any("T" in each.wall for each in readings(date).values()):
        return ""
    return _NUMBERS.sub("0", _WORDS.sub("a", date))


def _add(written: Written, line: str) -> None:
    if not line.strip():
        written.blank += 1
        return
    written.body.extend([""] * written.blank)
    written.body.append(line)
    written.blank = 0

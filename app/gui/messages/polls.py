"""This file is where a poll is read from its text: a question, then a line for each answer with its votes."""

import re
from dataclasses import dataclass

_VOTES = re.compile(r"\s*[(（]?\s*(\d{1,9})(?:\s*(?:of|/)\s*\d+)?\s*(?:votes?|票|人|Stimmen?|votos?)?\s*[)）]?\s*$")
_MARKED = re.compile(r"[(（]\s*\d|\d\s*(?:votes?|票)", re.IGNORECASE)
_MOST = 20


@dataclass(frozen=True)
class Option:
    """An answer; votes is None where the export has none."""

    text: str
    votes: int | None


@dataclass(frozen=True)
class Poll:
    question: str
    options: tuple[Option, ...]

    @property
    def most(self) -> int:
        return max((each.votes or 0 for each in self.options), default=0)


def poll(text: str) -> Poll | None:
    """None where the text is not a question with at least two answers."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not 3 <= len(lines) <= _MOST:
        return None
    return Poll(lines[0], tuple(_option(line.removeprefix("•").strip()) for line in lines[1:]))


def _option(line: str) -> Option:
    found = _VOTES.search(line)
    if found is None or not found.start() or not _MARKED.search(line[found.start() :]):
        return Option(line, None)
    return Option(line[: found.start()].rstrip(), int(found[1]))

"""This file is where it is counted what became of every line, record or row of a file: nothing is lost silently.

An importer says `read` for each unit it takes from the file and then, once for each, what it was. The two counts come
from two places, so that a unit that nobody spoke of shows as `unaccounted` (format specification, section 0.1).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.types import ExportedMessage, Problem, Repair

Unit = Literal["line", "record", "row"]


@dataclass(slots=True)
class Tally:
    """The account of one entry. others: what was neither message nor problem, by name ("blank", "header")."""

    entry: str
    unit: Unit
    taken: int = 0
    messages: int = 0
    continuations: int = 0
    notices: int = 0
    problems: int = 0
    others: Counter[str] = field(default_factory=Counter)
    undecoded: int = 0

    def read(self, count: int = 1) -> None:
        """So many units were taken from the file."""
        self.taken += count

    def message(self, count: int = 1) -> None:
        """So many units were (the first lines of) messages."""
        self.messages += count

    def continuation(self, count: int = 1) -> None:
        """So many units went on with the message, notice or problem before them."""
        self.continuations += count

    def notice(self, count: int = 1) -> None:
        self.notices += count

    def problem(self, count: int = 1) -> None:
        """So many units could not be read and were told as Problems."""
        self.problems += count

    def other(self, what: str, count: int = 1) -> None:
        """So many units belong to no message: "blank", "header", "separator", "duplicate", "reaction", ..."""
        self.others[what] += count

    @property
    def unaccounted(self) -> int:
        """Units that were read and of which nothing was said; negative when more was said than read."""
        spoken = self.messages + self.continuations + self.notices + self.problems + self.others.total()
        return self.taken - spoken


def counted(
    items: Iterable[ExportedMessage | Problem | Repair], tally: Tally
) -> Iterator[ExportedMessage | Problem | Repair]:
    """The items, each message, notice and Problem of which stands for one unit; Repairs stand for none."""
    for item in items:
        if isinstance(item, ExportedMessage):
            if item.kind == "notice":
                tally.notices += 1
            else:
                tally.messages += 1
        elif isinstance(item, Problem):
            tally.problems += 1
        yield item

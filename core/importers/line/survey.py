"""This file is where a LINE export is walked before its messages are read: who writes, how its days are written.

The weekday beside each date says which number is the day; what it leaves open, all dates of the file decide together.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from core.importers.line.events import events
from core.importers.line.headings import Day, Title, day_of, title_of
from core.importers.line.names import NameFinder, by_first_word, row_with
from core.importers.line.rows import RowReader, spaced, tabbed_row
from core.types import Ambiguity, ConversationKind, DateOrder, Repair
from core.written_times import OrderVote, read_time

_MOST_SENDERS = 20_000

Numbered = Iterable[tuple[int, str]]


class Known(NamedTuple):
    """What is known of a file before it is walked. name: that its own name tells; written: when, ms since 1970 UTC."""

    entry: str
    tabbed: bool
    name: Title | None
    written: int | None
    asked: DateOrder | None


@dataclass
class Survey:
    """What a file holds. guarded: its days have a blank line before them; names: found in rows with spaces."""

    known: Known
    row_of: RowReader
    title: Title | None = None
    names: tuple[str, ...] = ()
    senders: Counter[str] = field(default_factory=Counter)
    guarded: bool = False
    order: DateOrder | None = None
    ambiguous: tuple[Ambiguity, ...] = ()
    notes: list[Repair] = field(default_factory=list)

    @property
    def kind(self) -> ConversationKind:
        """By the number of people, then by the wording of the title."""
        if len(self.senders) > 2:
            return "group"
        is_pair = self.title is not None and len(self.senders) == 2 and self.title.name in self.senders
        return "private" if is_pair else self.title.kind if self.title else "unknown"

    @property
    def owner(self) -> str | None:
        """In a chat of two the one who does not bear the chat's name."""
        others = [name for name in self.senders if self.title is None or name != self.title.name]
        return others[0] if len(self.senders) == 2 and len(others) == 1 else None


def is_tabbed(lines: Iterable[str]) -> bool:
    """True when rows are parted by tabs, as far as these lines tell; texts may hold pasted rows of the other kind."""
    tabs = spaces = 0
    for line in lines:
        if "\t" in line:
            tabs += tabbed_row(line) is not None
        else:
            spaces += spaced(line) is not None
    return tabs > 0 and tabs >= spaces


def survey_of(opened: Callable[[], Numbered], known: Known) -> Survey:
    """What a text holds; `opened` gives its lines anew."""
    found = Survey(known, tabbed_row, known.name)
    if not known.tabbed:
        _find_names(found, opened())
    days: list[tuple[Day, bool]] = []
    for event in events(opened(), found.row_of, None):
        if event.role == "title":
            found.title = title_of(event.text)
        elif event.role == "day" and (day := day_of(event.text)):
            days.append((day, event.guarded))
        elif event.row and event.row.sender and len(found.senders) < _MOST_SENDERS:
            found.senders[event.row.sender] += 1
    _settle_days(found, days)
    return found


def _find_names(found: Survey, numbered: Numbered) -> None:
    finder = NameFinder()
    for _, line in numbered:
        if (row := spaced(line)) and not day_of(line):
            finder.add(row[1])
    found.names, weak = finder.names([found.known.name.name] if found.known.name else [])
    found.row_of = partial(row_with, by_first_word(found.names))
    guessed = sorted(set(found.names) - weak)[:20] or list(found.names[:20])
    if guessed:
        what = f"spaces part names from texts in this format; these names were found: {', '.join(guessed)}"
        found.notes.append(Repair(found.known.entry, what))


def _settle_days(found: Survey, days: list[tuple[Day, bool]]) -> None:
    """Whether blank lines stand before days, and in which order their numbers are."""
    guarded = sum(is_guarded for _, is_guarded in days[1:])
    found.guarded = guarded * 2 > len(days) - 1 if len(days) > 1 else found.known.tabbed
    kept = [day for place, (day, is_guarded) in enumerate(days) if is_guarded or not found.guarded or place == 0]
    vote = OrderVote()
    for day in kept:
        vote.add(day.written)
    found.order = vote.decide(found.known.written, found.known.asked)
    if found.order is None:
        found.ambiguous = (vote.question(found.known.entry, found.known.written),)
    wrong = [day.written for day in kept if not day.fits and day.sure]
    wrong += [day.written for day in kept if day.fits and found.order and not read_time(day.written, found.order)]
    if wrong:
        what = f"{len(wrong)} days bear another weekday than theirs, the first is {wrong[0]}; the date was taken"
        found.notes.append(Repair(found.known.entry, what))

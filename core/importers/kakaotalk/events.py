"""This file is where every line of a KakaoTalk export gets its role: title, day, message, notice, more of a text.

On a computer the app's own lines bear neither time nor brackets; they are told from a text that goes on by their
wording, and by what follows: nothing of a text stands behind a notice (format specification, section 12).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from core.importers.kakaotalk.headings import bare_day, is_saved, ruled_day, title_of
from core.importers.kakaotalk.rows import Row, row_of
from core.importers.kakaotalk.vocabulary import is_notice
from core.lines_ahead import LinesAhead

Role = Literal["title", "saved", "day", "time", "message", "notice", "more", "blank"]
WallOf = Callable[[str], str | None]
"""A whole written time as a wall time."""

_REACH = 40
"""Lines that are looked at to find the message after what may be a notice."""

_MOST_SPEAKERS = 500
"""Names that are kept to know the app's short words about them."""


class Event(NamedTuple):
    """One line. value: of a day, the ISO date."""

    number: int
    role: Role
    text: str
    row: Row | None = None
    value: str = ""


def events(numbered: Iterable[tuple[int, str]], wall_of: WallOf, *, goes_on: bool = False) -> Iterator[Event]:
    """The lines with their roles. goes_on: this text is a later part of one that has days already."""
    walk = _Walk(LinesAhead(numbered), wall_of, goes_on)
    while (taken := walk.lines.take()) is not None:
        yield walk.event(*taken)


class _Walk:
    """What was seen: whether messages have begun, how they begin, the time of the last one, whether the text is a
    computer's. Lines that begin in another manner than the first message were pasted into somebody's text."""

    def __init__(self, lines: LinesAhead, wall_of: WallOf, goes_on: bool) -> None:
        self.lines, self._wall_of = lines, wall_of
        self._begun, self._has_day = False, goes_on
        self._ruled = self._spaced = False
        self._speakers: set[str] = set()
        self._day = ""
        self._manner = ""
        self._before = ""
        self._last = ""
        self._heads = 0

    def event(self, number: int, line: str) -> Event:
        found = self._told(number, line)
        if found.role in ("message", "notice"):
            self._begun = True
            if found.role == "message" and found.row:
                self._manner = self._manner or found.row.manner
                self._ruled |= found.row.manner == "bracketed"
                if len(self._speakers) < _MOST_SPEAKERS:
                    self._speakers.add(found.row.sender)
            if found.row and found.row.manner == "dated":
                self._last = self._wall_of(found.row.time) or self._last
        elif found.role == "day":
            self._begun = self._has_day = True
        self._before = line
        return found

    def _told(self, number: int, line: str) -> Event:
        if not line.strip():
            return Event(number, "blank", line)
        if not self._begun and (role := self._heading(line)):
            return Event(number, role, line)
        if day := self._day_in(line):
            return Event(number, "day", line, value=day)
        if found := self._begins(number, line):
            return found
        is_by_app = self._ruled and (is_notice(line) or self._is_of_a_speaker(line)) and self._nothing_goes_on()
        return Event(number, "notice" if is_by_app else "more", line)

    def _is_of_a_speaker(self, line: str) -> bool:
        """True for short words of the app ("Ann left.") that begin with the name of somebody who has written."""
        return is_notice(line, timed=True) and any(line.startswith(f"{name} ") for name in self._speakers)

    def _day_in(self, line: str) -> str | None:
        if day := ruled_day(line):
            self._ruled = True
            return day
        day = bare_day(line)
        if day is None or not self._message_follows():
            return None
        apart = not self._before.strip()
        self._spaced |= self._begun and apart
        if self._begun and not apart and not self._goes_over_to(day):
            return None
        self._day = day
        return day

    def _goes_over_to(self, day: str) -> bool:
        """True where a day stands right below a message, as in texts that lost their blank lines, and is no date that
        somebody wrote down: messages of that day follow, or times alone, with no blank line above any day so far."""
        following = row_of(self.lines.next_written() or "")
        if following is not None and following.manner == "dated":
            return (self._wall_of(following.time) or "").startswith(day)
        return self._manner == "timed" and day > self._day and not self._spaced and not self._spaced_later()

    def _spaced_later(self) -> bool:
        ahead = list(islice(self.lines.ahead(), _REACH))
        return any(not above.strip() and bare_day(line) for above, line in pairwise(ahead))

    def _heading(self, line: str) -> Role | None:
        self._heads += 1
        if self._heads <= 3 and is_saved(line):
            return "saved"
        return "title" if self._heads == 1 and row_of(line) is None and title_of(line) else None

    def _begins(self, number: int, line: str) -> Event | None:
        """The message, notice or mere time that a line begins; None where it only looks so."""
        row = row_of(line)
        if row is None or row.manner != (self._manner or row.manner):
            return None
        if row.manner == "timed" and not self._has_day:
            return None
        if row.role == "message":
            return Event(number, "message", line, row)
        if row.role == "time":
            return Event(number, "time", line, row) if self._message_follows() else None
        return Event(number, "notice", line, row) if is_notice(row.text, timed=True) or self._fits(row) else None

    def _fits(self, row: Row) -> bool:
        """True when the time lies between those of the messages around it: people write down other times."""
        if not self._begun or row.manner != "dated":
            return not self._begun
        wall = self._wall_of(row.time) or ""
        after = (row_of(line) for line in islice(self.lines.ahead(), _REACH))
        messages = (other for other in after if other and (other.manner, other.role) == ("dated", "message"))
        following = next((self._wall_of(other.time) for other in messages), None)
        return self._last <= wall and (following is None or wall <= following)

    def _message_follows(self) -> bool:
        following = self.lines.next_written()
        return following is None or row_of(following) is not None or ruled_day(following) is not None

    def _nothing_goes_on(self) -> bool:
        """True when the next line that is no notice begins a message or a day, or there is none."""
        for line in islice(self.lines.ahead(), _REACH):
            if line.strip() and not is_notice(line):
                return row_of(line) is not None or ruled_day(line) is not None
        return True

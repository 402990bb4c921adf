"""This file is where every line of a LINE export gets its role: title, day, row, more of a text, blank.

A text of several lines stands between quotes, inner quotes doubled; some versions write it bare. Lines inside quotes
are text whatever they look like. A day begins where a date with its weekday stands alone, a row follows, and - on a
phone - a blank line stands before it: people write such lines too.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from core.importers.line.headings import day_of, is_saved, title_of
from core.importers.line.rows import Row, RowReader, quote_state
from core.lines_ahead import LinesAhead

Role = Literal["title", "saved", "day", "row", "more", "blank"]

_LONGEST = 20_000
"""Characters of a quoted text; LINE lets nobody write more than ten thousand."""

_ROWS_INSIDE = 64
"""Lines of a quoted text that holds lines like messages; a quote left open would swallow what follows it."""


class Event(NamedTuple):
    """One line. end: on rows, the number of the last line of a quoted text; doubled: its inner quotes are doubled;
    odd: lines inside look like messages; guarded: on days, a blank line stands before it."""

    number: int
    role: Role
    text: str
    row: Row | None = None
    end: int = 0
    doubled: bool = False
    odd: bool = False
    guarded: bool = False


def events(numbered: Iterable[tuple[int, str]], row_of: RowReader, guarded: bool | None) -> Iterator[Event]:
    """The lines with their roles. guarded: whether days need a blank line before them; None tells all that may be."""
    lines = LinesAhead(numbered)
    before, begun, end = "", False, 0
    while (taken := lines.take()) is not None:
        number, line = taken
        if number <= end:
            yield Event(number, "more", line)
            continue
        if not line.strip():
            event = Event(number, "blank", line)
        elif row := row_of(line):
            event = _row(number, line, row, (lines, row_of))
            end, begun = event.end, True
        elif _is_day(line, (lines, row_of), (bool(before.strip()) and begun, guarded)):
            event = Event(number, "day", line, guarded=not before.strip())
            begun = True
        else:
            event = Event(number, _heading(line, before) if not begun else "more", line)
        before = line
        yield event


def _heading(line: str, before: str) -> Role:
    if title_of(line):
        return "title"
    return "saved" if is_saved(line) or title_of(before) else "more"


def _is_day(line: str, place: tuple[LinesAhead, RowReader], before: tuple[bool, bool | None]) -> bool:
    """before: whether text stands on the line before, and whether a day may not follow that."""
    day = day_of(line)
    after_text, guarded = before
    if day is None or (after_text and (guarded or not day.sure)):
        return False
    lines, row_of = place
    following = lines.next_written()
    return following is None or row_of(following) is not None or day_of(following) is not None


def _row(number: int, line: str, row: Row, place: tuple[LinesAhead, RowReader]) -> Event:
    event = Event(number, "row", line, row)
    if not row.text.startswith('"'):
        return event
    first = quote_state(row.text[1:])
    found = _Quoted(first == "open").closing(*place) if first != "closed" else None
    return event if found is None else event._replace(end=number + found[0], doubled=found[1], odd=found[2])


class _Quoted:
    """A text that a quote opens, as far as it was followed. strict: so far all quotes in it are doubled."""

    def __init__(self, strict: bool) -> None:
        self._strict = strict
        self._inside: int | None = None
        self._written = (0, "")

    def closing(self, lines: LinesAhead, row_of: RowReader) -> tuple[int, bool, bool] | None:
        """(how many lines follow the first, whether inner quotes are doubled, whether lines like messages are among
        them); None when nothing closes the quote: then it is only a quote."""
        length = 0
        for count, line in enumerate(lines.ahead(), 1):
            length += len(line)
            if length > _LONGEST or not self._goes_on(count, line, row_of):
                break
            if self._strict and (state := quote_state(line)) != "open":
                if state == "closed":
                    return count, True, self._inside is not None
                self._strict = False
        # Quotes around a text whose inner quotes were left as they are: the last line before the next row ends in one.
        count, line = self._written
        return (count, False, False) if line.endswith('"') else None

    def _goes_on(self, count: int, line: str, row_of: RowReader) -> bool:
        """False where looking further tells nothing more."""
        if self._inside is None and (row_of(line) or day_of(line)):
            self._inside = count
        if self._inside is None and line.strip():
            self._written = (count, line.rstrip())
        return self._inside is None or (self._strict and count <= _ROWS_INSIDE)

"""This file is where a chat text is walked a second time and its messages come out, one by one.

Every line is the opening of a message or notice, a continuation of the one above, or a Problem; nothing is dropped.
"""

from collections.abc import Callable, Iterable, Iterator
from re import Match
from typing import NamedTuple

from core.errors import BrokenExport
from core.importers.whatsapp.calendar import chat_day
from core.importers.whatsapp.characters import is_marked
from core.importers.whatsapp.composing import Composer, Opening
from core.importers.whatsapp.headers import Shape
from core.tally import Tally
from core.types import DateOrder, ExportedMessage, Problem
from core.written_times.calendar import parts_of
from core.written_times.characters import without_marks
from core.written_times.clock import clock_time

CACHED = 100_000
ORPHAN = "this line stands above the first message and belongs to none"


class Dated(NamedTuple):
    """A header shape and the orders its dates may have: one, or several while the person has not answered."""

    shape: Shape
    orders: tuple[DateOrder, ...]


class Layout(NamedTuple):
    """How one chat text is to be read. timed: False leaves all times out; marks: marks before entries mean media."""

    entry: str
    shapes: tuple[Dated, ...]
    timed: bool
    marks: bool


def messages_of(
    lines: Iterable[str], layout: Layout, composer: Composer, tally: Tally
) -> Iterator[ExportedMessage | Problem]:
    """The messages of a text in file order; lines above the first header are Problems.

    Raises BrokenExport when no shape was found, and where the text is damaged, after the last message before that.
    """
    if not layout.shapes:
        raise BrokenExport(f"{layout.entry}: no line begins with a date. Export the chat again.")
    lead, *others = [_Reader(dated) for dated in layout.shapes]
    days, times, timed, marks = lead.days, lead.times, layout.timed, layout.marks
    opening: Opening | None = None
    more: list[str] = []
    breaks: list[BrokenExport] = []
    for number, line in enumerate(_until_broken(lines, breaks), 1):
        tally.taken = number
        if (match := lead.match(line)) and (day := days[match["date"]]) and (time := times[match["time"]]):
            end, moment = match.end(), day + time
        elif others and (found := _header(line, others)):
            end, moment = found
        else:
            if opening is not None:
                more.append(line)
            elif line.strip("\ufeff \t\r"):
                tally.problem()
                yield Problem(f"{layout.entry}:{number}", ORPHAN)
            else:
                tally.other("blank")
            continue
        if opening is not None:
            yield _counted(composer.message(opening, more), more, tally)
            if more:
                more = []
        opening = (number, moment if timed else None, line[end:], marks and line[0] > "\x7f" and is_marked(line))
    if opening is not None:
        yield _counted(composer.message(opening, more), more, tally)
    if breaks:
        raise breaks[0]


def _until_broken(lines: Iterable[str], breaks: list[BrokenExport]) -> Iterator[str]:
    """The message that a break cuts off is kept as far as it goes: it comes out before the break is told."""
    try:
        yield from lines
    except BrokenExport as error:
        breaks.append(error)


def _counted(message: ExportedMessage, more: list[str], tally: Tally) -> ExportedMessage:
    if message.kind == "notice":
        tally.notices += 1
    else:
        tally.messages += 1
    tally.continuations += len(more)
    return message


def _header(line: str, readers: list["_Reader"]) -> tuple[int, str] | None:
    for reader in readers:
        match = reader.match(line)
        if match and (day := reader.days[match["date"]]) and (time := reader.times[match["time"]]):
            return match.end(), day + time
    return None


class _Reader:
    """One shape, with the days and times it has met."""

    def __init__(self, dated: Dated) -> None:
        self.match: Callable[[str], Match[str] | None] = dated.shape.pattern.match
        self.days = _Met(lambda text: _day(text, dated.orders))
        self.times = _Met(_time)


class _Met(dict[str, str | None]):
    """Remembers what texts were turned into; forgets everything rather than grow without end."""

    def __init__(self, turn: Callable[[str], str | None]) -> None:
        super().__init__()
        self._turn = turn

    def __missing__(self, text: str) -> str | None:
        if len(self) >= CACHED:
            self.clear()
        self[text] = value = self._turn(text)
        return value


def _time(text: str) -> str | None:
    clock = clock_time(text)
    if clock is None:
        return None
    return f"T{clock}:00" if len(clock) == len("12:33") else f"T{clock}"


def _day(text: str, orders: tuple[DateOrder, ...]) -> str | None:
    parts = parts_of(without_marks(text))
    days = (chat_day(parts, order) for order in orders) if parts else ()
    return next((day.isoformat() for day in days if day), None)

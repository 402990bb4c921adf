"""This file is where the messages of a LINE export come out, one by one, after its survey."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.importers.line.contents import content_of
from core.importers.line.events import Event
from core.importers.line.headings import day_of
from core.importers.line.rows import unquoted
from core.importers.line.survey import Survey
from core.importers.line.vocabulary import call
from core.tally import Tally
from core.types import ExportedMessage, Problem, Repair
from core.written_times import read_time

_Item = ExportedMessage | Problem | Repair


@dataclass
class _Open:
    """The message that goes on. day: ISO, None where no day stands above it."""

    event: Event
    day: str | None
    more: list[str] = field(default_factory=list)


def messages_of(lines: Iterable[Event], survey: Survey, tally: Tally) -> Iterator[_Item]:
    """The messages in file order; a text goes on until the next row or day."""
    yield from survey.notes
    opening: _Open | None = None
    day: str | None = None
    dayless = 0
    for event in lines:
        if event.role in ("row", "day") and opening:
            yield from _closed(opening, survey, tally)
            opening = None
        if event.role == "row":
            opening = _Open(event, day)
            dayless += day is None
        elif event.role == "day":
            tally.other("day")
            day = _date(event.text, survey)
        elif opening:
            opening.more.append(event.text)
        elif event.role == "more":
            tally.problem()
            yield Problem(f"{survey.known.entry}:{event.number}", "this line belongs to no message")
        else:
            tally.other("blank" if event.role == "blank" else "header")
    if opening:
        yield from _closed(opening, survey, tally)
    if dayless and not survey.ambiguous:
        yield Repair(survey.known.entry, f"no day stands above {dayless} messages: they are kept without a date")


def _date(text: str, survey: Survey) -> str | None:
    """The day; where its weekday contradicts the order that the whole file has, the bare date."""
    day = day_of(text)
    if day is None or survey.order is None:
        return None
    found = read_time(day.written, survey.order) or read_time(_bare(day.written), survey.order)
    return found.wall if found else None


def _bare(written: str) -> str:
    """A date without its weekday."""
    return " ".join(part for part in written.replace(",", " ").replace("(", " ").split() if part[0].isdecimal())


def _closed(opening: _Open, survey: Survey, tally: Tally) -> Iterator[_Item]:
    """The message that ends here; blank lines at its end stand before a day."""
    more, blank = opening.more, 0
    while len(more) > opening.event.end - opening.event.number and more and not more[-1].strip():
        more.pop()
        blank += 1
    tally.other("blank", blank)
    tally.continuation(len(more))
    message = _message(opening, survey)
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    yield message
    if opening.event.odd:
        what = "lines inside a quoted text look like messages; they were read as part of it"
        yield Repair(message.where, what)


def _message(opening: _Open, survey: Survey) -> ExportedMessage:
    event, row = opening.event, opening.event.row
    where = f"{survey.known.entry}:{event.number}"
    local_time = f"{opening.day}T{row.time}" if row and opening.day else None
    text = _text(opening)
    if row is None or not row.sender:
        return _by_app(text, local_time, where)
    content = content_of(text, survey.known.tabbed)
    return ExportedMessage(
        None,
        row.sender,
        None,
        local_time,
        content.text,
        content.kind,
        content.attachments,
        deleted=content.deleted,
        where=where,
    )


def _by_app(text: str, local_time: str | None, where: str) -> ExportedMessage:
    """A line of the app; calls of groups have no name before them."""
    length = call(text.strip())
    if length is not None:
        return ExportedMessage(None, None, None, local_time, length, "call", where=where)
    return ExportedMessage(None, None, None, local_time, text.strip(), "notice", where=where)


def _text(opening: _Open) -> str:
    event = opening.event
    first = event.row.text if event.row else event.text
    quoted = event.end - event.number
    if not event.end or quoted > len(opening.more):
        return "\n".join([first, *opening.more]).rstrip("\n")
    inside = unquoted("\n".join([first, *opening.more[:quoted]]), event.doubled)
    return "\n".join([inside, *opening.more[quoted:]])

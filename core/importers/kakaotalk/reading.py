"""This file is where the messages of a KakaoTalk text come out, one by one, after its survey."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.importers.kakaotalk.contents import content_of
from core.importers.kakaotalk.events import Event, events
from core.importers.kakaotalk.sources import Source
from core.importers.kakaotalk.survey import Survey, wall_of
from core.tally import Tally
from core.types import ExportedMessage, Problem, Repair

_Item = ExportedMessage | Problem | Repair


@dataclass
class _Open:
    """What goes on, with the lines so far and the accounts that they stand in."""

    event: Event
    source: Source
    tally: Tally
    local_time: str | None
    more: list[tuple[Tally, str]] = field(default_factory=list)


def messages_of(sources: Sequence[Source], survey: Survey) -> Iterator[_Item]:
    """The messages of all parts of a chat; a text may go on from one part to the next."""
    walk = _Walk(survey, sources[0].label)
    for place, source in enumerate(sources):
        tally = source.export.tally(source.label, "line")
        lines = events(source.lines(tally), wall_of(survey.order), goes_on=place > 0)
        yield from walk.through(lines, source, tally)
    yield from walk.ended()


class _Walk:
    """The message that goes on, and the day that was told last."""

    def __init__(self, survey: Survey, label: str) -> None:
        self._survey, self._label = survey, label
        self._opening: _Open | None = None
        self._day: str | None = None
        self._dayless = 0

    def through(self, lines: Iterable[Event], source: Source, tally: Tally) -> Iterator[_Item]:
        for event in lines:
            if event.role in ("message", "notice", "day", "time"):
                yield from self._closed()
            if event.role in ("message", "notice"):
                self._opening = _Open(event, source, tally, self._time(event))
            elif event.role == "day":
                self._day = event.value
                tally.other("day")
            elif event.role in ("time", "title", "saved"):
                tally.other("day" if event.role == "time" else "header")
            elif self._opening:
                self._opening.more.append((tally, event.text))
            elif event.role == "blank":
                tally.other("blank")
            else:
                tally.problem()
                yield Problem(f"{source.label}:{event.number}", "this line belongs to no message")

    def ended(self) -> Iterator[_Item]:
        yield from self._closed()
        if self._dayless:
            what = f"no day stands above {self._dayless} messages: they are kept without a date"
            yield Repair(self._label, what)

    def _time(self, event: Event) -> str | None:
        """The wall time; a notice of a computer bears none."""
        if event.row is None:
            return None
        if event.row.manner == "dated":
            return wall_of(self._survey.order)(event.row.time) if self._survey.order else None
        self._dayless += self._day is None
        return f"{self._day}T{event.row.time}" if self._day else None

    def _closed(self) -> Iterator[ExportedMessage]:
        """The message that ends here; blank lines at its end stand before what follows."""
        opening, self._opening = self._opening, None
        if opening is None:
            return
        while opening.more and not opening.more[-1][1].strip():
            opening.more.pop()[0].other("blank")
        for tally, _ in opening.more:
            tally.continuation()
        message = _message(opening)
        if message.kind == "notice":
            opening.tally.notice()
        else:
            opening.tally.message()
        yield message


def _message(opening: _Open) -> ExportedMessage:
    event, row = opening.event, opening.event.row
    where = f"{opening.source.label}:{event.number}"
    text = "\n".join([row.text if row else event.text, *(line for _, line in opening.more)])
    if row is None or event.role == "notice":
        return ExportedMessage(None, None, None, opening.local_time, text.strip(), "notice", where=where)
    content = content_of(text, opening.source.export, opening.source.export.folder(opening.source.entry))
    return ExportedMessage(
        None,
        row.sender or None,
        None,
        opening.local_time,
        content.text,
        content.kind,
        content.attachments,
        deleted=content.deleted,
        where=where,
    )

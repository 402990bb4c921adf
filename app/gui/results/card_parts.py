"""This file is where a search result is put in order for a card: which messages are shown and which are folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.gui.look.dates import wall_time
from core.types import Message, SearchResult, Span, SpanMessage

SHOWN_AT_FIRST = 8
MORE_AT_ONCE = 40
"""Answers that come with each press: more would keep the window from answering."""

_UNFOLDED = 1
_UNMARKED_SPAN = 2


@dataclass(frozen=True)
class Line:
    """One line of a card: a message, a fold of `folded` messages with its place as `key`, or a gap before a day.

    opened: the messages of the fold stand below it; left: how many answers are not shown, for the line that offers
    them.
    """

    message: SpanMessage | None = None
    folded: tuple[SpanMessage, ...] = ()
    key: tuple[int, int] = (0, 0)
    gap: datetime | None = None
    images: tuple[tuple[int, float], ...] = ()
    left: int = 0
    opened: bool = False


def lines_of(result: SearchResult, opened: frozenset[tuple[int, int]], answers: int) -> tuple[list[Line], int]:
    """The lines, surest place of the conversation first, and how many highlighted messages they leave out.

    opened: keys of folds that are open; answers: how many highlighted messages are wanted.
    """
    lines: list[Line] = []
    room, left = answers, 0
    for number, span in sorted(enumerate(result.spans), key=lambda each: -_surest(each[1])):
        marked = sum(1 for each in span.messages if is_marked(each, span))
        if room <= 0:
            left += max(marked, 1)
            continue
        if len(result.spans) > 1:
            lines.append(Line(gap=_begin(span)))
        shown, over = _within(list(_lines_of_span(span, number, opened)), room, span)
        lines += shown
        left += over
        room -= max(marked - over, _UNMARKED_SPAN)
    return lines, left


def is_marked(each: SpanMessage, span: Span) -> bool:
    """Highlighted itself, or through one of its pictures."""
    return each.highlighted or any(
        image.attachment.message_id == each.message.id for image in span.images if image.highlighted
    )


def marked_messages(result: SearchResult) -> list[Message]:
    """The highlighted messages of all spans, in order; all messages where nothing is highlighted."""
    every = [(each, span) for span in result.spans for each in span.messages]
    return [each.message for each, span in every if is_marked(each, span)] or [each.message for each, _ in every]


def marks_of(results: Sequence[SearchResult]) -> tuple[dict[int, float | None], dict[int, float]]:
    """Confidence by message id and by attachment id of everything highlighted."""
    messages: dict[int, float | None] = {}
    images: dict[int, float] = {}
    for result in results:
        for span in result.spans:
            messages.update((each.message.id, each.confidence) for each in span.messages if each.highlighted)
            images.update(_images_of(span))
    return messages, images


def when_of(result: SearchResult) -> tuple[datetime | None, datetime | None]:
    """First and last time of the highlighted messages."""
    times = [time for time in map(wall_time, marked_messages(result)) if time is not None]
    return (min(times), max(times)) if times else (None, None)


def who_of(result: SearchResult) -> list[str]:
    """The senders of the highlighted messages, each once, in order."""
    return list(dict.fromkeys(message.sender for message in marked_messages(result) if message.sender))


def _within(lines: list[Line], room: int, span: Span) -> tuple[list[Line], int]:
    """The lines up to the last highlighted message there is room for, and how many are left out."""
    marked = [at for at, line in enumerate(lines) if line.message is not None and is_marked(line.message, span)]
    if len(marked) <= room:
        return lines, 0
    return lines[: marked[room]], len(marked) - room


def _lines_of_span(span: Span, number: int, opened: frozenset[tuple[int, int]]) -> Iterator[Line]:
    images = tuple(_images_of(span).items())
    anything = any(is_marked(each, span) for each in span.messages)
    run: list[SpanMessage] = []
    for place, each in enumerate(span.messages):
        if is_marked(each, span) or (not anything and place < 3):
            yield from _context(run, (number, place - len(run)), opened)
            run = []
            yield Line(message=each, images=images)
        else:
            run.append(each)
    yield from _context(run, (number, len(span.messages) - len(run)), opened)


def _context(run: list[SpanMessage], key: tuple[int, int], opened: frozenset[tuple[int, int]]) -> Iterator[Line]:
    if len(run) > _UNFOLDED:
        yield Line(folded=tuple(run), key=key, opened=key in opened)
    if len(run) <= _UNFOLDED or key in opened:
        yield from (Line(message=each) for each in run)


def _images_of(span: Span) -> dict[int, float]:
    return {
        each.attachment.id: 0.5 if each.confidence is None else each.confidence
        for each in span.images
        if each.highlighted
    }


def _surest(span: Span) -> float:
    messages = [each.confidence or 0.0 for each in span.messages if each.highlighted]
    images = [each.confidence or 0.0 for each in span.images if each.highlighted]
    return round(max([*messages, *images], default=0.0), 3)


def _begin(span: Span) -> datetime | None:
    return next((time for time in (wall_time(each.message) for each in span.messages) if time is not None), None)

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
        owners = _owners(span)
        marked = sum(1 for each in span.messages if _is_marked(each, owners))
        if room <= 0:
            left += max(marked, 1)
            continue
        if len(result.spans) > 1:
            lines.append(Line(gap=_begin(span)))
        lines += _within(_lines_of_span(span, number, opened), room, owners)
        over = max(marked - room, 0)
        left += over
        room -= max(marked - over, _UNMARKED_SPAN)
    return lines, left


def marked_messages(result: SearchResult) -> list[Message]:
    """The highlighted messages of all spans, in order; all messages where nothing is highlighted."""
    marked: list[Message] = []
    for span in result.spans:
        owners = _owners(span)
        marked += [each.message for each in span.messages if _is_marked(each, owners)]
    return marked or [each.message for span in result.spans for each in span.messages]


def marks_of(results: Sequence[SearchResult]) -> tuple[dict[int, float | None], dict[int, float]]:
    """Confidence by message id and by attachment id of everything highlighted; a message of which only a picture is
    has the picture's."""
    messages: dict[int, float | None] = {}
    images: dict[int, float] = {}
    for result in results:
        for span in result.spans:
            messages.update((each.message.id, each.confidence) for each in span.messages if each.highlighted)
            images.update(_images_of(span))
            for each in span.images:
                if each.highlighted:
                    messages.setdefault(each.attachment.message_id, each.confidence)
    return messages, images


def when_of(result: SearchResult) -> tuple[datetime | None, datetime | None]:
    """First and last time of the highlighted messages."""
    marked = marked_messages(result)
    dated = [message for message in marked if message.sent_at is not None]
    # Only the ends are turned into wall times: that costs a call to the calendar each.
    ends = [min(dated, key=_instant), max(dated, key=_instant)] if dated else marked
    times = [time for time in map(wall_time, ends) if time is not None]
    return (min(times), max(times)) if times else (None, None)


def who_of(result: SearchResult) -> list[str]:
    """The senders of the highlighted messages, each once, in order."""
    return list(dict.fromkeys(message.sender for message in marked_messages(result) if message.sender))


def _within(lines: Iterator[Line], room: int, owners: frozenset[int]) -> list[Line]:
    """The lines up to the last highlighted message there is room for; the others are never made."""
    kept: list[Line] = []
    for line in lines:
        if line.message is not None and _is_marked(line.message, owners):
            if not room:
                break
            room -= 1
        kept.append(line)
    return kept


def _owners(span: Span) -> frozenset[int]:
    """The messages with a highlighted picture."""
    return frozenset(image.attachment.message_id for image in span.images if image.highlighted)


def _is_marked(each: SpanMessage, owners: frozenset[int]) -> bool:
    return each.highlighted or each.message.id in owners


def _instant(message: Message) -> int:
    return message.sent_at or 0


def _lines_of_span(span: Span, number: int, opened: frozenset[tuple[int, int]]) -> Iterator[Line]:
    images, owners = tuple(_images_of(span).items()), _owners(span)
    anything = any(_is_marked(each, owners) for each in span.messages)
    run: list[SpanMessage] = []
    for place, each in enumerate(span.messages):
        if _is_marked(each, owners) or (not anything and place < 3):
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

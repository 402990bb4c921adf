"""This file is where what is shared becomes blocks one below the other: question, conversation, days, messages.

They are drawn as they look in the window, on paper and in pictures alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.gui.conversation.rows import paint_pill
from app.gui.look import avatars, fonts
from app.gui.look.dates import long_day, period, wall_time
from app.gui.look.text import PlainText, paint_line
from app.gui.look.theme import colours, title_colour
from app.gui.messages.bubbles import Bubble, Look
from app.gui.messages.tiles import PictureOf
from app.gui.sharing.pieces import pieces
from core.sharing import Options, Shared, prepared
from core.types import Attachment, Message, SearchResult, Span, SpanMessage

WIDTH = 720.0
"""Of the whole sheet in device-independent pixels, margins included."""

MARGIN = 36.0
INNER = WIDTH - 2 * MARGIN
_RUN_SECONDS = 600
_NAMES = 4
_QUOTED = 160
_NOTICE = 460.0

Paint = Callable[[QPainter, PictureOf], None]


@dataclass(frozen=True)
class Block:
    """Something of a height, painted at the painter's origin, INNER wide. leads: it must not be the last of a page.

    message: it is one, or the first part of one.
    """

    height: float
    paint: Paint
    leads: bool = False
    message: bool = False


def blocks_of(shared: Shared, options: Options) -> Iterator[Block]:
    """Laid out one by one, when they are asked for."""
    asked, chosen = prepared(shared.query, shared.results, options)
    if asked:
        yield _question(asked)
    for number, result in enumerate(chosen):
        yield _header(result, bool(asked) or number > 0)
        yield from _Conversation(result, options.pictures).blocks()
    if not chosen:
        yield _quiet(QCoreApplication.translate("sheet", "Nothing was found."))


def count_of(shared: Shared, options: Options) -> int:
    """How many messages `blocks_of` gives."""
    return len(Shared("", tuple(prepared("", shared.results, replace(options, hide_names=False))[1])).messages)


def title_of(shared: Shared, options: Options) -> str:
    """What the sheet is about, on one line: the question, else the conversation."""
    asked, chosen = prepared(shared.query, shared.results, options)
    return " ".join((asked or (chosen[0].conversation.title if chosen else "")).split())[:200]


class _Conversation:
    """The messages of one result. What a message answers is quoted only where that is shared too."""

    def __init__(self, result: SearchResult, pictures: bool) -> None:
        self._spans, self._pictures = result.spans, pictures
        self._by_key = {each.message.key: each.message for span in result.spans for each in span.messages}
        self._day = ""
        self._before: Message | None = None

    def blocks(self) -> Iterator[Block]:
        for number, span in enumerate(self._spans):
            if number:
                self._before = None
                yield _gap()
            for each in span.messages:
                yield from self._message(each, span)

    def _message(self, each: SpanMessage, span: Span) -> Iterator[Block]:
        message, when = each.message, wall_time(each.message)
        today = long_day(when) if when is not None else self._day
        if today != self._day:
            self._day, self._before = today, None
            yield _day(today)
        if message.kind == "notice":
            self._before = None
            yield _notice(message)
            return
        first = not _same_run(self._before, message)
        for place, part in enumerate(pieces(message)):
            yield self._bubble(part, each, span, (first and not place, not place))
        self._before = message

    def _bubble(self, part: Message, each: SpanMessage, span: Span, place: tuple[bool, bool]) -> Block:
        first, begins = place
        images = {item.attachment.id: item.confidence or 0.5 for item in span.images if item.highlighted}
        shown = replace(part, attachments=tuple(replace(item, sha256=self._file(item)) for item in part.attachments))
        marked = each.highlighted or any(item.id in images for item in part.attachments)
        look = Look(
            INNER,
            first=first,
            highlighted=marked,
            confidence=each.confidence,
            quote=self._quote(part),
            expanded=True,
            images=images,
        )
        bubble = Bubble(shown, look)
        above = 12.0 if first else 4.0

        def paint(painter: QPainter, picture_of: PictureOf) -> None:
            painter.translate(0, above)
            bubble.paint(painter, picture_of)

        return Block(above + bubble.height, paint, message=begins)

    def _file(self, item: Attachment) -> str | None:
        """Pictures that are not to be shown, or cannot be, become tiles with their names."""
        return item.sha256 if self._pictures and item.width and item.height else None

    def _quote(self, message: Message) -> tuple[str, str] | None:
        answered = self._by_key.get(message.reply_to or "")
        if answered is None:
            return None
        return (answered.sender or "", answered.text[:_QUOTED] or ", ".join(x.name for x in answered.attachments[:3]))


def _question(text: str) -> Block:
    words = PlainText(text, fonts.font("heading", True), INNER, limit=400, lines=5)
    return Block(words.height + 14, lambda painter, _: words.paint(painter, QPointF(0, 0), colours().text), leads=True)


def _header(result: SearchResult, apart: bool) -> Block:
    title, own = result.conversation.title, title_colour(result.conversation.title)
    above, meta = (12.0 if apart else 0.0), _meta(result)

    def paint(painter: QPainter, _: PictureOf) -> None:
        painter.translate(0, above)
        avatars.paint_avatar(painter, QRectF(0, 2, 40, 40), title, own)
        avatars.paint_source(painter, QPointF(35, 37), result.conversation.source, colours().canvas)
        right = INNER - 54
        paint_line(painter, QRectF(54, 0, right, 23), title, (fonts.font("title", True), colours().text))
        paint_line(painter, QRectF(54, 24, right, 18), meta, (fonts.font("label"), colours().muted))
        painter.setPen(QPen(colours().line, 1))
        painter.drawLine(QPointF(0, 55.5), QPointF(INNER, 55.5))

    return Block(above + 58, paint, leads=True)


def _meta(result: SearchResult) -> str:
    messages = [each.message for span in result.spans for each in span.messages]
    times = [time for time in map(wall_time, messages) if time is not None]
    people = list(dict.fromkeys(message.sender for message in messages if message.sender))
    names = ", ".join(people[:_NAMES]) + (f" +{len(people) - _NAMES}" if len(people) > _NAMES else "")
    when = period(min(times), max(times)) if times else ""
    return "  ·  ".join(filter(None, [avatars.source_title(result.conversation.source), when, names]))


def _day(text: str) -> Block:
    return Block(44, lambda painter, _: paint_pill(painter, QPointF(INNER / 2, 26), text), leads=True)


def _gap() -> Block:
    def paint(painter: QPainter, _: PictureOf) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().line_strong)
        for place in (-10.0, 0.0, 10.0):
            painter.drawEllipse(QPointF(INNER / 2 + place, 20), 2, 2)

    return Block(34, paint, leads=True)


def _notice(message: Message) -> Block:
    words = PlainText(message.text, fonts.font("small"), _NOTICE, lines=24)
    left = (INNER - words.width) / 2

    def paint(painter: QPainter, _: PictureOf) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().sunken)
        painter.drawRoundedRect(QRectF(left - 12, 10, words.width + 24, words.height + 8), 12, 12)
        words.paint(painter, QPointF(left, 14), colours().muted)

    return Block(words.height + 24, paint, message=True)


def _quiet(text: str) -> Block:
    where = QRectF(0, 4, INNER, 24)
    return Block(32, lambda painter, _: paint_line(painter, where, text, (fonts.font("body"), colours().muted)))


def _same_run(before: Message | None, message: Message) -> bool:
    """One sender in one go: the name need not be said again."""
    if before is None or before.sender != message.sender or before.sender_id != message.sender_id:
        return False
    then, now = wall_time(before), wall_time(message)
    return then is None or now is None or _seconds(then, now) < _RUN_SECONDS


def _seconds(then: datetime, now: datetime) -> float:
    try:
        return (now - then).total_seconds()
    except TypeError:  # one of them has a zone
        return 0.0

"""This file is where the text of a bubble is laid out, with its time beside or below it, and its places are found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QTextCharFormat

from app.gui.look import fonts
from app.gui.look.dates import clock, wall_time
from app.gui.look.text import (
    EXPANDED_CHARACTERS,
    EXPANDED_LINES,
    SHOWN_CHARACTERS,
    SHOWN_LINES,
    PlainText,
    paint_line,
)
from app.gui.look.theme import blend, colours
from app.gui.messages import tiles
from core.types import Attachment, Message

AVATAR = 34.0
SIDE = AVATAR + 10
WIDEST = 620.0
PAD_X, PAD_Y = 12.0, 8.0

Paint = Callable[[QPainter, tiles.PictureOf], None]


@dataclass(frozen=True)
class Look:
    """How a message is to be shown. confidence: of a highlighted message, in [0, 1], None while nobody has read it.

    first: it opens a run of one sender, so name and face are shown; quote: sender and text of what it replies to;
    images: confidence of highlighted attachments by id; words: to underline; lines: at most so many, 0 for as many as
    are usual.
    """

    width: float
    first: bool = True
    highlighted: bool = False
    confidence: float | None = None
    quote: tuple[str, str] | None = None
    expanded: bool = False
    images: Mapping[int, float] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class Hit:
    """What a point is on: "picture", "tile", "expand", "quote", "reaction", "time" or "bubble".

    about: what a tooltip tells of it, plain text.
    """

    what: str
    attachment: Attachment | None = None
    about: str = ""


class Paragraph:
    """What a bubble is made of: parts from top to bottom, of which one may be text.

    body: its text, where it has any, at `body_at`; selected: from and to which position of the body.
    """

    def __init__(self, message: Message, look: Look) -> None:
        self.message, self.look = message, look
        self.body: PlainText | None = None
        self.body_at = QPointF()
        self.selected: tuple[int, int] | None = None
        self._parts: list[tuple[float, Paint]] = []
        self._spots: list[tuple[QRectF, Hit]] = []
        self._room = min(WIDEST, look.width - SIDE) - 2 * PAD_X
        self._reach = 0.0
        self._top = PAD_Y

    def position_at(self, x: float, y: float, inside: bool = True) -> int | None:
        """The place in the body nearest to a point; None where there is none, or the point is not `inside` it."""
        if self.body is None:
            return None
        x, y = x - self.body_at.x(), y - self.body_at.y()
        if inside and not (-4 <= x <= self.body.width + 4 and 0 <= y <= self.body.height):
            return None
        return self.body.position_at(x, y)

    def word_at(self, x: float, y: float) -> tuple[int, int] | None:
        """From and to where the word at a point of the body goes."""
        if self.body is None or self.position_at(x, y) is None:
            return None
        at = self.body.position_at(x - self.body_at.x(), y - self.body_at.y(), on_character=True)
        return self.body.word_at(at)

    def add_text(self, text: str) -> None:
        footer = self._footer()
        aside = fonts.metrics("caption").horizontalAdvance(footer) + 2
        if self.message.deleted and not text.strip():
            text = QCoreApplication.translate("bubbles", "This message was deleted")
        if not text.strip():
            self._grow(aside)
            self._put(self._footer_painter(footer), 17)
            return
        limit = EXPANDED_CHARACTERS if self.look.expanded else SHOWN_CHARACTERS
        body = PlainText(
            text,
            fonts.font("body"),
            self._room,
            limit=limit,
            lines=EXPANDED_LINES if self.look.expanded else self.look.lines or SHOWN_LINES,
            marked=(self.look.words, colours().mark_edge),
        )
        self._grow(body.width)
        self.body, self.body_at = body, QPointF(SIDE + PAD_X, self._top)
        faint = self.message.deleted

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            ink = colours().muted if faint else colours().text
            body.paint(painter, QPointF(0, 0), ink, self._selection())

        beside = not body.right_to_left and body.last_line_width + 14 + aside <= self._room and not body.clipped
        self._put(paint, body.height - (16 if beside else 0))
        if beside:
            self._grow(body.last_line_width + 14 + aside)
        if body.clipped and self.look.expanded:
            self._add_rest()
        elif body.clipped:
            self.add_expand(QCoreApplication.translate("bubbles", "Show the whole message"))
        self._grow(aside)
        self._put(self._footer_painter(footer), 17)

    def add_expand(self, text: str) -> None:
        """A line to press that shows the rest."""
        across = fonts.metrics("small", True).horizontalAdvance(text)
        self._grow(across)
        self._spots.append((QRectF(SIDE + PAD_X, self._top, across, 20), Hit("expand")))

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            where = QRectF(0, 0, across + 2, 20)
            paint_line(painter, where, text, (fonts.font("small", True), colours().accent))

        self._put(paint, 20)

    def _add_rest(self) -> None:
        text = QCoreApplication.translate("bubbles", "Too long to be shown to its end. “Copy text” copies all of it.")
        note = PlainText(text, fonts.font("small"), self._room)
        self._grow(note.width)
        self._put(lambda painter, _: note.paint(painter, QPointF(0, 2), colours().muted), note.height + 4)

    def _footer(self) -> str:
        time = clock(wall_time(self.message))
        if not self.message.edited:
            return time
        return QCoreApplication.translate("bubbles", "edited") + f"  {time}"

    def _footer_painter(self, footer: str) -> Paint:
        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            where = QRectF(0, 1, min(self._reach, self._room), 16)
            colour = blend(colours().muted, colours().text, 0.2) if self.look.highlighted else colours().faint
            paint_line(painter, where, footer, (fonts.font("caption"), colour), "right")

        return paint

    def _selection(self) -> tuple[int, int, QTextCharFormat] | None:
        if self.selected is None:
            return None
        form = QTextCharFormat()
        form.setBackground(colours().accent)
        form.setForeground(colours().on_accent)
        return (*self.selected, form)

    def _put(self, paint: Paint, height: float) -> None:
        self._parts.append((self._top, paint))
        self._top += height

    def _grow(self, width: float) -> None:
        self._reach = max(self._reach, min(width, self._room))

"""This file is where one message becomes a bubble: what stands where, how it is drawn, and what is under the mouse.

The conversation and the result cards both draw with it, so a highlighted message looks the same in both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.gui.look import avatars, fonts, icons
from app.gui.look.dates import clock, wall_time
from app.gui.look.text import EXPANDED_CHARACTERS, SHOWN_CHARACTERS, PlainText, elided, isolate, paint_line
from app.gui.look.theme import RADIUS_LARGE, blend, colours, person_colour
from app.gui.messages import bubble_parts, tiles
from core.types import Attachment, Message

AVATAR = 34.0
SIDE = AVATAR + 10
WIDEST = 620.0
_PAD_X, _PAD_Y = 12.0, 8.0
_NARROWEST = 300.0
_KIND_ICONS = {"call": "call", "location": "location", "contact": "contact", "poll": "poll"}

Paint = Callable[[QPainter, tiles.PictureOf], None]


@dataclass(frozen=True)
class Look:
    """How a message is to be shown. confidence: of a highlighted message, in [0, 1], None while nobody has read it.

    first: it opens a run of one sender, so name and face are shown; quote: sender and text of what it replies to;
    images: confidence of highlighted attachments by id; words: to underline; lines: at most so many, 0 for all.
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
    """What a point is on: "picture", "tile", "expand" or "bubble"."""

    what: str
    attachment: Attachment | None = None


class Bubble:
    """A message laid out for one width; `height` in device-independent pixels, its origin is the row's top left."""

    def __init__(self, message: Message, look: Look) -> None:
        self.message, self.look = message, look
        self._parts: list[tuple[float, Paint]] = []
        self._spots: list[tuple[QRectF, Hit]] = []
        self._room = min(WIDEST, look.width - SIDE) - 2 * _PAD_X
        self._reach = 0.0
        self._top = _PAD_Y
        self._build()
        self._box = QRectF(SIDE, 0, min(self._reach, self._room) + 2 * _PAD_X, self._top + _PAD_Y - 2)
        self.height = self._box.height() + self._add_reactions()

    def paint(self, painter: QPainter, picture_of: tiles.PictureOf) -> None:
        """Draws at the painter's origin."""
        if self.look.first:
            name = self.message.sender or "?"
            avatars.paint_avatar(painter, QRectF(0, 0, AVATAR, AVATAR), name, person_colour(name))
        self._paint_box(painter)
        for top, part in self._parts:
            painter.save()
            painter.translate(SIDE + _PAD_X, top)
            part(painter, picture_of)
            painter.restore()

    @property
    def box(self) -> QRectF:
        """The bubble itself, without face and reactions."""
        return QRectF(self._box)

    @property
    def spots(self) -> list[tuple[QRectF, Hit]]:
        """What can be clicked in it, and where."""
        return list(self._spots)

    def hit(self, x: float, y: float) -> Hit | None:
        for where, hit in self._spots:
            if where.contains(x, y):
                return hit
        return Hit("bubble") if self._box.contains(x, y) else None

    def _build(self) -> None:
        message, look = self.message, self.look
        if look.first:
            self._add_name()
        if message.forwarded_from:
            text = QCoreApplication.translate("bubbles", "Forwarded from {name}")
            self._add_note("forward", text.format(name=isolate(message.forwarded_from)))
        if look.quote is not None:
            self._add_quote(look.quote)
        if message.attachments:
            self._add_attachments()
        if message.kind in _KIND_ICONS and not message.attachments:
            self._add_note(_KIND_ICONS[message.kind], bubble_parts.kind_title(message))
        self._add_text()

    def _add_name(self) -> None:
        name = self.message.sender or QCoreApplication.translate("bubbles", "Unknown sender")
        shown = elided(name, fonts.font("label", True), self._room)
        self._grow(fonts.metrics("label", True).horizontalAdvance(shown))
        look = (fonts.font("label", True), person_colour(self.message.sender or "?"))

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            paint_line(
                painter, QRectF(0, -1, self._room, 19), name, (look[0], person_colour(self.message.sender or "?"))
            )

        self._put(paint, 20)

    def _add_note(self, icon: str, text: str) -> None:
        self._grow(24 + fonts.metrics("small").horizontalAdvance(text) + 4)

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            icons.paint(painter, icon, QRectF(0, 1, 16, 16), colours().muted)
            where = QRectF(22, 0, self._room - 22, 18)
            paint_line(painter, where, text, (fonts.font("small"), colours().muted))

        self._put(paint, 21)

    def _add_quote(self, quote: tuple[str, str]) -> None:
        across = min(self._room, bubble_parts.quote_width(quote[1]))
        self._grow(across)

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            width = max(across, min(self._reach, self._room))
            bubble_parts.paint_quote(painter, width, quote, self._back())

        self._put(paint, 46)

    def _add_attachments(self) -> None:
        block = tiles.place(self.message.attachments, self._room)
        self._grow(block.reach)
        if block.pictures:
            # Text as wide as the picture above it; a wider one would leave a hole beside the picture.
            self._room = min(self._room, max(block.reach, _NARROWEST))
        top = self._top + 2
        for where, each in [*block.pictures, *block.others]:
            hit = Hit("picture" if each.is_image and each.sha256 else "tile", each)
            self._spots.append((where.translated(SIDE + _PAD_X, top), hit))
        marked = dict(self.look.images)
        self._top = top
        self._put(lambda painter, picture_of: tiles.paint(painter, block, picture_of, marked), block.height + 6)

    def _add_text(self) -> None:
        text, footer = self.message.text, self._footer()
        aside = fonts.metrics("caption").horizontalAdvance(footer) + 2
        if self.message.deleted and not text:
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
            lines=0 if self.look.expanded else self.look.lines,
            marked=(self.look.words, colours().mark_edge),
        )
        self._grow(body.width)
        faint = self.message.deleted

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            body.paint(painter, QPointF(0, 0), colours().muted if faint else colours().text)

        beside = not body.right_to_left and body.last_line_width + 14 + aside <= self._room and not body.clipped
        self._put(paint, body.height - (16 if beside else 0))
        if beside:
            self._grow(body.last_line_width + 14 + aside)
        if body.clipped:
            self._add_expand()
        self._grow(aside)
        self._put(self._footer_painter(footer), 17)

    def _add_expand(self) -> None:
        text = QCoreApplication.translate("bubbles", "Show the whole message")
        across = fonts.metrics("small", True).horizontalAdvance(text)
        self._grow(across)
        self._spots.append((QRectF(SIDE + _PAD_X, self._top, across, 20), Hit("expand")))

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            where = QRectF(0, 0, across + 2, 20)
            paint_line(painter, where, text, (fonts.font("small", True), colours().accent))

        self._put(paint, 20)

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

    def _add_reactions(self) -> float:
        pills = bubble_parts.reaction_pills(self.message, SIDE + 4, self._box.bottom() + 4, self.look.width)
        if not pills:
            return 0.0

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            painter.translate(-SIDE - _PAD_X, 0)
            bubble_parts.paint_pills(painter, pills)

        self._parts.append((0.0, paint))
        return 28.0

    def _put(self, paint: Paint, height: float) -> None:
        self._parts.append((self._top, paint))
        self._top += height

    def _grow(self, width: float) -> None:
        self._reach = max(self._reach, min(width, self._room))

    def _back(self) -> QColor:
        if not self.look.highlighted:
            return colours().bubble
        return blend(colours().bubble, colours().mark, bubble_parts.strength(self.look.confidence))

    def _paint_box(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box.adjusted(0.5, 0.5, -0.5, -0.5)
        edge = colours().bubble_line
        if self.look.highlighted:
            edge = blend(
                colours().bubble_line, colours().mark_edge, 0.25 + 0.5 * bubble_parts.strength(self.look.confidence)
            )
        painter.setPen(edge)
        painter.setBrush(self._back())
        painter.drawRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
        if self.look.highlighted:
            self._paint_edge(painter, box)

    def _paint_edge(self, painter: QPainter, box: QRectF) -> None:
        """A bar at the left, so that a highlight is more than a colour."""
        clip = QPainterPath()
        clip.addRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
        painter.save()
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        bar = blend(colours().bubble, colours().mark_edge, 0.3 + 0.7 * bubble_parts.strength(self.look.confidence))
        painter.fillRect(QRectF(box.x(), box.y(), 4, box.height()), bar)
        painter.restore()

"""This file is where one message becomes a bubble: what stands where, how it is drawn, and what is under the mouse.

The conversation and the result cards both draw with it, so a highlighted message looks the same in both.
"""

from PySide6.QtCore import QCoreApplication, QLocale, QRectF
from PySide6.QtGui import QPainter

from app.gui.look import avatars, fonts, icons
from app.gui.look.text import elided, isolate, paint_line
from app.gui.look.theme import colours, person_colour
from app.gui.messages import bubble_parts, tiles
from app.gui.messages.kind_cards import KindCard, card_of
from app.gui.messages.paragraphs import AVATAR, PAD_X, PAD_Y, SIDE, WIDEST, Hit, Look, Paragraph
from app.gui.messages.spoken import moment
from core.types import Message

__all__ = ["AVATAR", "SIDE", "WIDEST", "Bubble", "Hit", "Look"]

_NARROWEST = 300.0
_KIND_ICONS = {"call": "call", "location": "location", "contact": "contact", "poll": "poll"}


class Bubble(Paragraph):
    """A message laid out for one width; `height` in device-independent pixels, its origin is the row's top left."""

    def __init__(self, message: Message, look: Look) -> None:
        super().__init__(message, look)
        self._build()
        self._box = QRectF(SIDE, 0, min(self._reach, self._room) + 2 * PAD_X, self._top + PAD_Y - 2)
        self._add_time()
        self.height = self._box.height() + self._add_reactions()

    def paint(self, painter: QPainter, picture_of: tiles.PictureOf) -> None:
        """Draws at the painter's origin."""
        if self.look.first:
            name = self.message.sender or "?"
            avatars.paint_avatar(painter, QRectF(0, 0, AVATAR, AVATAR), name, person_colour(name))
        confidence = self.look.confidence
        bubble_parts.paint_box(painter, self._box, bubble_parts.strength(confidence) if self.look.highlighted else None)
        for top, part in self._parts:
            painter.save()
            painter.translate(SIDE + PAD_X, top)
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
        card = None if message.attachments else card_of(message, self._room)
        if card is not None:
            self._add_card(card)
        elif message.kind in _KIND_ICONS and not message.attachments:
            self._add_note(_KIND_ICONS[message.kind], bubble_parts.kind_title(message))
        if message.deleted and message.text.strip():
            self._add_note("trash", QCoreApplication.translate("bubbles", "Deleted"))
        self.add_text(message.text if card is None else card.rest)

    def _add_card(self, card: KindCard) -> None:
        self._grow(card.width)
        self._put(lambda painter, _: card.paint(painter), card.height + 4)

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
            bubble_parts.paint_quote(
                painter, width, quote, bubble_parts.back(self.look.highlighted, self.look.confidence)
            )

        self._spots.append((QRectF(SIDE + PAD_X, self._top, across, 42), Hit("quote")))
        self._put(paint, 46)

    def _add_attachments(self) -> None:
        most = tiles.SHOWN_EXPANDED if self.look.expanded else tiles.SHOWN
        block = tiles.place(self.message.attachments, self._room, most, self.look.images)
        self._grow(block.reach)
        if block.pictures:
            # Text as wide as the picture above it; a wider one would leave a hole beside the picture.
            self._room = min(self._room, max(block.reach, _NARROWEST))
        top = self._top + 2
        for where, each in [*block.pictures, *block.others]:
            hit = Hit("picture" if each.is_image and each.sha256 else "tile", each, tiles.about(each))
            self._spots.append((where.translated(SIDE + PAD_X, top), hit))
        marked = dict(self.look.images)
        self._top = top
        self._put(lambda painter, picture_of: tiles.paint(painter, block, picture_of, marked), block.height + 6)
        if block.left and self.look.expanded:
            text = QCoreApplication.translate("bubbles", "{count} more: see “Pictures and files”")
            self._add_note("image", text.format(count=QLocale().toString(block.left)))
        elif block.left:
            text = QCoreApplication.translate("bubbles", "Show {count} more pictures and files")
            self.add_expand(text.format(count=QLocale().toString(block.left)))

    def _add_time(self) -> None:
        across = fonts.metrics("caption").horizontalAdvance(self._footer()) + 6
        where = QRectF(self._box.right() - PAD_X - across, self._box.bottom() - 22, across, 18)
        self._spots.append((where, Hit("time", about=moment(self.message))))

    def _add_reactions(self) -> float:
        pills = bubble_parts.reaction_pills(self.message, SIDE + 4, self._box.bottom() + 4, self.look.width)
        if not pills:
            return 0.0

        self._spots += ((where, Hit("reaction", about=about)) for where, _, about in pills)

        def paint(painter: QPainter, _: tiles.PictureOf) -> None:
            painter.translate(-SIDE - PAD_X, 0)
            bubble_parts.paint_pills(painter, pills)

        self._parts.append((0.0, paint))
        return 28.0

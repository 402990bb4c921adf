"""This file is where the small parts of a bubble are: what it answers, reactions, and how strong a highlight is."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.gui.look import fonts
from app.gui.look.text import elided, paint_line
from app.gui.look.theme import blend, colours, person_colour
from core.types import Message

Pills = list[tuple[QRectF, str]]

_WIDEST_QUOTE = 380
_NARROWEST_QUOTE = 120
_MOST_REACTIONS = 8
_EMOJI_CHARACTERS = 16


def strength(confidence: float | None) -> float:
    """How strongly a highlight is drawn: calm while nobody has read the message, then with the confidence."""
    return 0.3 if confidence is None else 0.25 + 0.75 * min(1.0, max(0.0, confidence))


def kind_title(message: Message) -> str:
    """What a message is that is more than text, in the window's language."""
    titles = {
        "call": QCoreApplication.translate("bubbles", "Call"),
        "location": QCoreApplication.translate("bubbles", "Location"),
        "contact": QCoreApplication.translate("bubbles", "Contact"),
        "poll": QCoreApplication.translate("bubbles", "Poll"),
    }
    return titles.get(message.kind, "")


def quote_width(text: str) -> float:
    """How wide the quote of a message wants to be."""
    words = fonts.metrics("small").horizontalAdvance(elided(text, fonts.font("small"), _WIDEST_QUOTE))
    return 16 + max(words, _NARROWEST_QUOTE)


def paint_quote(painter: QPainter, width: float, quote: tuple[str, str], back: QColor) -> None:
    """Sender and one line of the message that is answered; `back` is the colour it lies on."""
    name, text = quote
    own = person_colour(name) if name else colours().muted
    box = QRectF(0, 1, width, 40)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(back, own, 0.12))
    painter.drawRoundedRect(box, 6, 6)
    painter.setBrush(own)
    painter.drawRoundedRect(QRectF(0, 1, 3, 40), 1.5, 1.5)
    inner = box.adjusted(10, 3, -6, -3)
    paint_line(painter, QRectF(inner.x(), inner.y(), inner.width(), 16), name, (fonts.font("small", True), own))
    below = QRectF(inner.x(), inner.y() + 17, inner.width(), 16)
    paint_line(painter, below, text, (fonts.font("small"), colours().muted))


def reaction_pills(message: Message, left: float, top: float, right: float) -> Pills:
    """The reactions and their places in one row, as many as there is room for."""
    pills: Pills = []
    for each in message.reactions[:_MOST_REACTIONS]:
        emoji = each.emoji[:_EMOJI_CHARACTERS]
        text = emoji if each.count == 1 else f"{emoji} {each.count}"
        across = fonts.metrics("small").horizontalAdvance(text) + 16
        if left + across > right:
            break
        pills.append((QRectF(left, top, across, 22), text))
        left += across + 4
    return pills


def paint_pills(painter: QPainter, pills: Pills) -> None:
    for where, text in pills:
        painter.setPen(colours().bubble_line)
        painter.setBrush(colours().sunken)
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 11, 11)
        paint_line(painter, where, text, (fonts.font("small"), colours().muted), "centre")

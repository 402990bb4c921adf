"""This file is where the small parts of a bubble are: what it answers, reactions, and how strong a highlight is."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from app.gui.look import fonts
from app.gui.look.text import elided, paint_line
from app.gui.look.theme import RADIUS_LARGE, blend, colours, person_colour
from app.gui.messages.spoken import who_reacted
from core.types import Message

Pills = list[tuple[QRectF, str, str]]
"""Where, what is shown, and what a tooltip tells of it."""

_WIDEST_QUOTE = 380
_NARROWEST_QUOTE = 120
_MOST_REACTIONS = 8
_EMOJI_CHARACTERS = 16
_MORE = 40.0
_MOST_TOLD = 20


def strength(confidence: float | None) -> float:
    """How strongly a highlight is drawn: calm while nobody has read the message, then with the confidence."""
    return 0.3 if confidence is None else 0.25 + 0.75 * min(1.0, max(0.0, confidence))


def back(highlighted: bool, confidence: float | None) -> QColor:
    """The colour of a bubble."""
    return blend(colours().bubble, colours().mark, strength(confidence)) if highlighted else colours().bubble


def paint_box(painter: QPainter, where: QRectF, marked: float | None) -> None:
    """The bubble behind everything; marked: the strength of its highlight, with a bar so that it is more than a
    colour."""
    look = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = where.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(look.bubble_line if marked is None else blend(look.bubble_line, look.mark_edge, 0.25 + 0.5 * marked))
    painter.setBrush(look.bubble if marked is None else blend(look.bubble, look.mark, marked))
    painter.drawRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
    if marked is None:
        return
    clip = QPainterPath()
    clip.addRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
    painter.save()
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    bar = blend(look.bubble, look.mark_edge, 0.3 + 0.7 * marked)
    painter.fillRect(QRectF(box.x(), box.y(), 4, box.height()), bar)
    painter.restore()


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
    """The reactions and their places in one row; those there is no room for are counted in a last one."""
    pills: Pills = []
    for number, each in enumerate(message.reactions):
        emoji = each.emoji[:_EMOJI_CHARACTERS]
        text = emoji if each.count == 1 else f"{emoji} {each.count}"
        across = fonts.metrics("small").horizontalAdvance(text) + 16
        others = message.reactions[number:]
        room = right - (0 if len(others) == 1 else _MORE)
        if number >= _MOST_REACTIONS or left + across > room:
            if left + _MORE <= right:
                told = "\n".join(who_reacted(other) for other in others[:_MOST_TOLD])
                pills.append((QRectF(left, top, _MORE, 22), f"+{min(len(others), 99)}", told))
            break
        pills.append((QRectF(left, top, across, 22), text, who_reacted(each)))
        left += across + 4
    return pills


def paint_pills(painter: QPainter, pills: Pills) -> None:
    for where, text, _ in pills:
        painter.setPen(colours().bubble_line)
        painter.setBrush(colours().sunken)
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 11, 11)
        paint_line(painter, where, text, (fonts.font("small"), colours().muted), "centre")

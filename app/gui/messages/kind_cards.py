"""This file is where a message that is more than text gets its tile: a place, a poll, a contact, a call."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.gui.look import avatars, fonts, icons
from app.gui.look.dates import number
from app.gui.look.text import PlainText, paint_line
from app.gui.look.theme import RADIUS, blend, colours, person_colour
from app.gui.messages.places import besides, coordinates, shown
from app.gui.messages.polls import Poll, poll
from core.types import Message

_WIDTH = 300.0
_PLACE_HEIGHT = 104.0
_LINE_HEIGHT = 42.0
_OPTION_HEIGHT = 34.0
_SHORT = 120


@dataclass(frozen=True)
class KindCard:
    """A tile of a size; rest: the text of the message that it does not show."""

    width: float
    height: float
    paint: Callable[[QPainter], None]
    rest: str = ""


def card_of(message: Message, room: float) -> KindCard | None:
    """The tile of a message; None for plain messages, and where its text does not say enough."""
    makers = {"location": _place, "poll": _poll, "contact": _contact, "call": _call}
    maker = makers.get(message.kind)
    return None if maker is None or message.deleted else maker(message, min(room, _WIDTH))


def _place(message: Message, width: float) -> KindCard | None:
    point = coordinates(message.text)
    if point is None:
        return None
    return KindCard(width, _PLACE_HEIGHT, partial(_paint_place, width, point), besides(message.text))


def _paint_place(width: float, point: tuple[float, float], painter: QPainter) -> None:
    """Meridians and parallels with a pin: which ones is all that is known here."""
    look = colours()
    box = QRectF(0.5, 0.5, width - 1, _PLACE_HEIGHT - 1)
    clip = QPainterPath()
    clip.addRoundedRect(box, RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(clip, blend(look.sunken, look.accent, 0.06))
    painter.save()
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(blend(look.sunken, look.accent, 0.22), 1))
    begin = (point[1] * 400) % 36, (point[0] * 400) % 26
    for step in range(int(width / 36) + 3):
        x = begin[0] + 36 * (step - 1)
        painter.drawLine(QPointF(x - 14, 0), QPointF(x + 14, _PLACE_HEIGHT))
    for step in range(int(_PLACE_HEIGHT / 26) + 3):
        y = begin[1] + 26 * (step - 1)
        painter.drawLine(QPointF(0, y + 8), QPointF(width, y - 8))
    painter.restore()
    painter.setPen(look.line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(clip)
    icons.paint(painter, "location", QRectF(width / 2 - 15, 20, 30, 30), look.accent)
    where = QRectF(10, _PLACE_HEIGHT - 32, width - 20, 20)
    paint_line(painter, where, shown(point), (fonts.font("small", True), look.text), "centre")


def _poll(message: Message, width: float) -> KindCard | None:
    found = poll(message.text)
    if found is None:
        return None
    question = PlainText(found.question, fonts.font("label", True), width, lines=4)
    height = 22 + question.height + 6 + _OPTION_HEIGHT * len(found.options) - 4
    return KindCard(width, height, partial(_paint_poll, width, question, found))


def _paint_poll(width: float, question: PlainText, found: Poll, painter: QPainter) -> None:
    look = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    icons.paint(painter, "poll", QRectF(0, 1, 16, 16), look.muted)
    small = (fonts.font("small"), look.muted)
    paint_line(painter, QRectF(22, 0, width - 22, 18), QCoreApplication.translate("bubbles", "Poll"), small)
    question.paint(painter, QPointF(0, 22), look.text)
    top = 22 + question.height + 6
    for each in found.options:
        votes = "" if each.votes is None else number(each.votes)
        paint_line(painter, QRectF(width - 56, top, 56, 20), votes, small, "right")
        paint_line(painter, QRectF(0, top, width - 60, 20), each.text, (fonts.font("label"), look.text))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(look.bubble, look.muted, 0.22))
        painter.drawRoundedRect(QRectF(0, top + 22, width, 5), 2.5, 2.5)
        if each.votes and found.most:
            painter.setBrush(look.accent)
            painter.drawRoundedRect(QRectF(0, top + 22, max(5.0, width * each.votes / found.most), 5), 2.5, 2.5)
        top += _OPTION_HEIGHT


def _contact(message: Message, width: float) -> KindCard | None:
    """The name, and what follows it behind a comma or on the next line."""
    text = message.text.strip()
    if not text or len(text) > _SHORT or text.count("\n") > 2:
        return None
    first, _, more = text.partition("\n")
    name, _, details = first.partition(", ")
    facts = "  ·  ".join(part for part in (details, *more.split("\n")) if part)
    return KindCard(width, _LINE_HEIGHT, partial(_paint_contact, width, name, facts))


def _paint_contact(width: float, name: str, facts: str, painter: QPainter) -> None:
    look = colours()
    avatars.paint_avatar(painter, QRectF(0, 2, 38, 38), name, person_colour(name))
    facts = facts or QCoreApplication.translate("bubbles", "Contact")
    paint_line(painter, QRectF(50, 2, width - 50, 20), name, (fonts.font("label", True), look.text))
    paint_line(painter, QRectF(50, 22, width - 50, 18), facts, (fonts.font("small"), look.muted))


def _call(message: Message, width: float) -> KindCard | None:
    text = message.text.strip()
    if len(text) > _SHORT or "\n" in text:
        return None
    return KindCard(width, _LINE_HEIGHT, partial(_paint_call, width, text))


def _paint_call(width: float, text: str, painter: QPainter) -> None:
    look = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.accent_soft)
    painter.drawEllipse(QRectF(0, 2, 38, 38))
    icons.paint(painter, "call", QRectF(10, 12, 18, 18), look.accent)
    title = QCoreApplication.translate("bubbles", "Call")
    above, below = (title, text) if text and text != title else (title, "")
    top = 2 if below else 11
    paint_line(painter, QRectF(50, top, width - 50, 20), above, (fonts.font("label", True), look.text))
    paint_line(painter, QRectF(50, 22, width - 50, 18), below, (fonts.font("small"), look.muted))

"""This file is where a row of a conversation is put together: the day above it, the gap, and a bubble or a notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.gui.conversation.model import ConversationModel
from app.gui.look import fonts
from app.gui.look.dates import long_day, wall_time
from app.gui.look.text import PlainText, paint_line
from app.gui.look.theme import colours
from app.gui.messages.bubbles import Bubble, Hit, Look
from app.gui.messages.spoken import quoted
from app.gui.messages.tiles import PictureOf
from core.types import Message

DAY = 46.0
UNREAD_HEIGHT = 62.0
_RUN_SECONDS = 600


@dataclass
class Marks:
    """What a search has highlighted in the conversation: confidence by message id and by attachment id."""

    messages: Mapping[int, float | None] = field(default_factory=dict)
    images: Mapping[int, float] = field(default_factory=dict)
    words: tuple[str, ...] = ()


class Row:
    """A loaded message as it stands in the conversation, or a placeholder while it is being loaded."""

    def __init__(self, model: ConversationModel, row: int, width: float, marks: Marks, expanded: bool) -> None:
        self.message = model.message(row)
        self.day = ""
        self.bubble: Bubble | None = None
        self.notice: PlainText | None = None
        self._width = width
        self._top = 4.0
        if self.message is None:
            self.height = UNREAD_HEIGHT
            return
        before = model.message(row - 1) if row else None
        self._set_day(self.message, before, row)
        if self.message.kind == "notice":
            self.notice = PlainText(self.message.text, fonts.font("small"), min(width - 80, 460.0), lines=6)
            self.height = self._top + self.notice.height + 20
        else:
            self.bubble = Bubble(self.message, self._look(model, row, marks, expanded))
            self.height = self._top + self.bubble.height

    def paint(self, painter: QPainter, picture_of: PictureOf, selected: tuple[int, int] | None = None) -> None:
        """Draws at the painter's origin, which is the row's top left; selected: from and to where in the text."""
        if self.day:
            paint_pill(painter, QPointF(self._width / 2, 24), self.day)
        painter.translate(0, self._top)
        if self.bubble is not None:
            self.bubble.selected = selected
            self.bubble.paint(painter, picture_of)
        elif self.notice is not None:
            self._paint_notice(painter, self.notice)
        else:
            self._paint_placeholder(painter)

    def hit(self, x: float, y: float) -> Hit | None:
        return self.bubble.hit(x, y - self._top) if self.bubble is not None else None

    def position_at(self, x: float, y: float, inside: bool = True) -> int | None:
        """The place in the text nearest to a point; None where there is no text."""
        return self.bubble.position_at(x, y - self._top, inside) if self.bubble is not None else None

    def word_at(self, x: float, y: float) -> tuple[int, int] | None:
        return self.bubble.word_at(x, y - self._top) if self.bubble is not None else None

    def excerpt(self, start: int, end: int) -> str:
        """A part of the text, as it was written."""
        body = self.bubble.body if self.bubble is not None else None
        if body is None or self.message is None:
            return ""
        whole = start <= 0 and end >= body.length and not body.clipped
        return self.message.text if whole and self.message.text.strip() else body.excerpt(start, end)

    @property
    def width(self) -> float:
        return self._width

    @property
    def lasting(self) -> bool:
        """It looks the same until it is laid out anew: nothing of it is still being loaded."""
        return self.message is not None and not any(each.is_image for each in self.message.attachments)

    @property
    def frame(self) -> QRectF:
        """The bubble or the notice itself, without the day above it."""
        if self.bubble is not None:
            return self.bubble.box.translated(0, self._top)
        return QRectF(0, self._top, self._width, self.height - self._top)

    def _set_day(self, message: Message, before: Message | None, row: int) -> None:
        now, then = wall_time(message), wall_time(before) if before is not None else None
        if now is not None and (row == 0 or (before is not None and (then is None or then.date() != now.date()))):
            self.day = long_day(now)
            self._top += DAY

    def _look(self, model: ConversationModel, row: int, marks: Marks, expanded: bool) -> Look:
        message, before = model.message(row), model.message(row - 1) if row else None
        assert message is not None
        first = bool(self.day) or before is None or not _same_run(before, message)
        self._top += 8.0 if first else 0.0
        return Look(
            self._width,
            first=first,
            highlighted=message.id in marks.messages or any(each.id in marks.images for each in message.attachments),
            confidence=marks.messages.get(message.id),
            quote=_quote(message, model.answered(row)),
            expanded=expanded,
            images=marks.images,
            words=marks.words if message.id in marks.messages else (),
        )

    def _paint_notice(self, painter: QPainter, notice: PlainText) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self._width - notice.width) / 2
        box = QRectF(left - 12, 4, notice.width + 24, notice.height + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().sunken)
        painter.drawRoundedRect(box, 12, 12)
        notice.paint(painter, QPointF(left, 8), colours().muted)

    def _paint_placeholder(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().skeleton)
        painter.drawEllipse(QRectF(0, 8, 34, 34))
        painter.drawRoundedRect(QRectF(44, 8, min(320.0, self._width - 60), 44), 14, 14)


def paint_pill(painter: QPainter, centre: QPointF, text: str) -> None:
    """A day, centred on a point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    across = fonts.metrics("small", True).horizontalAdvance(text) + 26
    box = QRectF(centre.x() - across / 2, centre.y() - 13, across, 26)
    painter.setPen(colours().line)
    painter.setBrush(colours().surface)
    painter.drawRoundedRect(box, 13, 13)
    paint_line(painter, box, text, (fonts.font("small", True), colours().muted), "centre")


def _same_run(before: Message, message: Message) -> bool:
    """One sender in one go: the name need not be said again."""
    if before.kind == "notice" or before.sender_id != message.sender_id or before.sender != message.sender:
        return False
    then, now = wall_time(before), wall_time(message)
    return then is None or now is None or (now - then).total_seconds() < _RUN_SECONDS


def _quote(message: Message, answered: Message | None) -> tuple[str, str] | None:
    if message.reply_to is None:
        return None
    if answered is None:
        return ("", QCoreApplication.translate("bubbles", "The message answered is not in the archive"))
    return quoted(answered)

"""This file is where a result becomes a card: one painted widget with the messages that answer, highlighted."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui import avatars, fonts, icons
from app.gui.bubbles import Bubble, Hit, Look
from app.gui.card_parts import Line, confidence_of, lines_of, marked_messages, when_of, who_of
from app.gui.dates import day, period
from app.gui.language import Translated
from app.gui.pictures import Pictures
from app.gui.text import PlainText, paint_line
from app.gui.theme import RADIUS_LARGE, blend, colours, title_colour
from core.types import Message, SearchResult

PAD = 20.0
HEADER = 76.0
_FOLD, _GAP, _FOOTER = 38.0, 40.0, 30.0
_SENDERS = 3
_RESIZED = Qt.WidgetAttribute.WA_Resized


@dataclass
class _Placed:
    top: float
    height: float
    line: Line
    bubble: Bubble | None = None


@dataclass
class _Laid:
    """Everything of a card in its place, for one width."""

    placed: list[_Placed]
    height: int
    why: PlainText


class Card(Translated):
    """opened: the conversation at a message (Message); pictured: a picture was clicked (attachment, message).

    moved: the arrow keys go to the next (1) or previous (-1) card.
    """

    opened = Signal(object)
    pictured = Signal(object, object)
    moved = Signal(int)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: SearchResult | None = None
        self._pictures = pictures
        self._words: tuple[str, ...] = ()
        self._settled = False
        self._opened: frozenset[tuple[int, int]] = frozenset()
        self._everything = False
        self._placed: list[_Placed] = []
        self._why: PlainText | None = None
        self._laid: dict[int, _Laid] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        pictures.arrived.connect(self._repaint)

    def show_result(self, result: SearchResult, words: tuple[str, ...], settled: bool) -> None:
        """Shows a result; the same one again costs nothing. settled: no reader will change it any more."""
        if result == self.result and settled == self._settled and words == self._words:
            return
        self.result, self._words, self._settled = result, words, settled
        self._relay()
        self.retranslate()

    def retranslate(self) -> None:
        if self.result is None:
            return
        first = marked_messages(self.result)[:1]
        said = f"{first[0].sender or ''}: {first[0].text[:200]}" if first else ""
        self.setAccessibleName(f"{self.result.conversation.title}. {self._verdict()[0]}. {said}")
        self.setAccessibleDescription(self.result.why)
        self._relay()

    # ---------------------------------------------------------------- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width).height if self.result is not None else 120

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(self.width()) if self.testAttribute(_RESIZED) else 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.result is not None:
            self._take(self._lay_out(event.size().width()))

    def _relay(self) -> None:
        self._laid.clear()
        self._take(self._lay_out(self.width()))
        self.updateGeometry()
        self.update()

    def _lay_out(self, width: int) -> _Laid:
        """The layout asks for several widths in turn, so a few are kept."""
        if width not in self._laid:
            while len(self._laid) > 2:
                self._laid.pop(next(iter(self._laid)))
            self._laid[width] = self._laid_out(width)
        return self._laid[width]

    def _laid_out(self, width: int) -> _Laid:
        assert self.result is not None
        laid = _Laid([], 0, PlainText(self.result.why, fonts.font("small"), width - 2 * PAD - 26 - 170, lines=2))
        lines, left = lines_of(self.result, self._opened, self._everything)
        top, before = HEADER, None
        for line in lines:
            placed = self._place(line, top, before, width - 2 * PAD)
            laid.placed.append(placed)
            top += placed.height
            before = line.message.message if line.message is not None else None
        if left:
            laid.placed.append(_Placed(top, _FOLD, Line(key=(-1, -1), left=left)))
            top += _FOLD
        laid.height = round(top + 16 + max(_FOOTER, laid.why.height + 8) + 12)
        return laid

    def _take(self, laid: _Laid) -> None:
        self._placed, self._why = laid.placed, laid.why

    def _place(self, line: Line, top: float, before: Message | None, width: float) -> _Placed:
        if line.gap is not None or line.message is None:
            return _Placed(top, _FOLD if line.folded else _GAP, line)
        each = line.message
        first = before is None or before.sender != each.message.sender
        images = dict(line.images)
        marked = each.highlighted or any(item.id in images for item in each.message.attachments)
        look = Look(
            width,
            first=first,
            highlighted=marked,
            confidence=each.confidence,
            images=images,
            words=self._words if marked else (),
            lines=0 if marked else 3,
        )
        bubble = Bubble(each.message, look)
        gap = 10.0 if first else 4.0
        return _Placed(top + gap, bubble.height + gap, line, bubble)

    # ---------------------------------------------------------------- drawing

    def _repaint(self, sha256: str) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.result is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_header(painter, self.result)
        for placed in self._placed:
            if placed.top < event.rect().bottom() and placed.top + placed.height > event.rect().top():
                self._paint_line(painter, placed)
        self._paint_footer(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        shown = colours()
        maybe = self.result is not None and self.result.maybe and self._settled
        painter.setPen(QPen(shown.accent, 2) if self.hasFocus() else QPen(shown.line, 1))
        painter.setBrush(shown.canvas if maybe else shown.surface)
        inset = 1.0 if self.hasFocus() else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)

    def _paint_header(self, painter: QPainter, result: SearchResult) -> None:
        shown, width = colours(), self.width()
        avatars.paint_avatar(
            painter, QRectF(PAD, 18, 40, 40), result.conversation.title, title_colour(result.conversation.title)
        )
        back = shown.canvas if result.maybe and self._settled else shown.surface
        avatars.paint_source(painter, QPointF(PAD + 35, 53), result.conversation.source, back)
        pill = self._paint_verdict(painter, width - PAD)
        room = width - PAD - 54 - PAD - pill - 12
        title = QRectF(PAD + 54, 16, room, 23)
        paint_line(painter, title, result.conversation.title, (fonts.font("title", True), shown.text))
        below = QRectF(PAD + 54, 40, width - 2 * PAD - 54, 18)
        paint_line(painter, below, self._meta(result), (fonts.font("label"), shown.muted))
        painter.setPen(shown.line)
        painter.drawLine(QPointF(PAD, HEADER - 6.5), QPointF(width - PAD, HEADER - 6.5))

    def _paint_verdict(self, painter: QPainter, right: float) -> float:
        """The pill at the right: a meter of three bars and the words for it; returns its width."""
        text, bars, ink = self._verdict()
        shown = colours()
        fore = {"sure": shown.mark_text, "calm": shown.muted}[ink]
        across = fonts.metrics("small", True).horizontalAdvance(text) + (46 if bars else 24)
        box = QRectF(right - across, 17, across, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(shown.surface, shown.mark, 0.25 + 0.25 * bars) if ink == "sure" else shown.sunken)
        painter.drawRoundedRect(box, 12, 12)
        for number in range(3 if bars else 0):
            height = 5.0 + 3.0 * number
            painter.setBrush(fore if number < bars else blend(shown.surface, fore, 0.3))
            painter.drawRoundedRect(
                QRectF(box.x() + 11 + 5 * number, box.center().y() + 5.5 - height, 3.5, height), 1, 1
            )
        where = box.adjusted(32 if bars else 0, 0, -12 if bars else 0, 0)
        paint_line(painter, where, text, (fonts.font("small", True), fore), "left" if bars else "centre")
        return across

    def _paint_line(self, painter: QPainter, placed: _Placed) -> None:
        painter.save()
        painter.translate(PAD, placed.top)
        if placed.bubble is not None:
            placed.bubble.paint(painter, self._pictures.thumbnail)
        elif placed.line.gap is not None:
            self._paint_gap(painter, day(placed.line.gap))
        else:
            self._paint_fold(painter, placed)
        painter.restore()

    def _paint_gap(self, painter: QPainter, text: str) -> None:
        width = self.width() - 2 * PAD
        across = fonts.metrics("small", True).horizontalAdvance(text) + 24
        painter.setPen(QPen(colours().line, 1))
        painter.drawLine(QPointF(0, 24.5), QPointF((width - across) / 2, 24.5))
        painter.drawLine(QPointF((width + across) / 2, 24.5), QPointF(width, 24.5))
        paint_line(painter, QRectF(0, 14, width, 20), text, (fonts.font("small", True), colours().faint), "centre")

    def _paint_fold(self, painter: QPainter, placed: _Placed) -> None:
        icons.paint(painter, "expand", QRectF(50, 12, 18, 18), colours().accent)
        where = QRectF(74, 11, self.width() - 2 * PAD - 74, 20)
        paint_line(painter, where, self._fold_text(placed), (fonts.font("label", True), colours().accent))

    def _paint_footer(self, painter: QPainter) -> None:
        top = self.height() - 12 - max(_FOOTER, (self._why.height if self._why else 0) + 8)
        icons.paint(painter, "spark", QRectF(PAD, top + 5, 18, 18), colours().faint)
        if self._why is not None:
            offset = (28 - self._why.height) / 2 if self._why.height < 28 else 3
            self._why.paint(painter, QPointF(PAD + 26, top + offset), colours().muted)
        where = self._open_rect()
        paint_line(painter, where.adjusted(0, 0, -22, 0), self._open_text(), self._open_look(), "right")
        icons.paint(painter, "right", QRectF(where.right() - 18, where.y() + 5, 18, 18), colours().accent)

    # ---------------------------------------------------------------- words

    def _verdict(self) -> tuple[str, int, str]:
        """Words, bars and ink of the pill."""
        assert self.result is not None
        sure = confidence_of(self.result)
        if not self._settled and (self.result.maybe or sure is None):
            return self.tr("Checking…"), 0, "calm"
        if self.result.maybe or sure is None:
            return self.tr("Not confirmed"), 0, "calm"
        if sure >= 0.75:
            return self.tr("Strong match"), 3, "sure"
        if sure >= 0.5:
            return self.tr("Likely match"), 2, "sure"
        return self.tr("Possible match"), 1, "sure"

    def _meta(self, result: SearchResult) -> str:
        people = who_of(result)
        names = ", ".join(people[:_SENDERS]) + (f" +{len(people) - _SENDERS}" if len(people) > _SENDERS else "")
        parts = [avatars.source_title(result.conversation.source), period(*when_of(result)), names]
        return "  ·  ".join(part for part in parts if part)

    def _fold_text(self, placed: _Placed) -> str:
        if placed.line.folded:
            return self.tr("%Ln more message(s)", "context that is folded away", len(placed.line.folded))
        return self.tr("%Ln more answer(s) in this conversation", "highlighted messages not shown", placed.line.left)

    def _open_text(self) -> str:
        return self.tr("Open conversation")

    def _open_look(self) -> tuple[QFont, QColor]:
        return fonts.font("label", True), colours().accent

    def _open_rect(self) -> QRectF:
        across = fonts.metrics("label", True).horizontalAdvance(self._open_text()) + 26
        return QRectF(self.width() - PAD - across, self.height() - 12 - _FOOTER, across, 28)

    # ---------------------------------------------------------------- mouse and keyboard

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(event.position().toPoint()):
            return
        if self._open_rect().contains(event.position()):
            self.open_best()
            return
        placed, hit = self._under(event.position())
        if placed is not None:
            self._act(placed, hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        placed, hit = self._under(event.position())
        active = self._open_rect().contains(event.position()) or (placed is not None and (hit or placed.bubble is None))
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_best()
        elif key == Qt.Key.Key_Right:
            self._unfold(None)
        elif key == Qt.Key.Key_Left:
            self._opened, self._everything = frozenset(), False
            self._relay()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space:
            self.open_first_picture()
        else:
            super().keyPressEvent(event)

    def open_best(self) -> None:
        """Opens the conversation at the message with the highest confidence."""
        if self.result is None:
            return
        every = [each for span in self.result.spans for each in span.messages if each.highlighted]
        best = max(every, key=lambda each: each.confidence or 0.0, default=None)
        shown = best.message if best is not None else next(iter(marked_messages(self.result)), None)
        if shown is not None:
            self.opened.emit(shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._relay()
        super().changeEvent(event)

    def _act(self, placed: _Placed, hit: Hit | None) -> None:
        message = placed.line.message
        if message is None:
            if placed.line.gap is None:
                self._unfold(placed)
        elif hit is not None and hit.what == "picture":
            self.pictured.emit(hit.attachment, message.message)
        elif hit is not None:
            self.opened.emit(message.message)

    def _unfold(self, placed: _Placed | None) -> None:
        """Opens one fold, or all."""
        folds = [each for each in self._placed if each.line.folded] if placed is None else [placed]
        self._opened |= {each.line.key for each in folds if each.line.folded}
        self._everything = self._everything or placed is None or placed.line.key == (-1, -1)
        self._relay()

    def open_first_picture(self) -> None:
        """Enlarges the first picture of the card."""
        for placed in self._placed:
            if placed.line.message is not None:
                for each in placed.line.message.message.attachments:
                    if each.is_image and each.sha256:
                        self.pictured.emit(each, placed.line.message.message)
                        return

    def _under(self, point: QPointF) -> tuple[_Placed | None, Hit | None]:
        for placed in self._placed:
            if placed.top <= point.y() < placed.top + placed.height:
                hit = placed.bubble.hit(point.x() - PAD, point.y() - placed.top) if placed.bubble is not None else None
                return placed, hit
        return None, None

"""This file is where a result becomes a card: one painted widget with the messages that answer, highlighted."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.look import avatars
from app.gui.look.dates import day, period
from app.gui.look.language import Translated
from app.gui.messages.bubbles import Hit
from app.gui.results import card_paint
from app.gui.results.card_layout import EVERYTHING, PAD, Laid, Placed, Unfolded, lay_out
from app.gui.results.card_paint import Verdict
from app.gui.results.card_parts import marked_messages, when_of, who_of
from app.gui.work.pictures import Pictures
from core.types import SearchResult

_SENDERS = 3
_SURE, _LIKELY = 0.65, 0.35
_UNKNOWN_HEIGHT = 160


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
        self._unfolded = Unfolded()
        self._laid: dict[int, Laid] = {}
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
        self.retranslate()

    def retranslate(self) -> None:
        if self.result is None:
            return
        first = marked_messages(self.result)[:1]
        said = f"{first[0].sender or ''}: {first[0].text[:200]}" if first else ""
        self.setAccessibleName(f"{self.result.conversation.title}. {self._verdict(self.result).text}. {said}")
        self.setAccessibleDescription(self.result.why)
        self._relay()

    def open_best(self) -> None:
        """Opens the conversation at the message with the highest confidence."""
        if self.result is None:
            return
        every = [each for span in self.result.spans for each in span.messages if each.highlighted]
        best = max(every, key=lambda each: each.confidence or 0.0, default=None)
        shown = best.message if best is not None else next(iter(marked_messages(self.result)), None)
        if shown is not None:
            self.opened.emit(shown)

    def open_first_picture(self) -> None:
        """Enlarges the first picture of the card."""
        shown = [placed.line.message.message for placed in self.lines() if placed.line.message is not None]
        for message in shown:
            for each in message.attachments:
                if each.is_image and each.sha256:
                    self.pictured.emit(each, message)
                    return

    def lines(self) -> list[Placed]:
        """What the card shows, from top to bottom."""
        return self._lay_out(self.width()).placed if self.result is not None else []

    # ---------------------------------------------------------------- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width).height if self.result is not None else _UNKNOWN_HEIGHT

    def sizeHint(self) -> QSize:
        return QSize(640, _UNKNOWN_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def _relay(self) -> None:
        self._laid.clear()
        self.updateGeometry()
        self.update()

    def _lay_out(self, width: int) -> Laid:
        """Qt's layout asks for several widths in turn, so a few are kept."""
        assert self.result is not None
        if width not in self._laid:
            while len(self._laid) > 2:
                self._laid.pop(next(iter(self._laid)))
            self._laid[width] = lay_out(self.result, self._words, width, self._unfolded)
        return self._laid[width]

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.result is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, laid, apart = self.width(), self._lay_out(self.width()), self.result.maybe and self._settled
        card_paint.paint_frame(painter, QRectF(self.rect()), self.hasFocus(), apart)
        words = (self._meta(self.result), self._verdict(self.result), apart)
        card_paint.paint_header(painter, width, self.result, words)
        for placed in laid.placed:
            if placed.top < event.rect().bottom() and placed.top + placed.height > event.rect().top():
                self._paint_line(painter, placed, width - 2 * PAD)
        card_paint.paint_reason(painter, self.height(), laid.why)
        card_paint.paint_action(painter, self._action(), self._action_text())

    def _paint_line(self, painter: QPainter, placed: Placed, width: float) -> None:
        painter.save()
        painter.translate(PAD, placed.top)
        if placed.bubble is not None:
            placed.bubble.paint(painter, self._pictures.thumbnail)
        elif placed.line.gap is not None:
            card_paint.paint_gap(painter, width, day(placed.line.gap))
        else:
            card_paint.paint_fold(painter, width, self._fold_text(placed))
        painter.restore()

    def _repaint(self, sha256: str) -> None:
        self.update()

    # ---------------------------------------------------------------- words

    def _verdict(self, result: SearchResult) -> Verdict:
        if not self._settled:
            return Verdict(self.tr("Checking…"), 0)
        if result.maybe:
            return Verdict(self.tr("Not confirmed"), 0)
        if result.score >= _SURE:
            return Verdict(self.tr("Strong match"), 3)
        if result.score >= _LIKELY:
            return Verdict(self.tr("Likely match"), 2)
        return Verdict(self.tr("Possible match"), 1)

    def _meta(self, result: SearchResult) -> str:
        people = who_of(result)
        names = ", ".join(people[:_SENDERS]) + (f" +{len(people) - _SENDERS}" if len(people) > _SENDERS else "")
        parts = [avatars.source_title(result.conversation.source), period(*when_of(result)), names]
        return "  ·  ".join(part for part in parts if part)

    def _fold_text(self, placed: Placed) -> str:
        if placed.line.folded:
            return self.tr("%Ln more message(s)", "context that is folded away", len(placed.line.folded))
        return self.tr("%Ln more answer(s) in this conversation", "highlighted messages not shown", placed.line.left)

    def _action_text(self) -> str:
        return self.tr("Open conversation")

    def _action(self) -> QRectF:
        return card_paint.action_rect(self.width(), self.height(), self._action_text())

    # ---------------------------------------------------------------- mouse and keyboard

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(point.toPoint()):
            return
        if self._action().contains(point):
            self.open_best()
        elif self.result is not None:
            self._act(*self._lay_out(self.width()).at(point.x(), point.y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.result is None:
            return
        point = event.position()
        placed, hit = self._lay_out(self.width()).at(point.x(), point.y())
        fold = placed is not None and placed.bubble is None and placed.line.gap is None
        active = fold or hit is not None or self._action().contains(point)
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_best()
        elif key == Qt.Key.Key_Right:
            self._unfold(Unfolded(frozenset(each.line.key for each in self.lines() if each.line.folded), True))
        elif key == Qt.Key.Key_Left:
            self._unfold(Unfolded())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space:
            self.open_first_picture()
        else:
            super().keyPressEvent(event)

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

    def _act(self, placed: Placed | None, hit: Hit | None) -> None:
        """What a click on a line does."""
        if placed is None or placed.line.gap is not None:
            return
        message = placed.line.message
        if message is None:
            folds = self._unfolded.folds | {placed.line.key}
            self._unfold(Unfolded(folds, self._unfolded.everything or placed.line.key == EVERYTHING))
        elif hit is not None and hit.what == "picture":
            self.pictured.emit(hit.attachment, message.message)
        elif hit is not None:
            self.opened.emit(message.message)

    def _unfold(self, unfolded: Unfolded) -> None:
        self._unfolded = unfolded
        self._relay()

"""This file is where a result is drawn as a card: one painted widget, laid out for its width and the size of text."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.look import fonts, theme
from app.gui.look.dates import day
from app.gui.look.language import Translated
from app.gui.messages.bubbles import SIDE
from app.gui.results import card_footer, card_paint, card_words, judge_paint
from app.gui.results.card_layout import EVERYTHING, PAD, Asked, Bubbles, Laid, Placed, Unfolded, lay_out
from app.gui.results.stops import ANSWERS, Stop, stop_at, stop_like
from app.gui.work.pictures import Pictures
from core.types import Attachment, Message, Place, SearchResult

_UNKNOWN_HEIGHT = 160
_KEPT = 2
_MOST_BUBBLES = 2_000


class CardFace(Translated):
    """What a card shows. Points and rectangles of stops are in the card's units: pixels at the usual size of text."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: SearchResult | None = None
        self.pointed = False
        """The mouse moves over it; one that only rests where the card came up does not."""
        self._pictures = pictures
        self._words: tuple[str, ...] = ()
        self._settled = False
        self._unfolded = Unfolded()
        self._verdicts: Mapping[Place, bool] = {}
        self._inside: Stop | None = None
        self._hovered: Stop | None = None
        self._laid: dict[tuple[int, float], Laid] = {}
        self._bubbles: Bubbles = {}
        self._look = (fonts.text_scale(), theme.is_dark())
        self._meta = ""
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

    def show_verdicts(self, verdicts: Mapping[Place, bool]) -> None:
        """What the person said of the answers to the question, of any conversation."""
        self._verdicts = verdicts
        self.update()

    def retranslate(self) -> None:
        if self.result is None:
            return
        self._meta = card_words.meta(self.result)
        self.setAccessibleName(card_words.spoken(self.result, self._settled))
        self.setAccessibleDescription(self.result.why)
        self._relay()

    @property
    def unfolded(self) -> Unfolded:
        """What the person has opened in it."""
        return self._unfolded

    def unfold(self, unfolded: Unfolded) -> None:
        self._unfolded = unfolded
        self._place_again()

    def lines(self) -> list[Placed]:
        """What the card shows, from top to bottom."""
        return self._lay_out(self.width()).placed if self.result is not None else []

    def stops(self) -> list[Stop]:
        """What can be reached with the arrow keys or clicked, from top to bottom."""
        return self._lay_out(self.width()).stops if self.result is not None else []

    def pictures(self) -> list[tuple[Attachment, Message]]:
        """The pictures that the card shows, in its order."""
        found = [(stop.attachment, stop.message) for stop in self.stops() if stop.what == "picture"]
        return [(item, message) for item, message in found if item is not None and message is not None]

    def said_of(self, message: Message | None, attachment: Attachment | None) -> bool | None:
        """The verdict on a message, on a picture of it, or, without both, on the whole card."""
        if self.result is None:
            return None
        numbers = (message.id if message else None, attachment.id if attachment else None)
        return self._verdicts.get((self.result.conversation.id, *numbers))

    # ---------------------------------------------------------------- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self.result is None:
            return _UNKNOWN_HEIGHT
        return round(self._lay_out(width).height * fonts.text_scale())

    def sizeHint(self) -> QSize:
        # As wide as it is: each other width that Qt's layouts ask about is laid out once more.
        return QSize(self.width(), _UNKNOWN_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        look = (fonts.text_scale(), theme.is_dark())
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and look != self._look:
            self._look = look
            self._relay()
        super().changeEvent(event)

    def _relay(self) -> None:
        """Another result, language, theme or size of text: nothing of before can be used."""
        self._bubbles.clear()
        self._place_again()

    def _place_again(self) -> None:
        self._laid.clear()
        if self._inside is not None:
            self._inside = stop_like(self.stops(), self._inside)
        self._hovered = None
        self.updateGeometry()
        self.update()

    def _lay_out(self, width: int) -> Laid:
        """Qt's layout asks for several widths in turn, so a few are kept."""
        assert self.result is not None
        key = (width, fonts.text_scale())
        if key not in self._laid:
            while len(self._laid) > _KEPT:
                self._laid.pop(next(iter(self._laid)))
            if len(self._bubbles) > _MOST_BUBBLES:
                self._bubbles.clear()
            asked = Asked(self.result, self._words, self._settled, self._unfolded)
            self._laid[key] = lay_out(asked, width / fonts.text_scale(), self._bubbles)
        return self._laid[key]

    # ---------------------------------------------------------------- what is where

    def _stop_under(self, point: QPointF) -> Stop | None:
        """What is at a point of the widget; the whole row of a message counts, so that its buttons can be reached."""
        laid, inner = self._lay_out(self.width()), point / fonts.text_scale()
        found = stop_at(laid.stops, inner)
        if found is not None:
            return found
        for placed in laid.placed:
            if placed.bubble is not None and placed.top <= inner.y() < placed.top + placed.height:
                return next(each for each in laid.stops if each.what == "message" and _is_of(each, placed))
        return None

    def _choice_under(self, point: QPointF) -> bool | None:
        """Which of the two buttons beside the hovered answer is at a point of the widget."""
        if self._hovered is None or self._hovered.what not in ANSWERS:
            return None
        right, wrong = self._choice_rects(self._hovered)
        inner = point / fonts.text_scale()
        return True if right.contains(inner) else False if wrong.contains(inner) else None

    def _choice_rects(self, stop: Stop) -> judge_paint.Rects:
        edge = self.width() / fonts.text_scale() - PAD
        return judge_paint.rects_of(stop.where, edge, inside=stop.what == "picture")

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.result is None:
            return
        painter, scale = QPainter(self), fonts.text_scale()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        laid, apart = self._lay_out(self.width()), self.result.maybe and self._settled
        whole = QRectF(0, 0, laid.width, self.height() / scale)
        card_paint.paint_frame(painter, whole, self.hasFocus(), apart)
        words = (self._meta, card_words.verdict(self.result, self._settled), apart)
        card_paint.paint_header(painter, laid.width, self.result, words)
        seen = QRectF(event.rect().topLeft() / scale, event.rect().size() / scale)
        for placed in laid.placed:
            if placed.top < seen.bottom() and placed.top + placed.height > seen.top():
                self._paint_line(painter, placed, laid.width - 2 * PAD)
        if laid.panel is not None:
            painter.translate(PAD, 0)
            laid.panel.paint(painter, laid.panel_top)
            painter.translate(-PAD, 0)
        card_footer.paint_footer(painter, laid.footer, self.said_of(None, None))
        self._paint_choices(painter, laid, seen)
        if self.hasFocus() and self._inside is not None:
            card_paint.paint_inner_focus(painter, self._inside.where)

    def _paint_line(self, painter: QPainter, placed: Placed, width: float) -> None:
        painter.save()
        painter.translate(PAD, placed.top)
        if placed.bubble is not None:
            placed.bubble.paint(painter, self._pictures.thumbnail)
            if placed.chips is not None:
                painter.translate(SIDE, placed.chips_top - placed.top)
                placed.chips.paint(painter)
        elif placed.line.gap is not None:
            card_paint.paint_gap(painter, width, day(placed.line.gap))
        else:
            card_paint.paint_fold(painter, width, self._fold_text(placed), opened=placed.line.opened)
        painter.restore()

    def _paint_choices(self, painter: QPainter, laid: Laid, seen: QRectF) -> None:
        """Right and wrong: what was said, and both buttons where the mouse or the focus is."""
        pointed = self._inside if self.hasFocus() and self._inside is not None else None
        offered = {each.identity for each in (self._hovered, pointed) if each is not None}
        for stop in laid.stops:
            if stop.what in ANSWERS and stop.where.intersects(seen):
                said = self.said_of(stop.message, stop.attachment)
                if said is not None or stop.identity in offered:
                    rects = self._choice_rects(stop)
                    judge_paint.paint_choice(painter, rects, said, offered=stop.identity in offered)

    def _repaint(self, sha256: str) -> None:
        self.update()

    def _fold_text(self, placed: Placed) -> str:
        line = placed.line
        if line.folded and line.opened:
            return self.tr("Hide %Ln message(s)", "context that was unfolded", len(line.folded))
        if line.folded:
            return self.tr("%Ln more message(s)", "context that is folded away", len(line.folded))
        if line.key == EVERYTHING:
            return self.tr("%Ln more answer(s) in this conversation", "highlighted messages not shown", line.left)
        return self.tr("Show fewer answers")


def _is_of(stop: Stop, placed: Placed) -> bool:
    """The stop of a line's message."""
    return stop.message is not None and placed.line.message is not None and stop.message is placed.line.message.message

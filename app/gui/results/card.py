"""This file is where a card is used: clicked, hovered, walked through with the keys, judged, copied."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.gui.look import fonts
from app.gui.look.text import plain_tip
from app.gui.results import card_menu, card_words
from app.gui.results.card_face import CardFace
from app.gui.results.card_hints import hint_at, title_of
from app.gui.results.card_layout import Unfolded
from app.gui.results.card_parts import marked_messages
from app.gui.results.stops import ANSWERS, Stop, beside, stop_like
from app.gui.work.pictures import Pictures


class Card(CardFace):
    """opened: the conversation at a message (Message); pictured: a picture was clicked (attachment, message).

    moved: the arrow keys go to the next (1) or previous (-1) card; reached: they came to this place of it (QRect).
    judged: a message, a picture of it, or with None for both the whole card is right or wrong, said once more it is
    taken back; shared: the card is to be shared; traced: show what was read together with a message (Message).
    """

    opened = Signal(object)
    pictured = Signal(object, object)
    moved = Signal(int)
    reached = Signal(object)
    judged = Signal(object, object, bool)
    shared = Signal()
    traced = Signal(object)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._left: Stop | None = None

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
        for attachment, message in self.pictures()[:1]:
            self.pictured.emit(attachment, message)

    def copy_answer(self) -> None:
        """Puts the highlighted messages on the clipboard as text."""
        if self.result is not None:
            QApplication.clipboard().setText(card_words.copied(self.result))

    def toggle_reasons(self) -> None:
        """Shows or hides why this is among the results."""
        self.unfold(replace(self._unfolded, reasons=not self._unfolded.reasons))

    def judge(self, stop: Stop | None, right: bool) -> None:
        """Says that an answer, or the whole card, is right or wrong."""
        if stop is not None and stop.what in (*ANSWERS, "fragment") and stop.message is not None:
            self.judged.emit(stop.message, stop.attachment, right)
        else:
            self.judged.emit(None, None, right)

    def act(self, stop: Stop) -> None:
        """What Enter or a click on a place does."""
        if stop.what == "message":
            self.opened.emit(stop.message)
        elif stop.what == "picture":
            self.pictured.emit(stop.attachment, stop.message)
        elif stop.what == "expand" and stop.message is not None:
            self.unfold(replace(self._unfolded, whole=self._unfolded.whole | {stop.message.id}))
        elif stop.what == "fold":
            self.unfold(self._unfolded.toggled(stop.key))
        elif stop.what == "fragment":
            self.traced.emit(stop.message)
        elif stop.what == "why":
            self.toggle_reasons()
        elif stop.what in ("right", "wrong"):
            self.judge(None, stop.what == "right")
        elif stop.what == "share":
            self.shared.emit()
        else:
            self.open_best()

    # ---------------------------------------------------------------- mouse

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(point.toPoint()):
            return
        if self.result is None:
            return
        choice, stop = self._choice_under(point), self._stop_under(point)
        if choice is not None:
            self.judge(self._hovered, choice)
        elif stop is not None and stop.where.contains(point / fonts.text_scale()):
            self.act(stop)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed = True
        if self.result is None:
            return
        point = event.position()
        choice = self._choice_under(point)
        stop = self._hovered if choice is not None else self._stop_under(point)
        active = choice is not None or (stop is not None and stop.where.contains(point / fonts.text_scale()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)
        self._hover(stop)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed = False
        self._hover(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the mouse, or at the place that the keys have reached."""
        if self.result is None:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        stop = self._inside if by_key else self._stop_under(event.pos().toPointF())
        where = self._on_widget(self._inside.where).center() if by_key and self._inside else event.pos()
        card_menu.show_menu(self, stop, self.mapToGlobal(where))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.result is not None:
            point = event.pos().toPointF() / fonts.text_scale()
            text = hint_at(self._lay_out(self.width()), self.result, self._settled, point)
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().event(event)

    def _hover(self, stop: Stop | None) -> None:
        if (stop and stop.identity) != (self._hovered and self._hovered.identity):
            self._hovered = stop
            self.update()

    # ---------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Space: self._press_space,
            Qt.Key.Key_Right: self._go_in,
            Qt.Key.Key_Left: self._go_out,
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_R: lambda: self.judge(self._inside, True),
            Qt.Key.Key_W: lambda: self.judge(self._inside, False),
            Qt.Key.Key_Y: self.toggle_reasons,
            Qt.Key.Key_S: self.shared.emit,
        }
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif key == Qt.Key.Key_Escape and self._inside is not None:
            self._go_out()
        elif plain and key in keys:
            keys[key]()
        else:
            super().keyPressEvent(event)

    def come_back(self) -> None:
        """The keys are here again, at the place from which something was opened."""
        self.setFocus()
        self._go_back_in()

    def _go_back_in(self) -> None:
        if self._inside is None:
            self._reach(stop_like(self.stops(), self._left))
        self._left = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self._go_back_in()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._left = self._inside or self._left
            self._reach(None)
        self.update()
        super().focusOutEvent(event)

    def _enter(self) -> None:
        if self._inside is None:
            self.open_best()
        else:
            self.act(self._inside)

    def _press_space(self) -> None:
        if self._inside is None:
            self.open_first_picture()
        else:
            self.act(self._inside)

    def _go_in(self) -> None:
        if self._inside is None:
            self._reach(beside(self.stops(), None, 1))

    def _go_out(self) -> None:
        """Out of the card's lines; from the card itself it folds up what was opened."""
        if self._inside is not None:
            self._reach(None)
        else:
            self.unfold(Unfolded())

    def _step(self, step: int) -> None:
        if self._inside is None:
            self.moved.emit(step)
        else:
            self._reach(beside(self.stops(), self._inside, step))

    def _reach(self, stop: Stop | None) -> None:
        if stop == self._inside:
            return
        self._inside = stop
        self.update()
        if self.result is None:
            return
        self.setAccessibleDescription(title_of(stop) if stop is not None else self.result.why)
        if stop is not None:
            self.reached.emit(self._on_widget(stop.where))

    def _copy(self) -> None:
        inside = self._inside
        if inside is not None and inside.what == "message" and inside.message is not None:
            QApplication.clipboard().setText(card_words.copied_message(inside.message))
        else:
            self.copy_answer()

    def _on_widget(self, where: QRectF) -> QRect:
        scale = fonts.text_scale()
        return QRectF(where.topLeft() * scale, where.size() * scale).toRect()

"""This file is where a picture is looked at large: over the whole window, one after the other; Esc closes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look import fonts, icons
from app.gui.look.cover import Cover
from app.gui.look.text import paint_line
from app.gui.messages.lightbox_canvas import STEP, Canvas
from app.gui.messages.lightbox_column import PictureColumn
from app.gui.messages.lightbox_controls import CALM, INK, VEIL, VeilButton, ZoomBar
from app.gui.messages.lightbox_head import LightboxHead
from app.gui.messages.lightbox_loading import Loading, Seen, too_large
from app.gui.work.lanes import Job, Lane
from core.types import Attachment, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AttachmentIds: TypeAlias = "Sequence[int] | NDArray[np.int64]"

_ZOOMS = {"+": STEP, "=": STEP, "-": 1 / STEP, "_": 1 / STEP}
_FAR = 1 << 30
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}


class Lightbox(Cover):
    """to_message: show the picture's message in its conversation; revealed, saved: show its file in its folder, save a
    copy of it (both an attachment); left: it was closed at this attachment (an id)."""

    to_message = Signal(object)
    revealed = Signal(object)
    saved = Signal(object)
    left = Signal(int)

    def __init__(self, lane: Lane, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane = lane
        self._finding: Job | None = None
        self._ids: AttachmentIds = ()
        self._at = 0
        self._shown: int | None = None
        self._loading = Loading(lane)
        self._head, self._canvas, self._column, self._zoom = LightboxHead(), Canvas(), PictureColumn(), ZoomBar()
        self._previous, self._next = VeilButton("left", 26), VeilButton("right", 26)
        self._build()
        self._connect()
        self.retranslate()
        self.hide()

    def show_picture(
        self, attachment: Attachment, message: Message, others: Sequence[tuple[Attachment, Message]] = ()
    ) -> None:
        """Opens with a picture of a message. others: the pictures to go through, itself among them, in order; without
        any they are those of its conversation."""
        known = [*others]
        if all(each.id != attachment.id for each, _ in known):
            known = [(attachment, message), *known]
        self._loading.begin(known)
        ids = [each.id for each, _ in known]
        self._open(ids, ids.index(attachment.id))
        if not others:
            self._finding = self._lane.submit(
                lambda session, job: session.pictures_of(message.conversation_id).tolist(),
                done=lambda found: self._widen(found, attachment.id),
                failed=lambda error: None,
            )

    def show_among(self, ids: AttachmentIds, at: int) -> None:
        """Opens with the picture at a place of a list of attachments, however long."""
        self._loading.begin()
        self._open(ids, at)

    @property
    def ready(self) -> bool:
        """The picture, or why there is none, is shown."""
        return self._state() != "loading"

    @property
    def place(self) -> tuple[int, int]:
        """Which picture, from 0, of how many."""
        return self._at, len(self._ids)

    @property
    def _picture(self) -> QImage | None:
        return self._canvas.image

    def step(self, by: int) -> None:
        """Goes on to the next (1) or previous (-1) picture; stays at the ends."""
        at = min(max(self._at + by, 0), max(0, len(self._ids) - 1))
        if at != self._at:
            self._at = at
            self._show_current()

    def retranslate(self) -> None:
        self._previous.name_it(self.tr("Previous picture"), "←")
        self._next.name_it(self.tr("Next picture"), "→")
        self.setAccessibleName(self.tr("Enlarged picture"))

    # ---------------------------------------------------------------- what is shown

    def _open(self, ids: AttachmentIds, at: int) -> None:
        if self._finding is not None:
            self._finding.cancel()
            self._finding = None
        self._ids, self._at, self._shown = ids, at, None
        self.cover()
        self.setFocus()
        self._show_current()

    def _widen(self, ids: list[int], number: int) -> None:
        """The pictures of the conversation around the one that is shown are known."""
        if number in ids and self._number() == number:
            self._ids, self._at = ids, ids.index(number)
            self._show_current()

    def _number(self) -> int:
        return int(self._ids[self._at]) if len(self._ids) else 0

    def _seen(self) -> Seen | None:
        return self._loading.seen(self._number())

    def _show_current(self) -> None:
        """Shows what is there of the picture, and loads it and its neighbours."""
        number = self._number()
        self._previous.setVisible(self._at > 0)
        self._next.setVisible(self._at + 1 < len(self._ids))
        self._zoom.show_place(self._at, len(self._ids))
        if self._seen() is None:
            self._shown = None
            self._canvas.show_image(None, self._canvas.size())
            known = self._loading.known(number)
            self._column.show_text(known[0].ocr_text if known is not None else "")
        self._arrived(number)
        around = [self._at, self._at + 1, self._at - 1]
        self._loading.want([int(self._ids[place]) for place in around if 0 <= place < len(self._ids)])

    def _arrived(self, number: int) -> None:
        """The picture in sight is there, or is there with more pixels."""
        if number != self._number():
            return
        seen = self._seen()
        if seen is not None and self._shown == number:
            if seen.image is not None and not seen.movie:
                self._canvas.sharpen(seen.image)
        elif seen is not None:
            self._show_seen(seen)
        self._zoom.allow(self._canvas.image is not None)
        self._head.show_picture(self._loading.known(number))
        self.update()

    def _show_seen(self, seen: Seen) -> None:
        self._shown = seen.item.attachment.id
        self._column.show_text(seen.item.attachment.ocr_text)
        self._column.show_details(seen.details)
        self._canvas.show_image(seen.image, seen.size)
        if seen.movie:
            self._canvas.play(seen.movie)

    def _state(self) -> str:
        """ "loading", or one of Seen."""
        seen, known = self._seen(), self._loading.known(self._number())
        if seen is not None:
            return seen.state
        return "large" if known is not None and too_large(known[0]) else "loading"

    # ---------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), VEIL)
        if self._canvas.image is None:
            self._paint_state(painter, QRectF(self._canvas.geometry()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.hide()
        elif event.matches(QKeySequence.StandardKey.Save):
            self._tell(self.saved)
        elif event.text() in _ZOOMS:
            self._canvas.zoom(_ZOOMS[event.text()])
        elif event.text() == "0":
            self._canvas.fit()
        elif event.text() == "1":
            self._canvas.show_share(1.0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What lies below the veil gets no click."""

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():  # the window was minimised
            return
        last = self._number()
        self._ids, self._at, self._shown = (), 0, None
        self._loading.begin()
        self._canvas.show_image(None, self._canvas.size())
        if last:
            self.left.emit(last)

    def stops(self) -> Sequence[QWidget]:
        column, zoom = self._column, self._zoom
        ring = [self, *self._head.buttons, self._previous, self._next, column.ask, column.copy, column.written]
        return [*ring, zoom.smaller, zoom.larger, zoom.fit, zoom.own_size]

    def _paint_state(self, painter: QPainter, room: QRectF) -> None:
        middle, state = room.center(), self._state()
        icons.paint(painter, "image", QRectF(middle.x() - 20, middle.y() - 48, 40, 40), CALM)
        unreadable = self.tr("This file cannot be shown as a picture. It is kept unchanged in the archive.")
        large = self.tr("This picture is too large to be shown safely. Its file is kept unchanged in the archive.")
        gone = self.tr("The file of this picture is not in the archive.")
        texts = {"loading": self.tr("Loading the picture…"), "large": large, "gone": gone}
        where = QRectF(room.x(), middle.y() + 6, room.width(), 24)
        paint_line(painter, where, texts.get(state, unreadable), (fonts.font("lead"), INK), "centre")

    # ---------------------------------------------------------------- parts

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(8, 0, 8, 0)
        middle.setSpacing(4)
        for side in (self._previous, self._next):
            policy = side.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            side.setSizePolicy(policy)
        middle.addWidget(self._previous)
        middle.addWidget(self._canvas, 1)
        middle.addWidget(self._next)
        middle.addSpacing(4)
        middle.addWidget(self._column)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._head)
        lines.addLayout(middle, 1)
        lines.addWidget(self._zoom)

    def _connect(self) -> None:
        self._head.closed.connect(self.hide)
        self._head.went.connect(self._go)
        self._head.revealed.connect(lambda: self._tell(self.revealed))
        self._head.saved.connect(lambda: self._tell(self.saved))
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._zoom.zoomed.connect(self._canvas.zoom)
        self._zoom.fitted.connect(self._canvas.fit)
        self._zoom.whole.connect(lambda: self._canvas.show_share(1.0))
        self._canvas.zoomed.connect(self._zoom.show_share)
        self._canvas.outside.connect(self.hide)
        self._canvas.wanting.connect(lambda: self._loading.want([self._number()], whole=True))
        self._loading.arrived.connect(self._arrived)
        # Buttons take the arrow keys for themselves, so these are shortcuts.
        for key, by in _WAYS.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.step(by))

    def _tell(self, signal: SignalInstance) -> None:
        known = self._loading.known(self._number())
        if known is not None:
            signal.emit(known[0])

    def _go(self) -> None:
        known = self._loading.known(self._number())
        self.lead_away()
        if known is not None:
            self.to_message.emit(known[1])

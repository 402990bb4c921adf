"""This file is where a picture is looked at large: over the whole window, loaded in the background, Esc closes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.look import fonts, icons
from app.gui.look.controls import Button, ElidedLabel, label
from app.gui.look.dates import day_and_clock, size, wall_time
from app.gui.look.language import Translated
from app.gui.look.text import isolate, paint_line
from app.gui.work.lanes import Job, Lane
from app.gui.work.pictures import MOST_PIXELS, load
from core.types import Attachment, Message

if TYPE_CHECKING:
    from app.session import Session

_LARGEST = QSize(3200, 2400)
_VEIL = QColor(12, 14, 13, 250)
_INK = QColor("#ECEAE5")
_CALM = QColor("#B0AEA7")
_COLUMN = 300


class Lightbox(Translated):
    """to_message: show the picture's message in its conversation."""

    to_message = Signal(object)

    def __init__(self, lane: Lane, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._attachment: Attachment | None = None
        self._message: Message | None = None
        self._picture: QPixmap | None = None
        self._state = "loading"
        self._title, self._meta = ElidedLabel("strong"), ElidedLabel("small")
        self._heading, self._written = label("overline"), QPlainTextEdit(readOnly=True)
        self._column = QWidget()
        self._to, self._close = Button("", "chat"), Button("", "close")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.retranslate()
        self.hide()

    def show_picture(self, attachment: Attachment, message: Message) -> None:
        """Opens with a picture of a message."""
        self._attachment, self._message, self._picture, self._state = attachment, message, None, "loading"
        self._show_text(attachment.ocr_text)
        self.retranslate()
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()
        if self._job is not None:
            self._job.cancel()
        if (attachment.width or 0) * (attachment.height or 0) > MOST_PIXELS:
            self._take(None)
            return
        self._job = self._lane.submit(
            lambda session, job: _load(session, attachment, message.id), done=lambda found: self._take(*found)
        )

    @property
    def ready(self) -> bool:
        """The picture, or why there is none, is shown."""
        return self._state != "loading"

    def retranslate(self) -> None:
        self._to.setText(self.tr("Show in conversation"))
        self._close.setText(self.tr("Close"))
        self._heading.setText(self.tr("Text in this picture"))
        self._written.setAccessibleName(self._heading.text())
        self.setAccessibleName(self.tr("Enlarged picture"))
        if self._attachment is None or self._message is None:
            return
        self._title.show_text(self._attachment.name or self.tr("Picture"))
        parts = [isolate(self._message.sender or ""), day_and_clock(wall_time(self._message))]
        if self._attachment.width and self._attachment.height:
            parts.append(f"{self._attachment.width} × {self._attachment.height}")
        if self._attachment.size:
            parts.append(size(self._attachment.size))
        self._meta.show_text("  ·  ".join(part for part in parts if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        beside = _COLUMN + 24 if self._column.isVisibleTo(self) else 0
        room = QRectF(self.rect()).adjusted(40, 84, -40 - beside, -40)
        if self._picture is None:
            self._paint_state(painter, room)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = self._picture.deviceIndependentSize()
        fitted = whole.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if fitted.width() > 2 * whole.width():
            fitted = whole * 2
        where = QRectF(0, 0, fitted.width(), fitted.height())
        where.moveCenter(room.center())
        painter.drawPixmap(where, self._picture, QRectF(self._picture.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() > 72:
            self.hide()

    def _take(self, image: QImage | None, text: str = "") -> None:
        if text:
            self._show_text(text)
        self._state = "shown" if image is not None else "refused"
        self._picture = QPixmap.fromImage(image) if image is not None else None
        self.update()

    def _show_text(self, text: str) -> None:
        """What was read in the picture, beside it; nothing where there is none."""
        if text != self._written.toPlainText():
            self._written.setPlainText(text)
        self._column.setVisible(bool(text))

    def _paint_state(self, painter: QPainter, room: QRectF) -> None:
        middle = room.center()
        icons.paint(painter, "image", QRectF(middle.x() - 20, middle.y() - 48, 40, 40), _CALM)
        if self._state == "loading":
            text = self.tr("Loading the picture…")
        elif (
            self._attachment is not None
            and (self._attachment.width or 0) * (self._attachment.height or 0) > MOST_PIXELS
        ):
            text = self.tr("This picture is too large to be shown safely. Its file is kept unchanged in the archive.")
        else:
            text = self.tr("This file cannot be shown as a picture. It is kept unchanged in the archive.")
        paint_line(
            painter, QRectF(room.x(), middle.y() + 6, room.width(), 24), text, (fonts.font("lead"), _INK), "centre"
        )

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 16, 0)
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget, ink in ((self._title, _INK), (self._meta, _CALM)):
            widget.setStyleSheet(f"color: {ink.name()};")
            words.addWidget(widget)
        head.addLayout(words, 1)
        head.addWidget(self._to)
        head.addWidget(self._close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(head)
        lines.addLayout(self._beside(), 1)
        self._close.clicked.connect(self.hide)
        self._to.clicked.connect(self._go)

    def _beside(self) -> QHBoxLayout:
        """The column with the text, at the right of the picture."""
        style = f"background: transparent; border: none; color: {_INK.name()};"
        self._written.setStyleSheet(f"QPlainTextEdit {{ {style} }}")
        self._heading.setStyleSheet(f"color: {_CALM.name()};")
        self._column.setFixedWidth(_COLUMN)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self._written, 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 40)
        row.addStretch(1)
        row.addWidget(self._column)
        return row

    def _go(self) -> None:
        self.hide()
        if self._message is not None:
            self.to_message.emit(self._message)


def _load(session: "Session", attachment: Attachment, message_id: int) -> tuple[QImage | None, str]:
    """The picture, and what has been read in it by now."""
    stored = [item for message in session.messages([message_id]) for item in message.attachments]
    text = next((item.ocr_text for item in stored if item.sha256 == attachment.sha256), "")
    return load(session.media_path(attachment.sha256 or ""), _LARGEST), text

"""This file is where it is shown what will leave: drawn pages below each other, or the text of the file."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.gui.look.controls import label
from app.gui.look.dates import number
from app.gui.look.language import Translated
from app.gui.look.theme import colours
from app.gui.sharing.making import Seen
from app.gui.sharing.paper import COUNTED

_GAP = 10


class Sheets(QWidget):
    """Pictures as wide as there is room, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.images: list[QImage] = []

    def show_images(self, images: list[QImage]) -> None:
        self.images = images
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(300, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = 0.0
        for image in self.images:
            where = QRectF(0, top, self.width(), self._height(image))
            if where.intersects(QRectF(event.rect())):
                painter.drawImage(where, image, QRectF(image.rect()))
                painter.setPen(colours().line)
                painter.drawRect(where.adjusted(0.5, 0.5, -0.5, -0.5))
            top = where.bottom() + _GAP
        painter.end()

    def _fit(self) -> None:
        height = sum(self._height(image) + _GAP for image in self.images)
        self.setFixedHeight(max(1, round(height - _GAP)))
        self.update()

    def _height(self, image: QImage) -> float:
        return self.width() * image.height() / max(image.width(), 1)


class Preview(Translated):
    """Nothing in it can be clicked or followed."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Seen | None = None
        self.text, self.sheets = QPlainTextEdit(readOnly=True), Sheets()
        self._scroll, self._stack = QScrollArea(widgetResizable=True), QStackedWidget()
        self._waiting, self._note = label("muted"), label("small", wrap=True)
        self._build()
        self.retranslate()

    @property
    def ready(self) -> bool:
        """What is shown is what was asked for last."""
        return self._seen is not None

    @property
    def current(self) -> QWidget:
        """What can be scrolled with the keyboard."""
        return self.text if self._stack.currentWidget() is self.text else self._scroll

    @property
    def room(self) -> int:
        """How wide pictures are shown, in device-independent pixels."""
        return max(self._scroll.viewport().width(), 200)

    def wait(self) -> None:
        """Something else will be shown; what is there stays so long."""
        self._seen = None

    def show_seen(self, seen: Seen) -> None:
        self._seen = seen
        if seen.images:
            self.sheets.show_images(seen.images)
            self._scroll.verticalScrollBar().setValue(0)
            self._stack.setCurrentWidget(self._scroll)
        else:
            self.text.setPlainText(seen.text)
            self._stack.setCurrentWidget(self.text)
        self.retranslate()

    def retranslate(self) -> None:
        self._waiting.setText(self.tr("Preparing the preview…"))
        for widget in (self.text, self._scroll):
            widget.setAccessibleName(self.tr("Preview"))
        self._note.setText(self._more())
        self._note.setVisible(bool(self._note.text()))

    def _more(self) -> str:
        if self._seen is not None and self._seen.left:
            return self.tr("%Ln message(s) have no room in one picture; a PDF has room.", "", self._seen.left)
        if self._seen is None or not self._seen.cut:
            return ""
        if self._seen.pages:
            many = self.tr("The first {shown} of {count} pages or more")
            text = many if self._seen.pages >= COUNTED else self.tr("The first {shown} of {count} pages")
            return text.format(shown=number(len(self._seen.images)), count=number(self._seen.pages))
        return self.tr("Only the beginning is shown here; the file has everything.")

    def _build(self) -> None:
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setObjectName("seen")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setWidget(self.sheets)
        self.text.setTabChangesFocus(True)
        for widget in (self._waiting, self._scroll, self.text):
            self._stack.addWidget(widget)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self._stack, 1)
        lines.addWidget(self._note)

"""This file is where a picture is zoomed and moved: the wheel zooms where the pointer is, dragging moves it."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QMouseEvent, QMovie, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

STEP = 1.25
_MOST = 16.0
_BLOW_UP = 2.0
_DRAGGED = 4.0


class Canvas(QWidget):
    """zoomed: the share of the picture's own size changed; outside: a click beside the picture; wanting: more pixels
    would be seen if there were any.

    A share of 1 shows one pixel of the picture on one of the screen. Fitted, the picture follows the widget's size.
    """

    zoomed = Signal(float)
    outside = Signal()
    wanting = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self._size = QSizeF()
        self._small: QImage | None = None
        self._movie: QMovie | None = None
        self._share: float | None = None
        self._middle = QPointF()
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ---------------------------------------------------------------- what is shown

    def show_image(self, image: QImage | None, size: QSize) -> None:
        """A picture, fitted; `size` is that of the file. None empties the canvas."""
        self._end_movie()
        self.image = self._small = image
        self._size = QSizeF(size if size.isValid() or image is None else image.size())
        self.fit()

    def sharpen(self, image: QImage) -> None:
        """The same picture with more pixels; zoom and place stay."""
        self.image = image
        self.update()

    def play(self, path: str) -> None:
        """Plays an animation in place of its first picture."""
        self._movie = QMovie(path, QImageReader.imageFormat(path), self)
        self._movie.setCacheMode(QMovie.CacheMode.CacheNone)
        self._movie.frameChanged.connect(self._show_frame)
        self._movie.start()

    def _show_frame(self) -> None:
        if self._movie is not None and self.isVisible():
            self.image = self._small = self._movie.currentImage()
            self.update()

    def _end_movie(self) -> None:
        if self._movie is not None:
            self._movie.stop()
            self._movie.deleteLater()
            self._movie = None

    # ---------------------------------------------------------------- zoom

    @property
    def share(self) -> float:
        return self._logical() * self.devicePixelRatioF()

    @property
    def fitted(self) -> bool:
        return self._share is None

    def fit(self) -> None:
        self._share, self._middle = None, QPointF(self._size.width() / 2, self._size.height() / 2)
        self._changed()

    def show_share(self, share: float, at: QPointF | None = None) -> None:
        """Zooms so that the point `at` of the widget, or its middle, stays where it is."""
        if self.image is None:
            return
        point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        below = self._in_picture(point)
        wanted, fitting = share / self.devicePixelRatioF(), self._fitting()
        least = min(fitting, 1 / self.devicePixelRatioF())
        if wanted <= least and least == fitting:
            self.fit()
            return
        self._share = min(max(wanted, least), _MOST)
        offset = point - QPointF(self.width() / 2, self.height() / 2)
        self._middle = below - offset / self._share
        self._changed()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        self.show_share(self.share * factor, at)

    def move_by(self, across: float, down: float) -> None:
        """Moves the picture by so many pixels of the widget."""
        self._middle -= QPointF(across, down) / self._logical()
        self._hold()
        self.update()

    def where(self) -> QRectF:
        """The picture's rectangle in the widget."""
        scale = self._logical()
        left = self.width() / 2 - self._middle.x() * scale
        top = self.height() / 2 - self._middle.y() * scale
        return QRectF(left, top, self._size.width() * scale, self._size.height() * scale)

    def _fitting(self) -> float:
        if self._size.isEmpty():
            return 1.0
        share = min(self.width() / self._size.width(), self.height() / self._size.height())
        return max(min(share, _BLOW_UP), 1e-6)

    def _logical(self) -> float:
        """Pixels of the widget for a pixel of the picture."""
        return self._fitting() if self._share is None else self._share

    def _in_picture(self, point: QPointF) -> QPointF:
        return (point - self.where().topLeft()) / self._logical()

    def _changed(self) -> None:
        self._hold()
        self.update()
        self.zoomed.emit(self.share)
        held = self.image
        if held is not None and held.width() < self._size.width() and held.width() < self._size.width() * self.share:
            self.wanting.emit()
        loose = self.image is not None and not self.fitted
        self.setCursor(Qt.CursorShape.OpenHandCursor if loose else Qt.CursorShape.ArrowCursor)

    def _hold(self) -> None:
        """Along a side that has room the picture is centred, along the other one no gap opens."""
        scale, whole = self._logical(), self._size
        across, down = self.width() / 2 / scale, self.height() / 2 / scale
        self._middle = QPointF(
            _held(self._middle.x(), across, whole.width()), _held(self._middle.y(), down, whole.height())
        )

    # ---------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image is None or self._size.isEmpty():
            return
        painter = QPainter(self)
        whole = self.where()
        seen = whole.intersected(QRectF(self.rect()))
        image = self._fitting_image(whole)
        if image is None or seen.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, whole.width() < 4 * image.width())
        across, down = image.width() / whole.width(), image.height() / whole.height()
        left, top = (seen.x() - whole.x()) * across, (seen.y() - whole.y()) * down
        painter.drawImage(seen, image, QRectF(left, top, seen.width() * across, seen.height() * down))

    def _fitting_image(self, whole: QRectF) -> QImage | None:
        """The smaller image where it has enough pixels: it is drawn faster and without a flicker."""
        enough = self._small is not None and self._small.width() >= whole.width() * self.devicePixelRatioF()
        return self._small if enough else self.image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.pixelDelta().y() * 2
        self.zoom(STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = event.position() - self._pressed
        if self._dragged or moved.manhattanLength() > _DRAGGED:
            self._dragged, self._pressed = True, event.position()
            if not self.fitted:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._pressed is not None and not self._dragged
        self._pressed = None
        if not self.fitted:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        if clicked and (self.image is None or not self.where().contains(event.position())):
            self.outside.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and its own size."""
        if self.image is None or not self.where().contains(event.position()):
            return
        if self.fitted:
            self.show_share(1.0 if self.share < 0.95 else 2 * self.share, event.position())
        else:
            self.fit()


def _held(middle: float, half: float, whole: float) -> float:
    return whole / 2 if 2 * half >= whole else min(max(middle, half), whole - half)

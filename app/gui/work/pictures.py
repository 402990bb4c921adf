"""This file is where pictures are loaded in the background: asked for while painting, there at a later repaint."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageIOHandler, QImageReader, QPixmap

from app.gui.work.lanes import Lane

MOST_PIXELS = 120_000_000
"""Larger pictures are not decoded: 200 megapixels would take 800 MB of memory."""

_INSTRUCTIONS = {b"svg", b"svgz", b"pdf"}
"""What can name other files of the computer, which Qt would then read, and can ask for any number of steps."""
_KEPT = 240
_WAITING = 120
_SIDE = 320


class Pictures(QObject):
    """Thumbnails by the SHA-256 of their file. The latest wish is met first: that is what is on the screen."""

    arrived = Signal(str)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._loading: str | None = None

    def thumbnail(self, sha256: str) -> QPixmap | None:
        """The thumbnail if it is there, else None, and it will be loaded."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        self._wanted[sha256] = None
        self._wanted.move_to_end(sha256)
        while len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        self._load_next()
        return None

    def unreadable(self, sha256: str) -> bool:
        """True when the file was tried and gave no picture."""
        return sha256 in self._kept and self._kept[sha256] is None

    def forget(self) -> None:
        """Tries unreadable pictures again, for after an import."""
        self._kept = OrderedDict((sha, each) for sha, each in self._kept.items() if each is not None)

    def _load_next(self) -> None:
        if self._loading is not None or not self._wanted:
            return
        sha, _ = self._wanted.popitem()
        self._loading = sha
        screen = QGuiApplication.primaryScreen()
        side = round(_SIDE * (screen.devicePixelRatio() if screen else 1.0))
        self._lane.submit(
            lambda session, job: load(session.thumbnail(sha, side), QSize(side, side)),
            done=lambda image: self._keep(sha, image),
            failed=lambda error: self._keep(sha, None),
            stopped=lambda _: self._keep(sha, None),
        )

    def _keep(self, sha256: str, image: QImage | None) -> None:
        self._kept[sha256] = QPixmap.fromImage(image) if image is not None and not image.isNull() else None
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._loading = None
        self.arrived.emit(sha256)
        self._load_next()


def load(path: object, most: QSize) -> QImage | None:
    """Decodes a picture, no larger than `most`; None when it is none, or larger than MOST_PIXELS. Any thread."""
    if path is None:
        return None
    reader = _reader(path)
    full = _size(reader)
    if not full.isValid() or full.width() * full.height() > MOST_PIXELS:
        return None
    if full.width() > most.width() or full.height() > most.height():
        reader.setScaledSize(full.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def upright_size(path: object) -> QSize:
    """Width and height in pixels as the file states them, after EXIF orientation; not valid for what is no picture."""
    reader = _reader(path)
    full = _size(reader)
    turned = reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value
    return full.transposed() if turned else full


def _size(reader: QImageReader) -> QSize:
    """In pixels as they are stored; not valid for what is no picture, or a page of instructions."""
    return QSize() if bytes(reader.format().data()) in _INSTRUCTIONS else reader.size()


def _reader(path: object) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    return reader

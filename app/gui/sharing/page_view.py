"""This file is where a web page is drawn for its preview, by a document that can load nothing at all."""

import base64
import re

from PySide6.QtCore import QEventLoop, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument

from app.gui.look import fonts, theme
from app.gui.look.theme import colours
from app.gui.sharing.sheet import WIDTH
from core.sharing import simple_page

TALLEST = 5000.0
_MARGIN = 28.0
_WIDEST_PICTURE = 416
_EMBEDDED = re.compile(r'<img src="data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)"')


class ClosedDocument(QTextDocument):
    """A document with the pictures it was given; whatever else its text names is not there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDefaultFont(fonts.font("body"))
        self.setDocumentMargin(_MARGIN)
        self.setHtml(_EMBEDDED.sub(self._take, simple_page(page)))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is loaded, from the disk as little as from elsewhere.

        A dot stands for every picture: where there is none, Qt would look for a file of that name by itself.
        """
        dot = QImage(1, 1, QImage.Format.Format_ARGB32)
        dot.fill(Qt.GlobalColor.transparent)
        return dot if kind == QTextDocument.ResourceType.ImageResource.value else ""

    def _take(self, found: re.Match[str]) -> str:
        image = QImage.fromData(base64.b64decode(found[1]))
        if image.width() > _WIDEST_PICTURE:
            image = image.scaledToWidth(_WIDEST_PICTURE, Qt.TransformationMode.SmoothTransformation)
        name = f"embedded:{found.start()}"
        self.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        return f'<img src="{name}"'


def picture_of_page(page: str, scale: float) -> tuple[QImage, bool]:
    """How the page looks, roughly as a browser shows it, and whether its end was left out."""
    with theme.paper():
        # A document starts timers while it is laid out, which needs what an event loop brings along to a thread.
        loop = QEventLoop()
        document = ClosedDocument(page)
        document.setTextWidth(WIDTH)
        size = QSizeF(document.size())
        height = min(size.height(), TALLEST)
        image = QImage(round(WIDTH * scale), round(height * scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(colours().surface)
        painter = QPainter(image)
        document.drawContents(painter, QRectF(0, 0, WIDTH, height))
        painter.end()
        del document, loop
        return image, size.height() > TALLEST

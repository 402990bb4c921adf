"""This file is where resources/icons/*.svg become pixmaps in the colour of the moment."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPaintEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from app.gui.look.theme import colours

_ICONS = Path(str(resources.__path__[0])) / "icons"


def pixmap(name: str, colour: QColor, size: int = 20, ratio: float | None = None) -> QPixmap:
    """The icon, `size` device-independent pixels square. Raises FileNotFoundError for a name without a drawing."""
    screen = QGuiApplication.primaryScreen()
    return _drawn(name, colour.name(), size, ratio or (screen.devicePixelRatio() if screen else 1.0))


def icon(name: str, colour: QColor | None = None, size: int = 20) -> QIcon:
    """The icon in the muted text colour, or another one; it does not follow a later change of theme."""
    return QIcon(pixmap(name, colour or colours().muted, size))


def button_icon(name: str, colour: QColor, size: int = 18, space: int = 6) -> QIcon:
    """The icon with room at its right, for a button that has words as well."""
    drawn = pixmap(name, colour, size)
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(round((size + space) * ratio), round(size * ratio))
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return QIcon(wide)


def paint(painter: QPainter, name: str, where: QRectF, colour: QColor) -> None:
    """Draws the icon into a square: lines in a PDF, else pixels."""
    if painter.paintEngine().type() == QPaintEngine.Type.Pdf:
        QSvgRenderer(QByteArray(_source(name, colour.name()).encode())).render(painter, where)
        return
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    # A painter that is scaled by the text size needs more pixels, or the icon would be blurred.
    ratio *= max(1.0, round(painter.transform().m11(), 2))
    painter.drawPixmap(where.topLeft(), pixmap(name, colour, round(where.width()), ratio))


def logo(size: int = 32) -> QPixmap:
    return pixmap("logo", QColor("black"), size)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    source = QByteArray(_source(name, colour).encode())
    QSvgRenderer(source).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _source(name: str, colour: str) -> str:
    return (_ICONS / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)

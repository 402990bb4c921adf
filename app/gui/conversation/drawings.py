"""This file is where rows that were painted once are kept as pictures: scrolling then paints only what comes in."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from app.gui.conversation.rows import Row
from app.gui.look.theme import colours
from app.gui.messages.tiles import PictureOf

_KEPT = 48
_HIGHEST = 1_600
_ROOM = 2.0


class Drawings:
    """The last rows that were painted on the plain background; a row laid out anew is another row."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Row, tuple[tuple[object, ...], QPixmap]] = OrderedDict()

    def paint(self, painter: QPainter, row: Row, at: QPointF, picture_of: PictureOf) -> None:
        """Draws a row with its top left at a point of a painter that is scaled by the text size."""
        scale = painter.transform().m11()
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        if not row.lasting or row.height * scale > _HIGHEST:
            painter.save()
            painter.translate(at)
            row.paint(painter, picture_of)
            painter.restore()
            return
        drawn = self._drawn(row, scale, ratio, picture_of)
        where = painter.transform().map(at)
        painter.save()
        painter.resetTransform()
        # On whole pixels of the screen, or the picture would be blurred.
        painter.drawPixmap(QPointF(round(where.x() * ratio) / ratio, round(where.y() * ratio) / ratio), drawn)
        painter.restore()

    def _drawn(self, row: Row, scale: float, ratio: float, picture_of: PictureOf) -> QPixmap:
        key = (scale, ratio, colours().canvas.rgb())
        kept = self._kept.get(row)
        if kept is not None and kept[0] == key:
            self._kept.move_to_end(row)
            return kept[1]
        size = QRectF(0, 0, (row.width + _ROOM) * scale * ratio, (row.height + _ROOM) * scale * ratio)
        made = QPixmap(size.toAlignedRect().size())
        made.setDevicePixelRatio(ratio)
        made.fill(colours().canvas)
        painter = QPainter(made)
        painter.scale(scale, scale)
        row.paint(painter, picture_of)
        painter.end()
        self._kept[row] = (key, made)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made

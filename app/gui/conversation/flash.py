"""This file is where a message that one has jumped to is lit for a moment."""

from PySide6.QtCore import QEasingCurve, QRectF, QVariantAnimation
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea

from app.gui.look.theme import blend, colours

_MILLISECONDS = 1_600


class Flash:
    """`row` is lit, -1 for none; the light goes down by itself."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        self.row = -1
        self._view = view
        self._light = QVariantAnimation(view)
        self._light.setStartValue(1.0)
        self._light.setEndValue(0.0)
        self._light.setDuration(_MILLISECONDS)
        self._light.setEasingCurve(QEasingCurve.Type.InCubic)
        self._light.valueChanged.connect(lambda _: view.viewport().update())
        self._light.finished.connect(self.stop)

    def start(self, row: int) -> None:
        self.row = row
        self._light.stop()
        self._light.start()

    def stop(self) -> None:
        self.row = -1
        self._light.stop()
        self._view.viewport().update()

    def paint(self, painter: QPainter, where: QRectF) -> None:
        share = float(self._light.currentValue() or 0.0)
        painter.fillRect(where, blend(colours().canvas, colours().accent, 0.22 * share))

"""This file is where a box of choices has the icon set's arrow."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from app.gui.look import icons
from app.gui.look.theme import colours


class ChoiceBox(QComboBox):
    """The style sheet draws none."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "down", QRectF(self.width() - 26, self.height() / 2 - 9, 18, 18), colours().muted)
        painter.end()

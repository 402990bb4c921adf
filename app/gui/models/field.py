"""This file is where a field for one line is, in a frame that shows whether it has the keyboard."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.gui.look.controls import frame, restyle


class Field(QLineEdit):
    """`box` is what goes into a layout."""

    def __init__(self) -> None:
        super().__init__()
        self.box = frame("field")
        self.box.setProperty("kind", "slim")
        row = QHBoxLayout(self.box)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        restyle(self.box, "focused", True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        restyle(self.box, "focused", False)
        super().focusOutEvent(event)

"""This file is where a question gets the name by which it is saved."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.gui.look.controls import Button, Picture, frame, label
from app.gui.look.language import Translated

_LONGEST = 80


class Naming(Translated):
    """saved: the name; removed: the question is to be saved no more; left: Esc."""

    saved = Signal(str)
    removed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label, self.field = label("strong"), QLineEdit()
        self.save, self.remove = Button("primary"), Button("quiet")
        box = frame("reading")
        inner = QHBoxLayout(box)
        inner.setContentsMargins(12, 6, 6, 6)
        inner.setSpacing(8)
        inner.addWidget(Picture("star", "accent", 18))
        inner.addWidget(self._label)
        inner.addWidget(self.field, 1)
        inner.addWidget(self.remove)
        inner.addWidget(self.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box)
        self.field.setMaxLength(_LONGEST)
        self.field.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self.removed)
        self.retranslate()
        self.hide()

    def open(self, name: str, known: bool) -> None:
        """name: what stands there at first; known: the question is saved already and can be renamed or removed."""
        self.field.setText(name)
        self.remove.setVisible(known)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Save as"))
        self.field.setPlaceholderText(self.tr("Name of the question"))
        self.field.setAccessibleName(self.tr("Name of the question"))
        self.save.setText(self.tr("Save"))
        self.remove.setText(self.tr("Remove"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        if self.field.text().strip():
            self.saved.emit(self.field.text())

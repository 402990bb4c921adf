"""This file is where the filters of a question stand below the field, as chips that can be removed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.gui.look.controls import IconButton, Picture, clear, keep_height, label
from app.gui.look.flow import Flow
from app.gui.look.language import Translated
from app.gui.look.text import plain_tip

if TYPE_CHECKING:
    from core.query import Chip

_ICONS = {"from": "contact", "with": "people", "in": "chat", "has": "image", "excluded": "minus"}


class ChipRow(Translated):
    """removed: a chip's close button, or Delete on it; left: the person goes back to the field.

    The arrow keys go from chip to chip.
    """

    removed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(8, self)
        self._chips: list[ChipLabel] = []
        self.hide()

    @property
    def chips(self) -> "list[ChipLabel]":
        return self._chips

    def show_chips(self, chips: "Sequence[Chip]") -> None:
        """Shows these in place of those before; chips that stay the same keep the focus."""
        chips = [chip for chip in chips if chip.label]
        if [each.chip for each in self._chips] == chips:
            return
        focused = next((place for place, each in enumerate(self._chips) if each.hasFocus()), None)
        clear(self._flow)
        self._chips = [ChipLabel(chip) for chip in chips]
        for each in self._chips:
            self._flow.addWidget(each)
            each.removed.connect(self.removed)
            each.stepped.connect(self._step)
        self.setVisible(bool(chips))
        if focused is not None:
            self._focus(min(focused, len(chips) - 1))

    def enter(self) -> bool:
        """Goes to the last chip; False when there is none."""
        return self._focus(len(self._chips) - 1)

    def retranslate(self) -> None:
        for each in self._chips:
            each.retranslate()

    def _focus(self, place: int) -> bool:
        if not 0 <= place < len(self._chips):
            self.left.emit()
            return False
        self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _step(self, chip: "ChipLabel", step: int) -> None:
        place = self._chips.index(chip) + step
        if place >= 0:
            self._focus(place)


class ChipLabel(QFrame):
    """A filter as the program understood it, with a button that takes it out of the question. stepped: (itself, 1 or
    -1), or 99 for back to the field."""

    removed = Signal(object)
    stepped = Signal(object, int)

    def __init__(self, chip: "Chip") -> None:
        super().__init__()
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chip = chip
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 3, 0)
        row.setSpacing(6)
        row.addWidget(Picture(_ICONS.get(chip.kind, "clock"), "accent", 16))
        words = label("strong")
        words.setText(chip.label[:60])
        row.addWidget(words)
        self.close_button = IconButton("close", 12)
        self.close_button.setFixedSize(22, 22)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(lambda: self.removed.emit(chip))
        row.addWidget(self.close_button)
        keep_height(self, 28)
        self.setToolTip(plain_tip(chip.source[:200]))
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Filter: {filter}").format(filter=self.chip.label[:60]))
        self.setAccessibleDescription(self.tr("Delete removes it"))
        self.close_button.name_it(self.tr("Remove this filter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 99, Qt.Key.Key_Escape: 99}
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.chip)
        elif event.key() in steps:
            self.stepped.emit(self, steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

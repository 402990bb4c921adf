"""This file is where the controls of the light-box are, which lie on its dark ground in both themes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.gui.look import icons
from app.gui.look.controls import IconButton, label
from app.gui.look.dates import number
from app.gui.look.language import Translated

VEIL = QColor(12, 14, 13, 250)
INK = QColor("#ECEAE5")
CALM = QColor("#B0AEA7")
_STYLE = (
    "QToolButton { background: transparent; border: 2px solid transparent; border-radius: 8px; padding: 4px; }"
    "QToolButton:hover { background: #2B302E; } QToolButton:pressed { background: #3A403D; }"
    "QToolButton:focus { border-color: #63CDBF; }"
)


class VeilButton(IconButton):
    """An icon that is light whatever the theme, and pale while it cannot be pressed."""

    def __init__(self, icon: str, size: int = 20) -> None:
        super().__init__(icon, size)
        self.setStyleSheet(_STYLE)

    def setEnabled(self, enabled: bool) -> None:
        super().setEnabled(enabled)
        self._redraw()

    def _redraw(self) -> None:
        colour = INK if self.isEnabled() else QColor("#5A5F5C")
        self.setIcon(icons.icon(self._icon, colour, self.iconSize().width()))


def veil_label(role: str, colour: QColor = INK, wrap: bool = False) -> QLabel:
    """A label in a light colour."""
    made = label(role, wrap)
    made.setStyleSheet(f"color: {colour.name()};")
    return made


class ZoomBar(Translated):
    """Which picture of how many, and how large it is. zoomed: by a factor; fitted, whole: one of the two sizes."""

    zoomed = Signal(float)
    fitted = Signal()
    whole = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place, self._share = veil_label("small", CALM), veil_label("small", CALM)
        self.smaller, self.larger = VeilButton("minus", 18), VeilButton("plus", 18)
        self.fit, self.own_size = VeilButton("fit", 18), VeilButton("own_size", 18)
        self._at, self._count = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._build()
        self.retranslate()

    def show_place(self, at: int, count: int) -> None:
        """The picture with this place, from 0, of so many."""
        self._at, self._count = at, count
        self.retranslate()

    def show_share(self, share: float) -> None:
        self._share.setText(f"{number(max(1, round(share * 100)))} %")

    def allow(self, allowed: bool) -> None:
        """Whether there is something to zoom."""
        for button in (self.smaller, self.larger, self.fit, self.own_size):
            button.setEnabled(allowed)
        self._share.setVisible(allowed)

    def retranslate(self) -> None:
        text = self.tr("{place} of {count}").format(place=number(self._at + 1), count=number(self._count))
        self._place.setText(text if self._count > 1 else "")
        self.smaller.name_it(self.tr("Smaller"), "-")
        self.larger.name_it(self.tr("Larger"), "+")
        self.fit.name_it(self.tr("The whole picture"), "0")
        self.own_size.name_it(self.tr("Its own size"), "1")

    def _build(self) -> None:
        self.smaller.clicked.connect(lambda: self.zoomed.emit(1 / 1.25))
        self.larger.clicked.connect(lambda: self.zoomed.emit(1.25))
        self.fit.clicked.connect(self.fitted)
        self.own_size.clicked.connect(self.whole)
        self._share.setFixedWidth(56)
        self._share.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.setFixedWidth(140)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 12)
        row.setSpacing(2)
        row.addWidget(self._place)
        row.addStretch(1)
        for widget in (self.smaller, self._share, self.larger, self.fit, self.own_size):
            row.addWidget(widget)
        row.addStretch(1)
        balance = QWidget()
        balance.setFixedWidth(140)
        row.addWidget(balance)

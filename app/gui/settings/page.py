"""This file is where the settings are one page with three parts: general, archives, privacy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.gui.look.controls import label
from app.gui.look.language import Translated
from app.gui.settings.archives import ArchiveSettings
from app.gui.settings.general import GeneralSettings
from app.gui.settings.privacy import PrivacySettings
from app.gui.settings.rows import WIDTH

_BAR = 11
"""The width of the scroll bar beside the parts below: the heading stands right above them."""


class SettingsPage(Translated):
    """`tabs.currentChanged` tells which part is looked at, in the order of `parts`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self.tabs, self._stack = label("heading"), QTabBar(), QStackedWidget()
        self.general, self.archives, self.privacy = GeneralSettings(), ArchiveSettings(), PrivacySettings()
        self.parts: tuple[QWidget, ...] = (self.general, self.archives, self.privacy)
        for part in self.parts:
            self.tabs.addTab("")
            self._stack.addWidget(part)
        self.tabs.setObjectName("parts")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._build()
        self.retranslate()

    @property
    def part(self) -> QWidget:
        return self.parts[self.tabs.currentIndex()]

    def open_part(self, part: QWidget) -> None:
        self.tabs.setCurrentIndex(self.parts.index(part))

    def take_focus(self) -> None:
        self.tabs.setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        self.tabs.setAccessibleName(self.tr("Parts of the settings"))
        for place, text in enumerate((self.tr("General"), self.tr("Archives"), self.tr("Privacy"))):
            self.tabs.setTabText(place, text)

    def _build(self) -> None:
        head = QWidget()
        head.setMaximumWidth(WIDTH)
        above = QVBoxLayout(head)
        above.setContentsMargins(0, 16, 0, 4)
        above.setSpacing(10)
        above.addWidget(self._title)
        above.addWidget(self.tabs)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 16 + _BAR, 0)
        row.addStretch(1)
        row.addWidget(head, 1000)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(row)
        lines.addWidget(self._stack, 1)

"""This file is where it is set how large readers use the graphics card, and how addresses are reached."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.gui.look.controls import CheckBox, frame, label
from app.gui.look.language import Translated
from app.gui.models.field import Field

if TYPE_CHECKING:
    from app.settings import Settings

_MOST_LAYERS = 200


class ReaderOptions(Translated):
    """changed: the name of a setting and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fits, self.layers = CheckBox(), QSpinBox()
        self.proxy, self.mirror = Field(), Field()
        self._layers_name, self._layers_note = label("body", wrap=True), label("small", wrap=True)
        self._proxy_name, self._mirror_name = label("small"), label("small")
        self.layers.setRange(0, _MOST_LAYERS)
        self.layers.setEnabled(False)
        self.layers.setMinimumSize(76, 32)
        self._build()
        self.fits.toggled.connect(self._take_layers)
        self.layers.editingFinished.connect(self._take_layers)
        self.proxy.editingFinished.connect(lambda: self.changed.emit("download_proxy", self.proxy.text().strip()))
        self.mirror.editingFinished.connect(lambda: self.changed.emit("download_mirror", self.mirror.text().strip()))
        self.retranslate()

    def show_settings(self, settings: "Settings") -> None:
        """What holds now; nothing is sent."""
        for each in (self.fits, self.layers):
            each.blockSignals(True)
        self.fits.setChecked(settings.gpu_layers < 0)
        self.layers.setEnabled(settings.gpu_layers >= 0)
        self.layers.setValue(max(settings.gpu_layers, 0))
        for each in (self.fits, self.layers):
            each.blockSignals(False)
        self.proxy.setText(settings.download_proxy)
        self.mirror.setText(settings.download_mirror)

    def retranslate(self) -> None:
        self._layers_name.setText(self.tr("Layers of a GGUF reader on the graphics card"))
        self._layers_note.setText(self.tr("0 computes on the processor alone. Whatever does not fit stays there too."))
        self.fits.setText(self.tr("As many as fit"))
        for part in (self.layers, self.layers.lineEdit()):  # screen readers stand in either
            part.setAccessibleName(self._layers_name.text())
        self._proxy_name.setText(self.tr("Proxy for downloads (empty: the system's; “none”: none)"))
        self._mirror_name.setText(self.tr("Mirror for downloads, takes the place of https and host of every address"))
        self.proxy.setAccessibleName(self._proxy_name.text())
        self.mirror.setAccessibleName(self._mirror_name.text())
        self.proxy.setPlaceholderText("http://127.0.0.1:3128")
        self.mirror.setPlaceholderText("https://")

    def _take_layers(self) -> None:
        fits = self.fits.isChecked()
        self.layers.setEnabled(not fits)
        self.changed.emit("gpu_layers", -1 if fits else self.layers.value())

    def _build(self) -> None:
        panel = frame("panel")
        lines = QVBoxLayout(panel)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._layers_name)
        words.addWidget(self._layers_note)
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 6)
        beside.setSpacing(14)
        beside.addLayout(words, 1)
        for each in (self.fits, self.layers):
            beside.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        lines.addWidget(row)
        for name, field in ((self._proxy_name, self.proxy), (self._mirror_name, self.mirror)):
            name.setBuddy(field)
            lines.addWidget(name)
            lines.addWidget(field.box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)

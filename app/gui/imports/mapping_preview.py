"""This file is where the first rows of a table are seen as the messages that they would become."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QGridLayout

from app.gui.look.controls import ElidedLabel, frame, label
from app.gui.look.dates import day_and_clock
from app.gui.look.language import Translated
from core.mapping import Reading

SHOWN = 5
_LONGEST = 400
_ZONE = "Z"


class MappingPreview(Translated):
    """A few messages, one to a line: when, who, what."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: Sequence[Reading] = ()
        panel = frame("reading")
        self._grid = QGridLayout(panel)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._empty = label("muted", wrap=True)
        self._grid.addWidget(self._empty, 0, 0, 1, 3)
        self.lines = [(label("small"), label("strong"), ElidedLabel("body")) for _ in range(SHOWN)]
        for row, widgets in enumerate(self.lines, 1):
            for column, widget in enumerate(widgets):
                self._grid.addWidget(widget, row, column)
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)
        self.retranslate()

    def clear(self) -> None:
        self.show_readings(())

    def show_readings(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self.retranslate()

    def retranslate(self) -> None:
        self._empty.setText(self.tr("No message can be read yet: choose the column of the text."))
        self._empty.setVisible(not self._readings)
        for place, (when, who, what) in enumerate(self.lines):
            reading = self._readings[place] if place < len(self._readings) else None
            for widget in (when, who, what):
                widget.setVisible(reading is not None)
            if reading is not None:
                when.setText(_moment(reading))
                who.setText((reading.sender or self.tr("nobody"))[:40])
                what.show_text(_body(reading))


def _moment(reading: Reading) -> str:
    """The time as it is understood, and as it is written where that is still open."""
    if not reading.when:
        return reading.written[:40] or "–"
    exact = reading.when.endswith(_ZONE)
    moment = datetime.fromisoformat(reading.when.removesuffix(_ZONE) + ("+00:00" if exact else ""))
    return day_and_clock(moment.astimezone() if exact else moment)


def _body(reading: Reading) -> str:
    files = " ".join(f"[{name}]" for name in reading.files[:3])
    return " ".join(f"{reading.text[:_LONGEST]} {files}".split()) or "–"

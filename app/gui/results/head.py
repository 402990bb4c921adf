"""This file is where it is said above the results how many there are, and how long it took."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.look.controls import IconButton, label
from app.gui.look.language import Translated
from app.gui.results.reader_line import ReaderLine
from app.gui.search.searching import Found
from core.addresses import is_elsewhere


class Head(Translated):
    """While the reader is still at work it says so. shared_all: all results are to be shared; `reader` tells of the
    reader."""

    shared_all = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found = Found((), False, 0)
        self._ended = False
        self._summary, self._timing, self._share = label("title"), label("small"), IconButton("share", 18)
        self.reader = ReaderLine()
        row = QHBoxLayout()
        row.addWidget(self._summary, 1)
        row.addWidget(self._timing)
        row.addWidget(self._share)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(row)
        lines.addWidget(self.reader)
        self._share.clicked.connect(self.shared_all)
        self.retranslate()

    def show_found(self, found: Found) -> None:
        self._found, self._ended = found, False
        self.reader.show_found(found)
        self.retranslate()

    def end(self) -> None:
        """The search failed: nothing more comes."""
        self._ended = True
        self.reader.end()
        self.retranslate()

    def retranslate(self) -> None:
        self._summary.setText(self._sentence())
        self._timing.setText(self._time())
        self._share.name_it(self.tr("Share all results"), "Ctrl+Shift+S")
        self._share.setVisible(self._found.settled)

    def _sentence(self) -> str:
        results = self._found.results
        reading = self._found.reading
        sure = sum(1 for result in results if not result.maybe)
        if self._found.settled and reading is not None and reading.trouble is not None:
            if not sure:
                return self.tr("The search did not come to an end")
            return self.tr("%Ln conversation(s) answer this, not everything was read", "reading that stopped", sure)
        if self._found.settled:
            return self.tr("%Ln conversation(s) answer this", "settled results", sure)
        if self._ended:
            return self.tr("The search did not come to an end")
        if not results:
            return self.tr("Searching…")
        return self.tr("%Ln conversation(s) found, being read", "results that may still change", len(results))

    def _time(self) -> str:
        if not self._found.milliseconds or not self._found.settled:
            return ""
        seconds = QLocale().toString(self._found.milliseconds / 1000, "f", 1 if self._found.milliseconds >= 1000 else 2)
        reading = self._found.reading
        if reading is not None and is_elsewhere(reading.work.device):
            return self.tr("{seconds} s").format(seconds=seconds)
        return self.tr("{seconds} s, on this computer").format(seconds=seconds)

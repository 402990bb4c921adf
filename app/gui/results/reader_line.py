"""This file is where it is said who reads the passages that were found, where, how far, and how long it still takes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.look.controls import Button, ElidedLabel, Picture, label
from app.gui.look.dates import number
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.models.known_words import notes_in_words
from app.gui.search.searching import Found
from app.gui.work.pace import Pace, Speed
from core.addresses import is_elsewhere
from core.fragments import clean
from core.types import Progress, Reading

_LONGEST_NAME, _LONGEST_DEVICE, _LONGEST_NOTE = 60, 60, 200
_MINUTE = 60


class ReaderLine(Translated):
    """Hidden for a reader that is done in no time and has read all. everything: the person wants all passages read."""

    everything = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found = Found((), False, 0)
        self._speed = Speed()
        self._pace: Pace | None = None
        self._ended = False
        self._icon, self._words, self._all = Picture("chip", "faint", 16), ElidedLabel("small"), Button("quiet")
        self._notes = label("small", wrap=True)
        self._all.clicked.connect(self.everything)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._all)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addLayout(row)
        lines.addWidget(self._notes)
        self.retranslate()

    def show_found(self, found: Found) -> None:
        if found.reading is None and not found.results:
            self._speed, self._pace, self._ended = Speed(), None, False  # a new question
        self._found = found
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        self._pace = self._speed.measure(progress)
        self.retranslate()

    def end(self) -> None:
        """Nothing more comes: what is left is not told any more."""
        self._ended = True
        self.retranslate()

    @property
    def tells(self) -> bool:
        """Whether there is anything to be said."""
        return self._found.reading is not None and _worth_telling(self._found.reading)

    def retranslate(self) -> None:
        reading = self._found.reading
        self.setVisible(self.tells)
        if reading is None:
            return
        elsewhere = is_elsewhere(reading.work.device)
        self._icon.show_icon(*(("link", "warning") if elsewhere else ("chip", "faint")))
        parts = [self._reader(reading), self._place(reading, elsewhere), self._speed_of(reading)]
        told = "  ·  ".join(part for part in parts if part)
        self._words.show_text(told)
        self._all.setText(self.tr("Read all {count}").format(count=number(reading.total)))
        self._all.setToolTip(self.tr("Nothing speaks for what was left out, but it can be read too."))
        self._all.setVisible(self._found.settled and bool(reading.spared))
        self._notes.setText("\n".join(clean(notes_in_words(note), _LONGEST_NOTE) for note in reading.work.notes))
        self._notes.setVisible(bool(reading.work.notes))
        self.setAccessibleName(f"{told} {self._notes.text()}".strip())

    def _reader(self, reading: Reading) -> str:
        """ "F2RVLM reads 6 of 20, 3 s left" """
        name = isolate(clean(reading.reader_title, _LONGEST_NAME))
        told = {"reader": name, "done": number(reading.read), "total": number(reading.total)}
        if reading.trouble is not None:
            return self.tr("{reader} read {done} of {total} passages and then stopped").format(**told)
        if self._found.settled or self._ended:
            return self.tr("{reader} read {done} of {total} passages").format(**told)
        text = self.tr("{reader} reads {done} of {total}").format(**told)
        return ", ".join(filter(None, (text, self._left())))

    def _left(self) -> str:
        left = self._pace.seconds_left if self._pace is not None else None
        if left is None:
            return ""
        if left >= _MINUTE:
            return self.tr("%Ln minute(s) left", "reading", round(left / _MINUTE))
        return self.tr("{seconds} s left").format(seconds=number(max(round(left), 1)))

    def _place(self, reading: Reading, elsewhere: bool) -> str:
        if not reading.work.device:
            return ""
        text = self.tr("on another computer: {place}") if elsewhere else self.tr("on {place}")
        return text.format(place=isolate(clean(reading.work.device, _LONGEST_DEVICE)))

    def _speed_of(self, reading: Reading) -> str:
        speed = round(reading.work.tokens_per_second)
        return self.tr("{count} tokens a second").format(count=number(speed)) if speed and self._found.settled else ""


def _worth_telling(reading: Reading) -> bool:
    work = reading.work
    return bool(reading.reader and (work.device or work.notes or reading.spared or reading.trouble))

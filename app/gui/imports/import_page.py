"""This file is where an import under way is seen: what is read, how far, how fast, and the way to stop it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.imports.queue import Entry
from app.gui.look.controls import Button, ElidedLabel, IconButton, Picture, clear, frame, label
from app.gui.look.dates import number
from app.gui.look.language import Translated
from app.gui.work.pace import Pace
from core.types import Progress

_MOST_WAITING = 6
_STEPS = (("read", "media"), ("cut", "embed", "list"))


class ImportPage(Translated):
    """cancelled: the person wants to stop; paused and resumed: only for a while; dropped: an Entry that waits."""

    cancelled = Signal()
    paused = Signal()
    resumed = Signal()
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._paths: list[Path] = []
        self._pace: Pace | None = None
        self._stopping = self._held = False
        self._title, self._file = label("heading"), ElidedLabel("muted")
        self._bar = QProgressBar(textVisible=False)
        self._stage, self._rate = label("strong"), label("small")
        self._steps = [(Picture("clock", "faint"), label("body")) for _ in _STEPS]
        self._note = label("small", wrap=True)
        self._pause, self._cancel = Button("", "pause"), Button("", "close")
        self._pause.clicked.connect(self._hold)
        self._cancel.clicked.connect(self._stop)
        self._next, self._waiting = label("overline"), QVBoxLayout()
        self._build()
        self.retranslate()

    def begin(self, paths: Sequence[Path]) -> None:
        """A new import."""
        self._paths, self._pace, self._stopping, self._held = list(paths), None, False, False
        self._cancel.setEnabled(True)
        self._bar.setRange(0, 0)
        self.retranslate()

    def show_queue(self, waiting: Sequence[Entry], paused: bool) -> None:
        """What comes next; paused: nothing goes on until the person wants it."""
        self._held = paused
        clear(self._waiting)
        for entry in waiting[:_MOST_WAITING]:
            self._waiting.addWidget(self._row(entry))
        self._next.setVisible(bool(waiting))
        self._next.setText(self.tr("Next: %Ln import(s)", "imports that wait", len(waiting)))
        self.retranslate()

    def show_pace(self, pace: Pace) -> None:
        self._pace = pace
        progress = pace.progress
        self._bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self._bar.setValue(round(1000 * progress.done / progress.total))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Import paused") if self._held else self.tr("Importing your chats"))
        self._pause.setText(self.tr("Go on") if self._held else self.tr("Pause"))
        self._pause.show_icon("play" if self._held else "pause")
        self._file.show_text(", ".join(path.name for path in self._paths))
        self._cancel.setText(self.tr("Stopping…") if self._stopping else self.tr("Stop"))
        self._note.setText(self.tr("You can search and read meanwhile. If you stop, what has been read stays."))
        stage = self._pace.progress.stage if self._pace is not None else "read"
        self._stage.setText(stage_title(stage))
        self._rate.setText(self._speed())
        titles = (self.tr("Read messages and pictures"), self.tr("Make them searchable by meaning"))
        at = 1 if stage in _STEPS[1] else 0
        for place, ((picture, words), title) in enumerate(zip(self._steps, titles, strict=True)):
            words.setText(title)
            icon = ("check", "success") if place < at else ("clock", "accent" if place == at else "faint")
            picture.show_icon(*icon)

    def _speed(self) -> str:
        if self._pace is None:
            return ""
        progress = self._pace.progress
        parts = [count_of(progress)]
        if self._pace.per_second >= 1:
            parts.append(self.tr("{rate} per second").format(rate=number(round(self._pace.per_second))))
        if self._pace.seconds_left is not None and self._pace.seconds_left > 2:
            parts.append(self._left(self._pace.seconds_left))
        return "  ·  ".join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("about %n second(s) left", "time", round(seconds))
        return self.tr("about %n minute(s) left", "time", round(seconds / 60))

    def _hold(self) -> None:
        (self.resumed if self._held else self.paused).emit()

    def _row(self, entry: Entry) -> QWidget:
        """An import that waits, with a button that takes it out."""
        panel = frame("panel")
        row = QHBoxLayout(panel)
        row.setContentsMargins(16, 4, 8, 4)
        name, out = ElidedLabel("body"), IconButton("close", 14)
        name.show_text(entry.title)
        out.name_it(self.tr("Do not import this"))
        out.clicked.connect(lambda: self.dropped.emit(entry))
        row.addWidget(name, 1)
        row.addWidget(out)
        return panel

    def _stop(self) -> None:
        self._stopping = True
        self._cancel.setEnabled(False)
        self.retranslate()
        self.cancelled.emit()

    def _build(self) -> None:
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(12)
        for picture, words in self._steps:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(picture)
            row.addWidget(words, 1)
            inner.addLayout(row)
        inner.addSpacing(4)
        inner.addWidget(self._bar)
        numbers = QHBoxLayout()
        numbers.addWidget(self._stage)
        numbers.addStretch(1)
        numbers.addWidget(self._rate)
        inner.addLayout(numbers)
        column = QWidget()
        column.setMaximumWidth(680)
        lines = QVBoxLayout(column)
        lines.setSpacing(12)
        lines.addStretch(2)
        lines.addWidget(self._title)
        lines.addWidget(self._file)
        lines.addSpacing(4)
        lines.addWidget(panel)
        lines.addWidget(self._note)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._pause)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addSpacing(8)
        lines.addWidget(self._next)
        self._waiting.setSpacing(6)
        lines.addLayout(self._waiting)
        self._next.hide()
        lines.addStretch(3)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(column, 1000)
        outer.addStretch(1)


def stage_title(stage: str) -> str:
    """A stage of core.types.Progress in the window's language."""
    titles = {
        "read": QCoreApplication.translate("stages", "Reading messages"),
        "media": QCoreApplication.translate("stages", "Copying pictures and files"),
        "cut": QCoreApplication.translate("stages", "Finding topics"),
        "embed": QCoreApplication.translate("stages", "Learning what they mean"),
        "list": QCoreApplication.translate("stages", "Filing them for the search"),
        "renew": QCoreApplication.translate("stages", "Learning with other models"),
        "prove": QCoreApplication.translate("stages", "Proving the models"),
        "copy": QCoreApplication.translate("stages", "Copying"),
        "download": QCoreApplication.translate("stages", "Downloading"),
        "pictures": QCoreApplication.translate("stages", "Reading text in pictures"),
    }
    return titles.get(stage, QCoreApplication.translate("stages", "Working"))


def count_of(progress: Progress) -> str:
    """ "1,200 / 5,000", or only what is done where the total is unknown."""
    done = number(progress.done)
    return f"{done} / {number(progress.total)}" if progress.total else done

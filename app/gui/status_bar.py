"""This file is where the foot of the window is: the promise of being offline, what is going on, and the totals."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from app.gui.imports.import_page import count_of, stage_title
from app.gui.look.controls import Button, Picture, keep_height, label
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.work.pace import Pace
from core.addresses import is_elsewhere
from core.fragments import clean
from core.types import Conversation


class StatusBar(Translated):
    """work_clicked: show the import that is under way; pause_clicked: pause the reading of pictures, or go on."""

    work_clicked = Signal()
    pause_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        keep_height(self, 32)
        self._conversations: Sequence[Conversation] = ()
        self._pace: Pace | None = None
        self._pictures: Pace | None = None
        self._paused = False
        self._host = self._reader = self._index = ""
        self._shield = Picture("shield", "success", 16)
        self._offline, self._totals = label("small"), label("small")
        self._work, self._bar = Button("quiet"), QProgressBar(textVisible=False)
        self._work.clicked.connect(self._click)
        self._work.setObjectName("work")
        self._bar.setFixedWidth(120)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 20, 0)
        row.setSpacing(8)
        row.addWidget(self._shield)
        row.addWidget(self._offline)
        row.addStretch(1)
        row.addWidget(self._work)
        row.addWidget(self._bar)
        row.addSpacing(12)
        row.addWidget(self._totals)
        self.show_work(None)
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        self._conversations = conversations
        self.retranslate()

    def show_connected(self, host: str) -> None:
        """While a download that the person asked for runs, from which host; "" once nothing is connected any more."""
        self._host = host
        self.retranslate()

    def show_servers(self, reader: str, index: str) -> None:
        """The addresses of the servers that read and that hold the search index, "" where this computer does."""
        self._reader, self._index = reader, index
        self.retranslate()

    def show_work(self, pace: Pace | None) -> None:
        """Progress of an import under way, None when there is none."""
        self._pace = pace
        self._show()

    def show_pictures(self, pace: Pace | None) -> None:
        """Progress of the reading of pictures, None when there is none; an import has the place before it."""
        self._pictures = pace
        self._show()

    def show_paused(self, paused: bool) -> None:
        """Whether the person has paused the reading of pictures."""
        self._paused = paused
        self._show()

    def _show(self) -> None:
        pace = self._pace or (None if self._paused else self._pictures)
        held = self._pace is None and self._paused
        self._work.setVisible(pace is not None or held)
        self._bar.setVisible(pace is not None)
        self._work.setToolTip("")
        if held:
            self._work.setText(self.tr("Background work paused"))
            self._work.setToolTip(self.tr("Go on"))
        elif pace is not None:
            self._bar.setRange(0, 1000 if pace.progress.total else 0)
            if pace.progress.total:
                self._bar.setValue(round(1000 * pace.progress.done / pace.progress.total))
            self._work.setText(f"{stage_title(pace.progress.stage)}  {count_of(pace.progress)}")
            if self._pace is None:
                self._work.setToolTip(self.tr("Pause. What is done stays."))

    def _click(self) -> None:
        if self._pace is not None:
            self.work_clicked.emit()
        else:
            self.pause_clicked.emit()

    def retranslate(self) -> None:
        elsewhere = is_elsewhere(self._reader) or is_elsewhere(self._index)
        self._shield.show_icon(*(("link", "warning") if self._host or elsewhere else ("shield", "success")))
        if elsewhere and not self._host:
            reads = is_elsewhere(self._reader)
            text = self.tr("Passages are read by {host}") if reads else self.tr("The search index is on {host}")
            self._offline.setText(text.format(host=isolate(clean(self._reader if reads else self._index, 60))))
            self._offline.setToolTip(
                self.tr("You connected this server: it gets what you agreed to with each question.")
            )
        elif self._host:
            self._offline.setText(self.tr("Downloading from {host}").format(host=isolate(self._host[:80])))
            self._offline.setToolTip(self.tr("You asked for this download. Nothing of your chats is sent."))
        else:
            self._offline.setText(self.tr("Offline. Your chats stay on this computer."))
            self._offline.setToolTip(self.tr("ChatTrove opens no connection to anywhere."))
        messages = sum(each.messages for each in self._conversations)
        chats = self.tr("%Ln conversation(s)", "totals", len(self._conversations))
        count = self.tr("%Ln message(s)", "totals", messages)
        self._totals.setText(f"{chats}  ·  {count}" if self._conversations else "")
        self._show()

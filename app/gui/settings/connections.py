"""This file is where the sockets of this program are shown while one looks: none, or which."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.look.controls import Picture, frame, label, restyle
from app.gui.look.language import Translated

if TYPE_CHECKING:
    from core.sockets import Socket, Sockets

EVERY_MS = 1000
_SHOWN = 12


class Connections(Translated):
    """wanted: the list is to be read again; sent once a second while it can be seen."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Sockets | None = None
        self._problem = ""
        self._at = QTime.currentTime()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.wanted)
        self._box = frame("connections")
        self._icon = Picture("shield", "success", 24)
        self.title, self._checked = label("title"), label("small", wrap=True)
        self.outward, self.inward = label("body", wrap=True), label("small", wrap=True)
        self._build()
        self.retranslate()

    def show_sockets(self, found: "Sockets") -> None:
        """What is open now."""
        self._found, self._problem, self._at = found, "", QTime.currentTime()
        self.retranslate()

    def show_problem(self, problem: str) -> None:
        """The system could not be asked; nothing is claimed then."""
        self._found, self._problem = None, problem
        self.retranslate()

    def retranslate(self) -> None:
        found = self._found
        open_ = list(found.outward) if found is not None else []
        if found is None:
            self.title.setText(self.tr("Connections are not known") if self._problem else self.tr("Looking…"))
        else:
            self.title.setText(
                self.tr("%Ln connection(s)", "sockets", len(open_)) if open_ else self.tr("No connections")
            )
        calm = found is not None and not open_
        self._icon.show_icon("shield" if calm else "alert", "success" if calm else "warning")
        restyle(self._box, "tone", "calm" if calm else "")
        self._checked.setText(self._problem or (self._told(found) if found is not None else ""))
        self.outward.setText("\n".join(self._line(each) for each in open_[:_SHOWN]))
        self.outward.setVisible(bool(open_))
        self._tell_inward(found)
        self.setAccessibleName(self.title.text())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _told(self, found: "Sockets") -> str:
        when = QLocale().toString(self._at, "HH:mm:ss")
        told = self.tr("Checked at {time}, and again every second while you look.").format(time=when)
        children = len(found.processes) - 1
        if children:
            told += " " + self.tr("%Ln process(es) that ChatTrove started were asked too.", "sockets", children)
        return told

    def _tell_inward(self, found: "Sockets | None") -> None:
        inward = list(found.inward) if found is not None else []
        told = self.tr("%Ln socket(s) to the desktop and other programs inside this computer:", "sockets", len(inward))
        lines = [self._line(each) for each in inward[:_SHOWN]]
        lines += ["…"] if len(inward) > _SHOWN else []
        self.inward.setText("\n".join((told, *dict.fromkeys(lines))))
        self.inward.setVisible(bool(inward))

    def _line(self, each: "Socket") -> str:
        who = f"{each.program} ({each.process})" if each.program else str(each.process)
        ends = " → ".join(end for end in (each.local, each.remote) if end)
        if each.kind == "other":
            ends = self.tr("a socket that the system's tables do not list")
        return "  ".join(part for part in (each.kind, ends, each.state.lower(), who) if part)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for each in (self.title, self._checked, self.outward, self.inward):
            words.addWidget(each)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(14)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._box)

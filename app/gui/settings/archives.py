"""This file is where the person's archives are listed, with what each holds, and where another is opened or made."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.archives import KnownArchive
from app.gui.look.column_page import ColumnPage
from app.gui.look.controls import Button, ElidedLabel, IconButton, Picture, frame, label
from app.gui.look.dates import size

_SHOWN = 50


class ArchiveSettings(ColumnPage):
    """opened, shown and removed: a folder (Path) to be opened, shown in the file manager, taken off the list.
    picked: choose a folder with an archive; made: choose a folder for a new one."""

    opened = Signal(object)
    shown = Signal(object)
    removed = Signal(object)
    picked = Signal()
    made = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._archives: Sequence[KnownArchive] = ()
        self._fixed = ""
        self.retranslate()

    def show_archives(self, archives: Sequence[KnownArchive], fixed: str = "") -> None:
        """fixed: the folder that the environment names for every start, if it does."""
        if (archives, fixed) != (self._archives, self._fixed):
            self._archives, self._fixed = archives, fixed
            self.retranslate()

    def fill(self, lines: QVBoxLayout) -> None:
        lead = label("muted", wrap=True)
        lead.setText(
            self.tr(
                "An archive is a folder with your imported chats. Only one is open and searched at a time. "
                "The demo is kept apart and never stands here."
            )
        )
        lines.addWidget(lead)
        for archive in self._archives[:_SHOWN]:
            lines.addWidget(self._panel(archive))
        lines.addLayout(self._choices())
        hint = label("small", wrap=True)
        told = self.tr("To move an archive, close ChatTrove, move the folder, and open it here again.")
        if self._fixed:
            fixed = self.tr("CHATTROVE_ARCHIVE is set: every start opens {place}.").format(place=self._fixed)
            told = f"{told}\n{fixed}"
        hint.setText(told)
        lines.addWidget(hint)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        pick, make = Button("", "folder"), Button("", "plus")
        pick.setText(self.tr("Open another…"))
        make.setText(self.tr("New archive…"))
        pick.clicked.connect(self.picked)
        make.clicked.connect(self.made)
        row.addWidget(pick)
        row.addWidget(make)
        row.addStretch(1)
        return row

    def _panel(self, archive: KnownArchive) -> QWidget:
        panel = frame("panel")
        row = QHBoxLayout(panel)
        row.setContentsMargins(20, 14, 16, 14)
        row.setSpacing(12)
        icon = ("alert", "danger") if archive.problem else ("check", "success") if archive.open else ("folder", "muted")
        row.addWidget(Picture(*icon), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(archive), 1)
        for button in self._buttons(archive):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return panel

    def _words(self, archive: KnownArchive) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(3)
        name, place, held = ElidedLabel("strong"), ElidedLabel("small"), label("small", wrap=True)
        name.show_text(self.name_of(archive))
        place.show_text(str(archive.path))
        held.setText(archive.problem or self._held(archive))
        for each in (name, place, held):
            words.addWidget(each)
        return words

    def name_of(self, archive: KnownArchive) -> str:
        return self.tr("Standard archive") if archive.standard else archive.name

    def _held(self, archive: KnownArchive) -> str:
        chats = self.tr("%Ln conversation(s)", "of an archive", archive.conversations)
        messages = self.tr("%Ln message(s)", "of an archive", archive.messages)
        parts = [self.tr("open now")] if archive.open else []
        parts += [chats, messages, size(archive.bytes)] if archive.bytes else [self.tr("empty")]
        return "  ·  ".join(parts)

    def _buttons(self, archive: KnownArchive) -> list[QAbstractButton]:
        buttons: list[QAbstractButton] = []
        name, path = self.name_of(archive), archive.path
        if archive.bytes:
            folder = IconButton("folder", 18)
            folder.name_it(self.tr("Show the folder of {name}").format(name=name))
            folder.clicked.connect(lambda: self.shown.emit(path))
            buttons.append(folder)
        if not archive.open and not archive.standard:
            away = IconButton("close", 18)
            away.name_it(self.tr("Take {name} off this list; its files stay").format(name=name))
            away.clicked.connect(lambda: self.removed.emit(path))
            buttons.append(away)
        if not archive.open and not archive.problem:
            opens = Button()
            opens.setText(self.tr("Open"))
            opens.setAccessibleName(self.tr("Open {name}").format(name=name))
            opens.clicked.connect(lambda: self.opened.emit(path))
            buttons.append(opens)
        return buttons

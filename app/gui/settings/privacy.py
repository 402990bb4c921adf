"""This file is where it is told exactly what is stored where, what never is, and what can be deleted and made again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel, Picture, clear, frame, label
from app.gui.look.dates import size
from app.gui.look.language import Translated
from app.gui.settings.agreements import Agreements
from app.gui.settings.connections import Connections
from app.gui.settings.rows import Row, beside, column, panel

if TYPE_CHECKING:
    from app.session.connecting import Consent
    from app.session.privacy import Stored

_NEVER = 5


class PrivacySettings(Translated):
    """folder: a Path to be shown in the file manager. thumbnails_deleted and index_rebuilt: the person wants that."""

    folder = Signal(object)
    thumbnails_deleted = Signal()
    index_rebuilt = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stored: Sequence[Stored] = ()
        self._progress = ""
        self.connections, self.agreements = Connections(), Agreements()
        self._agreed = False
        self._lead = label("muted", wrap=True)
        self._headings = [label("overline") for _ in range(3)]
        self._table = QWidget()
        self.show_archive, self.show_settings = Button("quiet", "folder"), Button("quiet", "folder")
        self.total = Row(beside(self.show_archive, self.show_settings))
        self.delete, self.rebuild = Button(), Button()
        self._thumbnails, self._index = Row(self.delete), Row(self.rebuild)
        self._never = [label("body", wrap=True) for _ in range(_NEVER)]
        self._build()
        self._connect()
        self.retranslate()

    def show_stored(self, stored: "Sequence[Stored]") -> None:
        """Every file and folder that is there now."""
        self._stored = stored
        self.retranslate()

    def show_agreed(self, given: "Sequence[Consent]") -> None:
        """What was agreed to be sent where: it is promised no more than what holds."""
        self._agreed = bool(given)
        self.agreements.show_given(given)
        self.retranslate()

    def show_progress(self, text: str) -> None:
        """How far the making of the search index has come; empty when nothing is being made."""
        self._progress = text
        self._name_derived()

    def retranslate(self) -> None:
        self._lead.setText(
            self.tr("ChatTrove works without the internet. This is the proof, and all that it keeps on this computer.")
        )
        titles = (self.tr("What is stored"), self.tr("What can be made again"), self.tr("What is never stored or sent"))
        for heading, text in zip(self._headings, titles, strict=True):
            heading.setText(text)
        self.show_archive.setText(self.tr("Archive's folder"))
        self.show_settings.setText(self.tr("Settings' folder"))
        self._fill_table()
        self._name_derived()
        for words, text in zip(self._never, self._promises(), strict=True):
            words.setText(text)

    def _promises(self) -> list[str]:
        return [
            self.tr("Nothing else is sent anywhere than what you agreed to above: no statistics, no crash reports.")
            if self._agreed
            else self.tr("Nothing is sent anywhere: no statistics, no crash reports, no check for updates."),
            self.tr("A server that you connected is asked when you search; anything else only when you press for it.")
            if self._agreed
            else self.tr("A connection is only opened when you press a button that says download or connect."),
            self.tr("Your exports are read and never changed. They stay where they are."),
            self.tr("The log and the details of an error hold no text of your chats."),
            self.tr("There is no password: whoever can open the folder can read it, as with any of your files."),
        ]

    def _name_derived(self) -> None:
        note = self.tr("{size}. They are made again when a picture is looked at.")
        self._thumbnails.name(self.tr("Small pictures"), note.format(size=size(self._bytes("thumbnails"))))
        note = self.tr("{size}. Made from the archive, for searching by meaning; deleted and made again in one go.")
        self._index.name(self.tr("Search index"), self._progress or note.format(size=size(self._bytes("index"))))
        self.delete.setText(self.tr("Delete"))
        self.delete.setAccessibleName(self.tr("Delete the small pictures"))
        self.delete.setEnabled(bool(self._bytes("thumbnails")))
        self.rebuild.setText(self.tr("Make again"))
        self.rebuild.setAccessibleName(self.tr("Make the search index again"))
        self.rebuild.setEnabled(not self._progress)

    def _bytes(self, what: str) -> int:
        return sum(each.bytes for each in self._stored if each.what == what)

    def _fill_table(self) -> None:
        """One row for each file or folder: what it is, where, and how large."""
        grid = self._table.layout()
        assert isinstance(grid, QGridLayout)
        clear(grid)
        for row, group in enumerate(self._groups()):
            amount = label("body")
            amount.setText(size(sum(each.bytes for each in group)))
            grid.addWidget(self._words(group), row, 0)
            grid.addWidget(amount, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.total.name(self.tr("Together {size}").format(size=size(sum(each.bytes for each in self._stored))))

    def _groups(self) -> "list[list[Stored]]":
        """What is of one kind and lies together, as a database and its journal, is one row."""
        groups: dict[tuple[str, str], list[Stored]] = {}
        for each in self._stored:
            apart = str(each.path if each.what == "other" else each.path.parent)
            groups.setdefault((each.what, apart), []).append(each)
        return list(groups.values())

    def _words(self, group: "list[Stored]") -> QWidget:
        title, note = self._kinds()[group[0].what]
        made = QWidget()
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        name, about, place = label("strong", wrap=True), label("small", wrap=True), ElidedLabel("small")
        name.setText(title)
        about.setText(note)
        place.show_text(", ".join([str(group[0].path), *(each.path.name for each in group[1:])]))
        for part in (name, about, place):
            lines.addWidget(part)
        return made

    def _kinds(self) -> dict[str, tuple[str, str]]:
        """Name and contents of what is stored."""
        return {
            "messages": (
                self.tr("Your chats"),
                self.tr("Messages, people, text read in pictures, vectors for searching, questions, marks"),
            ),
            "media": (self.tr("Copied pictures and files"), self.tr("As they were in your exports")),
            "thumbnails": (self.tr("Small pictures"), self.tr("Made from your pictures, to show lists quickly")),
            "index": (self.tr("Search index"), self.tr("Vectors made from your messages, to find them by meaning")),
            "lock": (self.tr("A mark that something is being written"), self.tr("Empty")),
            "settings": (self.tr("Settings"), self.tr("What you chose here, and the folders of your archives")),
            "consents": (self.tr("Agreements"), self.tr("What you agreed to send to which server")),
            "mappings": (self.tr("Columns of tables"), self.tr("What you said of the tables you imported")),
            "window": (self.tr("Place of the window"), self.tr("Size, place and the page you left")),
            "log": (self.tr("Log"), self.tr("Errors with program lines, without text of chats")),
            "running": (
                self.tr("A mark that ChatTrove is running"),
                self.tr("Tells the next start whether this one ended well"),
            ),
            "models": (self.tr("Added models"), self.tr("Models that you added or downloaded")),
            "demo": (self.tr("The demo"), self.tr("Invented chats, kept apart from yours")),
            "other": (self.tr("Something else"), self.tr("ChatTrove did not put it there")),
        }

    def _connect(self) -> None:
        self.show_archive.clicked.connect(lambda: self._show("messages"))
        self.show_settings.clicked.connect(lambda: self._show("settings"))
        self.delete.clicked.connect(self.thumbnails_deleted)
        self.rebuild.clicked.connect(self.index_rebuilt)

    def _show(self, what: str) -> None:
        place = next((each.path for each in self._stored if each.what == what), None)
        if place is not None:
            self.folder.emit(Path(place).parent)

    def _build(self) -> None:
        stored, derived, never = self._headings
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(12)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        promises = frame("panel")
        lines = QVBoxLayout(promises)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(10)
        for words in self._never:
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(Picture("check", "success", 18))
            line.addWidget(words, 1)
            lines.addLayout(line)
        widgets = [self._lead, self.connections, self.agreements, stored, panel(self._table, self.total)]
        widgets += [derived, panel(self._thumbnails, self._index), never, promises]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column(widgets))

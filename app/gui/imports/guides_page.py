"""This file is where it is told how to get an export from each app, and what is kept of it and what is not."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.column_page import ColumnPage
from app.gui.look.controls import Button, Picture, frame, label, rule

if TYPE_CHECKING:
    from app.guides import Guide, Words

_CHINESE = {"wechat": 0, "qq": 1}
_COLUMNS = 3
_TITLE = 24


class GuidesPage(ColumnPage):
    """picked: the person wants to choose files; folder: a folder."""

    picked = Signal()
    folder = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._guides: Sequence[Guide] = ()
        self._chosen = ""

    def show_guides(self, guides: "Sequence[Guide]", platform: str = "") -> None:
        """All platforms; `platform` is the one whose steps are shown first."""
        self._guides = guides
        self._chosen = platform or self._chosen or "whatsapp"
        self.retranslate()

    def fill(self, lines: QVBoxLayout) -> None:
        lead = self.tr("Choose the app your chats are in. Any file, folder or zip can also be dropped into the window.")
        self.add_heading(lines, self.tr("Import your chats"), lead)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        files, folder = Button("primary", "file"), Button("", "folder")
        files.setText(self.tr("Choose files…"))
        folder.setText(self.tr("Choose a folder…"))
        files.clicked.connect(self.picked)
        folder.clicked.connect(self.folder)
        buttons.addWidget(files)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addSpacing(8)
        lines.addLayout(self._grid())
        shown = next((guide for guide in self._guides if guide.platform == self._chosen), None)
        if shown is not None:
            lines.addWidget(self._panel(self._words(shown)))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for place, guide in enumerate(_nearest_first(self._guides)):
            button = Button("suggestion")
            button.setCheckable(True)
            button.setChecked(guide.platform == self._chosen)
            title = self._words(guide).title
            button.setText(short_title(title))
            button.setToolTip(title)
            button.clicked.connect(partial(self._choose, guide.platform))
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        return grid

    def _panel(self, words: "Words") -> QWidget:
        panel = frame("panel")
        lines = QVBoxLayout(panel)
        lines.setContentsMargins(24, 18, 24, 20)
        lines.setSpacing(10)
        title = label("title", wrap=True)
        title.setText(words.title)
        lines.addWidget(title)
        for number, step in enumerate(words.steps, 1):
            row = QHBoxLayout()
            row.setSpacing(12)
            place, text = label("strong"), label("body", wrap=True)
            place.setText(f"{number}.")
            place.setFixedWidth(20)
            text.setText(step)
            row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text, 1)
            lines.addLayout(row)
        lines.addWidget(rule())
        for icon, colour, name, said in (
            ("check", "success", self.tr("Kept"), words.keeps),
            ("minus", "muted", self.tr("Not kept"), words.leaves),
        ):
            lines.addLayout(_fact((icon, colour), name, said))
        return panel

    def _choose(self, platform: str) -> None:
        self._chosen = platform
        self.retranslate()

    @staticmethod
    def _words(guide: "Guide") -> "Words":
        return guide.words("zh" if QLocale().language() == QLocale.Language.Chinese else "en")


def _nearest_first(guides: "Sequence[Guide]") -> "list[Guide]":
    """What people of the window's language use most comes before the alphabet of the others."""
    chinese = QLocale().language() == QLocale.Language.Chinese
    return sorted(guides, key=lambda guide: _CHINESE.get(guide.platform, len(_CHINESE)) if chinese else 0)


def short_title(title: str) -> str:
    """A title that fits a column: a long one without what stands in brackets."""
    return title if len(title) <= _TITLE else title.replace("（", "(").partition("(")[0].strip()


def _fact(picture: tuple[str, str], name: str, said: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    words = QVBoxLayout()
    words.setSpacing(2)
    strong, text = label("strong"), label("muted", wrap=True)
    strong.setText(name)
    text.setText(said)
    words.addWidget(strong)
    words.addWidget(text)
    row.addWidget(Picture(*picture), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row

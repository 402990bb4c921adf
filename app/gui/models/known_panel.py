"""This file is where it is told which models a person could add: what each does, what it needs, and how to get it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel, clear, frame, label, rule
from app.gui.look.dates import size
from app.gui.look.language import Translated
from app.gui.models import wording
from app.gui.models.known_words import known_in_words

if TYPE_CHECKING:
    from app.session.models import KnownModel


class KnownPanel(Translated):
    """Names and numbers only: nobody is asked for them, and nothing is downloaded from here."""

    def __init__(self) -> None:
        super().__init__()
        self._known: Sequence[KnownModel] = ()
        self._opened = ""
        self._panel = frame("panel")
        self._rows = QVBoxLayout(self._panel)
        self._rows.setContentsMargins(20, 12, 16, 12)
        self._rows.setSpacing(8)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._panel)
        self.retranslate()

    def show_known(self, known: "Sequence[KnownModel]") -> None:
        self._known = known
        self.retranslate()

    def retranslate(self) -> None:
        clear(self._rows)
        self.setVisible(bool(self._known))
        for place, known in enumerate(self._known):
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(known))

    def _row(self, known: "KnownModel") -> QWidget:
        row, opened = QWidget(), known.name == self._opened
        lines, head, words = QVBoxLayout(row), QHBoxLayout(), QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        name, short = ElidedLabel("strong"), ElidedLabel("small")
        least = min(known.forms, key=lambda form: form.memory)
        needs = self.tr("from {size} of memory").format(size=size(least.memory))
        name.show_text(known.name)
        short.show_text("  ·  ".join((wording.short_title_of(known.role), known_in_words(known.licence), needs)))
        words.setSpacing(2)
        for each in (name, short):
            words.addWidget(each)
        head.addLayout(words, 1)
        head.addWidget(self._more(known.name, opened))
        lines.addLayout(head)
        if opened:
            for text in self._told(known):
                told = label("body", wrap=True)
                told.setText(text)
                lines.addWidget(told)
        return row

    def _more(self, name: str, opened: bool) -> Button:
        more = Button("quiet", "up" if opened else "down")
        more.setText(self.tr("Less") if opened else self.tr("More"))
        about = self.tr("Close what is told of {name}") if opened else self.tr("What {name} does and needs")
        more.setAccessibleName(about.format(name=name))
        more.clicked.connect(lambda: self._open("" if opened else name))
        return more

    def _told(self, known: "KnownModel") -> list[str]:
        form_text = self.tr("{form}: {size} on the disk, about {memory} of memory")
        forms = [
            form_text.format(form=f"{each.kind}, {each.quantisation}", size=size(each.size), memory=size(each.memory))
            for each in known.forms
        ]
        ways = dict.fromkeys([*(each.how for each in known.forms), *filter(None, [known.hint])])
        made = self.tr("Made by {maker}.").format(maker=known_in_words(known.maker))
        return [known_in_words(known.does), made, *forms, *map(known_in_words, ways)]

    def _open(self, name: str) -> None:
        """Shows all of one, or of none; the keyboard stays where it was."""
        place = [each.name for each in self._known].index(name or self._opened)
        self._opened = name
        self.retranslate()
        buttons = [each for each in self.findChildren(Button) if not each.isHidden()]
        if place < len(buttons):
            buttons[place].setFocus()

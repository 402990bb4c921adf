"""This file is where it is told which models a person could add: what each does, what it needs, and how to get it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel, frame, label, rule
from app.gui.look.dates import size
from app.gui.look.language import Translated
from app.gui.models import wording

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
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(self._known))
        for place, known in enumerate(self._known):
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(known))

    def _row(self, known: "KnownModel") -> QWidget:
        row, opened = QWidget(), known.name == self._opened
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        name, short = Button("quiet", "up" if opened else "down"), ElidedLabel("small")
        name.setText(known.name)
        about = self.tr("Close what is told of {name}") if opened else self.tr("What {name} does and needs")
        name.setAccessibleName(about.format(name=known.name))
        name.clicked.connect(lambda: self._open("" if opened else known.name))
        least = min(known.forms, key=lambda form: form.memory)
        needs = self.tr("from {size} of memory").format(size=size(least.memory))
        short.show_text("  ·  ".join((wording.short_title_of(known.role), known.licence, needs)))
        for each in (name, short):
            lines.addWidget(each)
        if opened:
            for text in self._told(known):
                words = label("body", wrap=True)
                words.setText(text)
                lines.addWidget(words)
        return row

    def _told(self, known: "KnownModel") -> list[str]:
        form_text = self.tr("{form}: {size} on the disk, about {memory} of memory")
        forms = [
            form_text.format(form=f"{each.kind}, {each.quantisation}", size=size(each.size), memory=size(each.memory))
            for each in known.forms
        ]
        ways = dict.fromkeys([*(each.how for each in known.forms), *filter(None, [known.hint])])
        return [known.does, self.tr("Made by {maker}.").format(maker=known.maker), *forms, *ways]

    def _open(self, name: str) -> None:
        self._opened = name
        self.retranslate()
        for button in self.findChildren(Button):
            if button.text() == (name or button.text()) and not button.isHidden():
                button.setFocus()
                break

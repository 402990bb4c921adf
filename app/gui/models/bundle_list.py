"""This file is where the bundles of models are listed: which is in use, how large each is, and how one goes away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel, Picture, clear, frame, label, rule
from app.gui.look.dates import size
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.models import wording
from core.addresses import is_elsewhere

if TYPE_CHECKING:
    from app.session.models import BundleFacts, ModelFacts, ModelsHeld


class BundleList(Translated):
    """chosen: a bundle's name, "" for the models that come along; removed: a name, after the person has said yes."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._held: ModelsHeld | None = None
        self._asked: str | None = None
        self._busy = False
        self._panel = frame("panel")
        self._rows = QVBoxLayout(self._panel)
        self._rows.setContentsMargins(20, 12, 16, 12)
        self._rows.setSpacing(10)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._panel)

    def show_bundles(self, held: "ModelsHeld") -> None:
        self._held = held
        if self._asked not in [each.name for each in held.bundles]:
            self._asked = None  # what was asked about is gone
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        """While something is added or changed, nothing else can be."""
        self._busy = busy
        self.retranslate()

    def ask_about(self, name: str | None) -> None:
        """Asks whether a bundle is to be removed, as its button does; None takes the question back."""
        self._asked = name
        self.retranslate()

    def retranslate(self) -> None:
        clear(self._rows)
        if self._held is None:
            return
        for place, bundle in enumerate(self._held.bundles):
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(bundle))
            if self._asked == bundle.name:
                self._rows.addWidget(self._question(bundle))
        total = label("small")
        text = self.tr("{size} in all. Added models are in {folder}")
        whole = sum(each.size for each in self._held.bundles)
        total.setText(text.format(size=size(whole), folder=isolate(str(self._held.folder))))
        total.setWordWrap(True)
        self._rows.addWidget(total)

    def _row(self, bundle: "BundleFacts") -> QWidget:
        assert self._held is not None
        whole, words = QWidget(), QVBoxLayout()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        used = bundle.name in self._held.in_use if bundle.name else not self._held.in_use
        trouble = bundle.trouble or (self._held.trouble if used else "")
        look = ("alert", "danger") if trouble else ("check", "success") if used else ("folder", "faint")
        name, below = ElidedLabel("strong"), label("small", wrap=True)
        name.show_text(wording.source_of(bundle.name))
        roles = ", ".join(wording.short_title_of(each.role) for each in bundle.models)
        server = _server_of(bundle)
        large = next((wording.kind_of(each) for each in bundle.models if each.large), "")
        files = " · ".join(filter(None, (large, size(bundle.size))))
        made = wording.place_of(server) if server is not None else files
        below.setText(" · ".join(filter(None, (roles, made, trouble))))
        if server is not None and not trouble:
            look = ("link", "warning" if is_elsewhere(server.place) else "success")
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(below)
        row.addWidget(Picture(*look), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        if used:
            state = label("small")
            state.setText(self.tr("In use"))
            row.addWidget(state)
        if self._asked != bundle.name:
            for button in self._buttons(bundle, used):
                row.addWidget(button)
        return whole

    def _buttons(self, bundle: "BundleFacts", used: bool) -> list[Button]:
        """A server can be disconnected at any time; files that are in use stay."""
        use, server = Button(), _server_of(bundle)
        use.setText(self.tr("Use these"))
        use.setAccessibleName(f"{self.tr('Use these')}: {wording.source_of(bundle.name)}")
        use.setEnabled(not self._busy and not bundle.trouble)
        use.clicked.connect(lambda: self.chosen.emit(bundle.name))
        if not bundle.name or (used and server is None):
            return [] if used else [use]
        remove = Button("", "trash" if server is None else "close")
        remove.setText(self.tr("Remove…") if server is None else self.tr("Disconnect…"))
        remove.setAccessibleName(f"{remove.text()} {bundle.name}")
        remove.setEnabled(not self._busy)
        remove.clicked.connect(lambda: self.ask_about(bundle.name))
        return [remove] if used else [use, remove]

    def _question(self, bundle: "BundleFacts") -> QWidget:
        panel = frame("question")
        row = QHBoxLayout(panel)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(10)
        text = label("body", wrap=True)
        server = _server_of(bundle)
        asked = (
            self.tr("Delete “{name}” from this computer? {size} become free.")
            if server is None
            else self.tr("Disconnect “{name}” and take back what you agreed to? Nothing is sent there any more.")
        )
        text.setText(asked.format(name=isolate(bundle.name), size=size(bundle.size)))
        keep, remove = Button(), Button("primary")
        keep.setText(self.tr("Keep"))
        remove.setText(self.tr("Delete") if server is None else self.tr("Disconnect"))
        keep.clicked.connect(lambda: self.ask_about(None))
        remove.clicked.connect(lambda: self.removed.emit(bundle.name))
        row.addWidget(text, 1)
        row.addWidget(keep)
        row.addWidget(remove)
        return panel


def _server_of(bundle: "BundleFacts") -> "ModelFacts | None":
    """The reader on a server that a bundle is, None for one of files."""
    return next((each for each in bundle.models if each.kind == "server"), None)

"""This file is where one model in use is shown: what it does, what it is, who computes it, how fast, proven or not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout

from app.gui.advice import own_words
from app.gui.look.controls import Button, ElidedLabel, Picture, frame, label
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.models import wording
from app.gui.models.known_words import notes_in_words
from core.errors import ModelError
from core.fragments import clean

if TYPE_CHECKING:
    from app.session.models import Gpu, ModelFacts, Proof

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LONGEST = 120
_SHORT = 2
"""So many facts stand two in a row, the others alone: an address must be seen whole."""


class RoleCard(Translated):
    """One role. Until it is proven, provider and speed are not known, and not claimed. chosen: the name of the bundle
    ("" for the models that come along) whose model is to do this from now on, and the role."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._choices: Sequence[str] = ()
        self.change = Button("", "down")
        self._facts: ModelFacts | None = None
        self._bundle = ""
        self._proof: Proof | None = None
        self._cards: list[Gpu] = []
        self._testing = False
        self._icon = Picture("chip", "accent")
        self._title, self._task = label("strong", wrap=True), label("muted", wrap=True)
        self._state_icon, self._state = Picture("clock", "faint", 16), label("small")
        self._names = [label("small") for _ in range(6)]
        self._values = [ElidedLabel("body") for _ in range(_SHORT)]
        self._long_values = [label("body", wrap=True) for _ in range(4)]
        self._trouble = label("body", wrap=True)
        self._build()

    def show_model(self, facts: "ModelFacts", bundle: str, choices: Sequence[str] = ()) -> None:
        """The model that does this now, and the bundle it is from; what was proven of another is forgotten. choices:
        bundles with a model for this role."""
        if self._facts is not None and self._facts != facts:
            self._proof = None
        self._facts, self._bundle, self._choices = facts, bundle, choices
        self._icon.show_icon(wording.ICONS.get(facts.role, "chip"), "accent")
        self.retranslate()

    def show_testing(self) -> None:
        self._testing = True
        self.retranslate()

    def show_proof(self, proof: "Proof | None", cards: "list[Gpu]") -> None:
        """What its self-test found; None when it was not run to its end."""
        self._testing = False
        self._proof, self._cards = proof or self._proof, cards
        self.retranslate()

    def retranslate(self) -> None:
        facts, proof = self._facts, self._proof
        if facts is None:
            return
        self._title.setText(wording.title_of(facts.role))
        self._task.setText(wording.task_of(facts.role))
        names = (
            self.tr("Model"),
            self.tr("Speed here"),
            self.tr("Runs on"),
            self.tr("Made of"),
            self.tr("Licence"),
            self.tr("Training") if facts.sources or facts.score is not None else self.tr("From"),
        )
        unknown = self.tr("not tested yet")
        known = proof is not None and proof.passed
        computes = wording.provider_of(proof, self._cards) if proof is not None and known else unknown
        called = clean(facts.name, _LONGEST)
        values = (
            f"{isolate(called)} ({isolate(self._bundle)})" if self._bundle else called,
            wording.speed_of(proof) if proof is not None and known else unknown,
            wording.place_of(facts) or computes,
            wording.made_of(facts),
            clean(facts.licence, _LONGEST) or self.tr("not stated"),
            wording.training_of(facts),
        )
        for name, words in zip(self._names, names, strict=True):
            name.setText(words)
        for value, text in zip(self._values, values, strict=False):
            value.show_text(text)
        for whole, text in zip(self._long_values, values[_SHORT:], strict=True):
            whole.setText(text)
        for each in (self._names[-1], self._long_values[-1]):
            each.setVisible(not facts.place)  # where a server is stands above
        self.change.setText(self.tr("Change"))
        self.change.setAccessibleName(f"{self.tr('Change')}: {wording.title_of(facts.role)}")
        self.change.setVisible(len(self._choices) > 1)
        self._show_state()

    def make_menu(self) -> QMenu:
        """Whose model is to do this; the one in use is ticked."""
        menu = QMenu(self)
        for name in self._choices:
            act = menu.addAction(wording.source_of(name).replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(name == self._bundle)
            act.triggered.connect(lambda _=False, name=name: self._choose(name))
        return menu

    def _choose(self, name: str) -> None:
        if self._facts is not None and name != self._bundle:
            self.chosen.emit(name, self._facts.role)

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.change.mapToGlobal(QPoint(0, self.change.height())))

    def _show_state(self) -> None:
        proof = self._proof
        icon, colour, text = "clock", "faint", self.tr("Not tested")
        if self._testing:
            text = self.tr("Testing…")
        elif proof is not None and proof.passed:
            icon, colour, text = "check", "success", self.tr("Self-test passed")
        elif proof is not None:
            icon, colour, text = "alert", "danger", self.tr("Self-test failed")
        self._state_icon.show_icon(icon, colour)
        self._state.setText(text)
        trouble = _told(proof) if proof is not None and not self._testing else ""
        if proof is None and not self._testing and self._facts is not None:
            trouble = self._untested(self._facts)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.setAccessibleName(f"{self._title.text()}. {text}")

    def _untested(self, facts: "ModelFacts") -> str:
        """Why opening the page did not test it; empty for what is tested by itself."""
        if facts.place:
            return self.tr("Nothing is sent to a server just to test it. “Test again” sends it a made-up question.")
        return self.tr("A large model is not loaded just to test it. “Test again” does.") if facts.large else ""

    def _build(self) -> None:
        panel = frame("panel")
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._task)
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._state_icon)
        state.addWidget(self._state)
        head.addLayout(state)
        head.setAlignment(state, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.change.clicked.connect(self._open_menu)
        grid = QGridLayout()
        grid.setContentsMargins(32, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, (name, value) in enumerate(zip(self._names, [*self._values, *self._long_values], strict=True)):
            row, column = divmod(place, 2) if place < _SHORT else (place - _SHORT // 2, 0)
            grid.addWidget(name, row, 2 * column, Qt.AlignmentFlag.AlignTop if place >= _SHORT else _MIDDLE)
            grid.addWidget(value, row, 2 * column + 1, 1, 1 if place < _SHORT else 3)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(10)
        inner.addLayout(head)
        inner.addLayout(grid)
        self._trouble.setContentsMargins(32, 0, 0, 0)
        inner.addWidget(self._trouble)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(panel)


def _told(proof: "Proof") -> str:
    """What should be known of a model that passed, or why it did not."""
    return notes_in_words(proof.trouble) if proof.passed or not proof.trouble else own_words(ModelError(proof.trouble))

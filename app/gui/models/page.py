"""This file is where the page about models is: those in use, what they were proven to do, others, and the index."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.column_page import ColumnPage
from app.gui.look.controls import Button, label
from app.gui.models import wording
from app.gui.models.adding_panel import AddingPanel
from app.gui.models.bundle_list import BundleList
from app.gui.models.index_panel import IndexPanel
from app.gui.models.known_panel import KnownPanel
from app.gui.models.reader_options import ReaderOptions
from app.gui.models.role_card import RoleCard
from core.fragments import clean

if TYPE_CHECKING:
    from app.session.models import Acceleration, Gpu, ModelsHeld, Proof

_ROLES = 4
_LONGEST = 400


class ModelsPage(ColumnPage):
    """tested: the self-tests are to be run again. role_chosen: a bundle's name ("" for the models that come along) and
    the role that its model is to have."""

    tested = Signal()
    role_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Gpu] = []
        self._to_do: list[str] = []
        self.roles = [RoleCard() for _ in range(_ROLES)]
        self._shown: dict[str, RoleCard] = {}
        self.index, self.bundles, self.adding = IndexPanel(), BundleList(), AddingPanel()
        self.options, self.known = ReaderOptions(), KnownPanel()
        self._test, self._graphics = Button("", "play"), label("small", wrap=True)
        self._overlines = [label("overline") for _ in range(5)]
        self._test.clicked.connect(self.tested)
        for card in self.roles:
            card.chosen.connect(self.role_chosen)
        self.retranslate()

    def show_models(self, held: "ModelsHeld") -> None:
        """The models in use, and all bundles."""
        self._shown = {}
        for card, (facts, bundle) in zip(self.roles, held.roles, strict=False):
            choices = [each.name for each in held.bundles if any(one.role == facts.role for one in each.models)]
            card.show_model(facts, bundle, choices)
            self._shown[facts.role] = card
        self.bundles.show_bundles(held)

    def show_testing(self, testing: bool) -> None:
        """The self-tests have begun, or ended."""
        self._test.setEnabled(not testing)
        for card in self._shown.values():
            if testing:
                card.show_testing()
            else:
                card.show_proof(None, self._cards)

    def show_proof(self, proof: "Proof") -> None:
        if proof.role in self._shown:
            self._shown[proof.role].show_proof(proof, self._cards)

    def show_graphics(self, cards: "list[Gpu]") -> None:
        """The graphics cards of this machine, whether one computes or not."""
        self._cards = cards
        self._name_texts()

    def show_acceleration(self, found: "Acceleration") -> None:
        """The graphics cards, and what would let models compute on them where they do not."""
        self._to_do = [clean(each, _LONGEST) for each in found.to_do]
        self.show_graphics(list(found.cards))

    def show_end(self) -> None:
        """Scrolls to where other models are."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def fill(self, lines: QVBoxLayout) -> None:
        lead = self.tr("What understands your chats. Everything runs on this computer, unless you connect a server.")
        self.add_heading(lines, self.tr("Models"), lead)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._overlines[0], 1)
        row.addWidget(self._test)
        lines.addWidget(top)
        for card in self.roles:
            lines.addWidget(card)
        lines.addWidget(self._graphics)
        lines.addWidget(self._overlines[1])
        lines.addWidget(self.index)
        lines.addWidget(self._overlines[2])
        lines.addWidget(self.bundles)
        lines.addWidget(self.adding)
        lines.addWidget(self._overlines[3])
        lines.addWidget(self.known)
        lines.addWidget(self._overlines[4])
        lines.addWidget(self.options)
        self._name_texts()

    def _name_texts(self) -> None:
        names: tuple[str, ...] = (self.tr("In use now"), self.tr("Search index"), self.tr("Other models"))
        names += (self.tr("Models that could be added"), self.tr("How they are used"))
        for overline, name in zip(self._overlines, names, strict=True):
            overline.setText(name)
        self._test.setText(self.tr("Test again"))
        found = ", ".join(wording.whole_card_of(each) for each in self._cards)
        told = [self.tr("Graphics card of this computer: {cards}").format(cards=found)] if found else []
        self._graphics.setText("\n".join((*told, *self._to_do)))
        self._graphics.setVisible(bool(found or self._to_do))

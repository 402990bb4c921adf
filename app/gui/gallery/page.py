"""This file is where the page of all pictures and files is laid out: what is shown, of whom, of when, how large."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout

from app.gui.gallery.choice_box import ChoiceBox
from app.gui.gallery.model import GalleryModel, no_rows
from app.gui.gallery.narrowing import Narrowing
from app.gui.gallery.nothing import NothingSent
from app.gui.gallery.sections import LARGE, LINES, SMALL, Form
from app.gui.gallery.timeline import SentTimeline
from app.gui.gallery.view import GalleryView
from app.gui.look.controls import Button, IconButton, frame, label
from app.gui.look.dates import number
from app.gui.look.language import Translated
from app.gui.look.text import elided, isolate
from app.gui.work.lanes import Lane
from app.gui.work.pictures import Pictures
from core.types import MediaRows, Person

Tab = Literal["pictures", "files"]
TABS: tuple[Tab, ...] = ("pictures", "files")
_MOST_SENDERS = 200
_LEAST_BARS = 2
_BOLDER = 14
"""Pixels by which the name of the tab that is shown is wider, as it is bold."""


class GalleryPage(Translated):
    """switched: another tab is shown; cleared: nothing is to be looked for any more; renamed: in another language."""

    switched = Signal(str)
    cleared = Signal()
    renamed = Signal()

    def __init__(self, lane: Lane, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tab: Tab = "pictures"
        self.narrowing = Narrowing()
        self._small, self._loading, self._asked = False, True, False
        self._found: dict[Tab, MediaRows] = dict.fromkeys(TABS, no_rows())
        self.model = GalleryModel(lane)
        self.view = GalleryView(self.model, pictures)
        self.tabs: dict[Tab, Button] = {
            "pictures": Button("suggestion", "image"),
            "files": Button("suggestion", "file"),
        }
        self.person, self.size_switch, self.timeline = ChoiceBox(), IconButton("grid_small"), SentTimeline()
        self._left_out, self._foot = label("small"), frame("foot")
        self.nothing = NothingSent()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()

    # ---------------------------------------------------------------- what is shown

    def begin(self, asked: bool) -> None:
        """Something else is looked for. asked: with words or filters."""
        self._loading, self._asked = True, asked

    def show_people(self, people: Sequence[Person]) -> None:
        self.narrowing.show_people(people)

    def show_found(self, tab: Tab, rows: MediaRows) -> None:
        """What fits of one kind, newest first."""
        self._found[tab] = rows
        if tab == self.tab:
            self._loading = False
            self._show_rows()
        self._name_tabs()
        self._tell_nothing()

    def show_tab(self, tab: Tab) -> None:
        """Pictures or files, of whomever and whenever."""
        if tab != self.tab:
            self.tab = tab
            self.narrowing.person = self.narrowing.period = None
            self._show_rows()
            self.view.show_form(self._form())
            self.switched.emit(tab)
        self.retranslate()

    def retranslate(self) -> None:
        self._name_tabs()
        self.person.setAccessibleName(self.tr("Sent by"))
        self.size_switch.name_it(self.tr("Larger pictures") if self._small else self.tr("Smaller pictures"))
        self.size_switch.show_icon("grid" if self._small else "grid_small")
        self.size_switch.setVisible(self.tab == "pictures")
        self.view.setAccessibleName(self.tr("Pictures") if self.tab == "pictures" else self.tr("Files"))
        self._name_people()
        self._tell_left_out()
        self._tell_nothing()
        self.view.viewport().update()
        self.renamed.emit()

    def _name_tabs(self) -> None:
        names: dict[Tab, str] = {"pictures": self.tr("Pictures"), "files": self.tr("Files")}
        for tab, button in self.tabs.items():
            there = int(self._found[tab].there.sum())
            button.setText(f"{names[tab]}  {number(there)}" if there else names[tab])
            button.setChecked(tab == self.tab)
            button.setMinimumWidth(button.sizeHint().width() + _BOLDER)

    def _show_rows(self) -> None:
        """Other rows were found, or of another kind."""
        self.narrowing.show_rows(self._found[self.tab])
        if self.narrowing.person not in [each.id for each in self.narrowing.senders()]:
            self.narrowing.person = None
        self._name_people()
        self._show_days()
        self._show_narrowed()

    def _show_days(self) -> None:
        days, period = self.narrowing.days(), self.narrowing.period
        self.timeline.show_days(days)
        if period is not None and days and period[0] <= days[-1][0] and period[1] >= days[0][0]:
            self.timeline.select(*period)
        else:
            self.narrowing.period = None
        self.timeline.setVisible(len(self.timeline.bars) >= _LEAST_BARS)

    def _show_narrowed(self) -> None:
        self.model.show_rows(self.narrowing.shown)
        self._tell_left_out()
        self._tell_nothing()

    def _name_people(self) -> None:
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(self.tr("Everybody"), None)
        for sender in self.narrowing.senders()[:_MOST_SENDERS]:
            name = elided(sender.name, self.person.font(), 220)
            self.person.addItem(f"{isolate(name)}  ({number(sender.count)})", sender.id)
        self.person.setCurrentIndex(max(0, self.person.findData(self.narrowing.person)))
        self.person.setVisible(self.person.count() > 2)
        self.person.blockSignals(False)

    def _tell_left_out(self) -> None:
        count = self.narrowing.left_out
        text = self.tr("%Ln file(s) left out of the export, or missing in it", "not in the archive", count)
        self._left_out.setText(text if count else "")
        self._foot.setVisible(bool(count) and self.model.rowCount() > 0)

    def _tell_nothing(self) -> None:
        other: Tab = "files" if self.tab == "pictures" else "pictures"
        empty = not self._loading and not self.model.rowCount()
        self._stack.setCurrentIndex(1 if empty else 0)
        if empty:
            there = int(self._found[other].there.sum())
            self.nothing.show_state(self.tab, self._asked or self.narrowing.active, self.narrowing.left_out, there)

    def _form(self) -> Form:
        return LINES if self.tab == "files" else SMALL if self._small else LARGE

    # ---------------------------------------------------------------- what the person does

    def _choose_person(self) -> None:
        self.narrowing.person = self.person.currentData()
        self._show_days()
        self._show_narrowed()

    def _choose_period(self, first: date | None = None, last: date | None = None) -> None:
        self.narrowing.period = None if first is None or last is None else (first, last)
        self._show_narrowed()

    def _show_everything(self) -> None:
        self.narrowing.person = self.narrowing.period = None
        self.cleared.emit()

    def _switch_size(self) -> None:
        self._small = not self._small
        self.view.show_form(self._form())
        self.retranslate()

    # ---------------------------------------------------------------- parts

    def _connect(self) -> None:
        for tab, button in self.tabs.items():
            button.clicked.connect(lambda _=False, tab=tab: self.show_tab(tab))
        self.person.activated.connect(self._choose_person)
        self.timeline.chosen.connect(self._choose_period)
        self.timeline.cleared.connect(self._choose_period)
        self.size_switch.clicked.connect(self._switch_size)
        self.nothing.other.connect(lambda: self.show_tab("files" if self.tab == "pictures" else "pictures"))
        self.nothing.cleared.connect(self._show_everything)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 4, 14, 0)
        head.setSpacing(8)
        for button in self.tabs.values():
            button.setCheckable(True)
            head.addWidget(button)
        head.addStretch(1)
        self.person.setMinimumHeight(36)
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(16)
        head.addWidget(self.person)
        head.addWidget(self.size_switch)
        time = QHBoxLayout()
        time.setContentsMargins(18, 0, 10, 0)
        time.addWidget(self.timeline)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 6, 14, 6)
        foot.addWidget(self._left_out)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(head)
        lines.addLayout(time)
        lines.addWidget(self._stack, 1)
        lines.addWidget(self._foot)

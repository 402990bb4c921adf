"""This file is where trouble is told: what happened and what to do; for a bug of ours one sentence and its details."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from app import bugs
from app.gui.advice import own_words, unknown_words
from app.gui.look.controls import Button, IconButton, Picture, frame, label, restyle
from app.gui.look.language import Translated
from core.errors import (
    ArchiveError,
    BrokenExport,
    ChatTroveError,
    ChosenModelsError,
    ModelError,
    QueryError,
    ReadingStopped,
    RefusedModels,
    SettingsError,
    UnknownExport,
)

log = logging.getLogger("chattrove")

_MOST_WAITING = 9
_OFFERS = 2


@dataclass
class Told:
    """Something to be told. offers: words, what they do, and whether the banner stays. A plain one gives way."""

    error: BaseException | None
    text: str = ""
    more: str = ""
    offers: list[tuple[str, Callable[[], None], bool]] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        return self.error is None and not self.offers

    @property
    def bug(self) -> bool:
        return self.error is not None and not isinstance(self.error, ChatTroveError)

    def says_as(self, other: "Told") -> bool:
        return (type(self.error), str(self.error), self.text) == (type(other.error), str(other.error), other.text)


class Banner(Translated):
    """Hidden until something is to be told; the cross takes it away and brings what waits behind it.

    The first error is most often the cause of the next, so it stays in front and the others wait; a notice without an
    offer gives way to whatever comes. To hide the banner drops all. told: an error was added; who knows a way out may
    `offer` it.
    """

    told = Signal(object)

    def __init__(self, log_path: Path) -> None:
        super().__init__()
        self._log_path = log_path
        self._told: deque[Told] = deque()
        self._box = frame("banner")
        self._icon = Picture("alert", "danger", 22)
        self._title, self._text = label("strong", wrap=True), label("body", wrap=True)
        self._count = label("small")
        self._copy, self._close = Button("", "copy"), IconButton("close", 16)
        self._offered = [Button() for _ in range(_OFFERS)]
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self._next)
        for place, button in enumerate(self._offered):
            button.clicked.connect(lambda _=False, place=place: self._take_offer(place))
        self._build()
        self.hide()
        self.retranslate()

    @property
    def waiting(self) -> int:
        """How many others wait behind the one that is shown."""
        return max(len(self._told) - 1, 0)

    def show_error(self, error: BaseException) -> None:
        """Tells an expected failure in its own words; anything else is logged and told as a bug."""
        told = Told(error)
        if told.bug:
            log.error("unexpected error", exc_info=error)
        self._tell(told)
        if self._told and self._told[-1] is told:
            self.told.emit(error)

    def show_notice(self, text: str, more: str = "") -> None:
        """Tells something that is no failure."""
        self._tell(Told(None, text, more))

    def offer(self, text: str, act: Callable[[], None], *, stays: bool = False) -> None:
        """Something that may help with what was told last; `stays` when the banner is still of use afterwards."""
        if self._told:
            self._told[-1].offers.append((text, act, stays))
            self.retranslate()

    def hide(self) -> None:
        self._told.clear()
        super().hide()

    def retranslate(self) -> None:
        self._close.name_it(self.tr("Close"))
        self._copy.setText(self.tr("Copy details"))
        told = self._told[0] if self._told else Told(None)
        self._copy.setVisible(told.bug)
        if told.error is None:
            self._title.setText(told.text)
            self._text.setText(told.more)
        elif told.bug:
            self._title.setText(self.tr("Something went wrong inside ChatTrove"))
            where = self.tr("Your chats are safe. The details are in {place}")
            self._text.setText(where.format(place=self._log_path))
        else:
            self._title.setText(self._headline(told.error))
            self._text.setText(self._words(told.error))
        self._text.setVisible(bool(self._text.text()))
        self._count.setText(self.tr("1 of {count}").format(count=len(self._told)))
        self._count.setVisible(bool(self.waiting))
        for place, button in enumerate(self._offered):
            button.setVisible(place < len(told.offers))
            button.setText(told.offers[place][0] if place < len(told.offers) else "")

    def _headline(self, error: BaseException) -> str:
        """What kind of trouble it is, in the window's language; the error's own words tell the rest."""
        headlines = (
            (UnknownExport, self.tr("This is no chat export that ChatTrove knows")),
            (BrokenExport, self.tr("This export cannot be read")),
            (QueryError, self.tr("A filter of the question could not be understood")),
            (ArchiveError, self.tr("The archive could not be used. What was stored before is safe")),
            (ChosenModelsError, self.tr("The chosen models cannot be used")),
            (RefusedModels, self.tr("That cannot be done with these models")),
            (ReadingStopped, self.tr("The reader stopped. What it found stays, the rest is not confirmed")),
            (ModelError, self.tr("A part of ChatTrove is missing or damaged. Install it again")),
            (SettingsError, self.tr("The settings could not be used")),
            (ChatTroveError, self.tr("That did not work")),
        )
        return next(text for kind, text in headlines if isinstance(error, kind))

    def _words(self, error: BaseException) -> str:
        """What the error says, without the list of all apps: that stands in the window's guides."""
        if not isinstance(error, UnknownExport):
            return own_words(error)
        where = self.tr("How to export from each app is told by the ⓘ below the list of conversations.")
        return "\n".join((unknown_words(error), where))

    def _tell(self, told: Told) -> None:
        if self._told and self._told[0].plain:
            self._told.popleft()
        known = any(each.says_as(told) for each in self._told)
        if not known and len(self._told) <= _MOST_WAITING:
            self._told.append(told)
        self._present()

    def _next(self) -> None:
        """What was told is done with."""
        if self.waiting:
            self._told.popleft()
            self._present()
        else:
            self.hide()

    def _take_offer(self, place: int) -> None:
        _, act, stays = self._told[0].offers[place]
        if not stays:
            self._next()
        act()

    def _present(self) -> None:
        notice = self._told[0].error is None
        self._icon.show_icon(*("info", "accent") if notice else ("alert", "danger"))
        restyle(self._box, "tone", "notice" if notice else "")
        self.retranslate()
        for words in (self._title, self._text):
            words.style().polish(words)
        self.show()
        self.setAccessibleName(f"{self._title.text()} {self._text.text()}")

    def _copy_details(self) -> None:
        error = self._told[0].error if self._told else None
        if error is not None:
            QApplication.clipboard().setText(bugs.details(error))
            self._copy.setText(self.tr("Copied"))

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(16, 12, 8, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (*self._offered, self._copy):
            row.addWidget(button)
        row.addWidget(self._count)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 4, 24, 8)
        outer.addWidget(self._box)

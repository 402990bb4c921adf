"""This file is where results are shown: cards as they are found, then settled; "perhaps" apart; an honest "nothing"."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.gui.look.controls import Picture, label
from app.gui.look.language import Translated
from app.gui.results.card import Card
from app.gui.search.searching import Found
from app.gui.work.pictures import Pictures
from core.types import Message, Progress, SearchResult

WIDEST = 860


class ResultsPage(Translated):
    """opened: a conversation at a message, (SearchResult, Message); pictured: (attachment, message).

    upwards: the arrow key left the first card.
    """

    opened = Signal(object, object)
    pictured = Signal(object, object)
    upwards = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._found = Found((), False, 0)
        self._words: tuple[str, ...] = ()
        self._cards: dict[int, Card] = {}
        self._queue: list[SearchResult] = []
        self._summary, self._timing = label("title"), label("small")
        self._progress = QProgressBar(textVisible=False)
        self._maybe_title, self._maybe_text = label("title"), label("muted", wrap=True)
        self._nothing = Nothing()
        self._scroll = QScrollArea(widgetResizable=True)
        self._sure, self._perhaps = QVBoxLayout(), QVBoxLayout()
        self._builder = QTimer(self, interval=0)
        self._builder.timeout.connect(self._build_next)
        self._build()
        self.retranslate()

    def begin(self) -> None:
        """A new question has been asked: the old answer goes."""
        self._found = Found((), False, 0)
        self._arrange([])
        self._scroll.verticalScrollBar().setValue(0)
        self._progress.setRange(0, 0)
        self._progress.setVisible(True)
        self.retranslate()

    def show_found(self, found: Found, words: tuple[str, ...]) -> None:
        """Shows what is known by now; cards that did not change stay as they are."""
        self._found, self._words = found, words
        if found.settled:
            self._progress.setVisible(False)
        self._arrange(found.results)
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        self._progress.setRange(0, max(progress.total, 0))
        self._progress.setValue(progress.done)

    def end(self) -> None:
        """The search failed or was stopped."""
        self._progress.setVisible(False)

    def cards(self) -> list[Card]:
        """The cards in the order they are shown."""
        order = [*self._widgets(self._sure), *self._widgets(self._perhaps)]
        return [each for each in order if isinstance(each, Card)]

    def focus_card(self, step: int) -> bool:
        """Moves the focus to the next (1) or previous (-1) card; False at the ends."""
        cards = self.cards()
        at = next((place for place, card in enumerate(cards) if card.hasFocus()), -1)
        if not cards or not 0 <= at + step < len(cards):
            return False
        cards[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(cards[at + step], 0, 40)
        return True

    def _move(self, step: int) -> None:
        if not self.focus_card(step) and step < 0:
            self.upwards.emit()

    def retranslate(self) -> None:
        sure = sum(1 for result in self._found.results if not result.maybe)
        maybe = len(self._found.results) - sure
        self._summary.setText(self._sentence(sure, maybe))
        self._timing.setText(self._time())
        self._maybe_title.setText(self.tr("Perhaps related"))
        self._maybe_text.setText(self.tr("Nearest in meaning, but the reader did not find the answer in them."))
        settled = self._found.settled
        for widget in (self._maybe_title, self._maybe_text):
            widget.setVisible(bool(maybe) and settled)
        self._nothing.setVisible(settled and not sure)
        self._nothing.show_state(bool(maybe))
        for widget in (self._summary, self._timing):
            widget.setVisible(not (settled and not sure))

    def _sentence(self, sure: int, maybe: int) -> str:
        if self._found.settled:
            return self.tr("%Ln conversation(s) answer this", "settled results", sure)
        if not self._found.results:
            return self.tr("Searching…")
        return self.tr("%Ln conversation(s) found, being read", "results that may still change", sure + maybe)

    def _time(self) -> str:
        if not self._found.milliseconds or not self._found.settled:
            return ""
        seconds = QLocale().toString(self._found.milliseconds / 1000, "f", 1 if self._found.milliseconds >= 1000 else 2)
        return self.tr("{seconds} s, on this computer").format(seconds=seconds)

    def _arrange(self, results: Sequence[SearchResult]) -> None:
        """Keeps cards of conversations that are still there, queues the others to be made one per turn of the loop."""
        keep = {each.conversation.id for each in results}
        for key in [key for key in self._cards if key not in keep]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        self._queue = list(results)
        self._builder.start()
        if results:
            self._build_next()

    def _build_next(self) -> None:
        if not self._queue:
            self._builder.stop()
            return
        result = self._queue.pop(0)
        key = result.conversation.id
        card = self._cards.get(key) or self._make(key)
        card.show_result(result, self._words, self._found.settled)
        self._put(card, result)

    def _make(self, key: int) -> Card:
        card = Card(self._pictures)
        self._cards[key] = card
        card.opened.connect(lambda message: self._open(card, message))
        card.pictured.connect(self.pictured)
        card.moved.connect(self._move)
        return card

    def _open(self, card: Card, message: Message) -> None:
        if card.result is not None:
            self.opened.emit(card.result, message)

    def _put(self, card: Card, result: SearchResult) -> None:
        """Moves the card to its place among those shown, but only when it is not there already."""
        apart = result.maybe and self._found.settled
        column = self._perhaps if apart else self._sure
        same = [each for each in self._found.results if not self._found.settled or each.maybe == apart]
        place = next(at for at, each in enumerate(same) if each.conversation.id == result.conversation.id)
        if column.indexOf(card) != place:
            for every in (self._sure, self._perhaps):
                every.removeWidget(card)
            column.insertWidget(min(place, column.count()), card)
        card.show()

    def _build(self) -> None:
        self._progress.setObjectName("thread")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("page")
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 4, 0, 24)
        lines.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self._timing)
        lines.addLayout(head)
        lines.addWidget(self._nothing)
        self._sure.setSpacing(16)
        self._perhaps.setSpacing(12)
        lines.addLayout(self._sure)
        lines.addWidget(self._maybe_title)
        lines.addWidget(self._maybe_text)
        lines.addLayout(self._perhaps)
        lines.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self._scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._progress)
        whole.addWidget(self._scroll)

    def _widgets(self, column: QVBoxLayout) -> list[QWidget]:
        items = [column.itemAt(at) for at in range(column.count())]
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]


class Nothing(Translated):
    """What is said when nothing answers: that, and what could help."""

    def __init__(self) -> None:
        super().__init__()
        self._near = False
        self._title, self._text = label("heading"), label("muted", wrap=True)
        self._tips = [label("body", wrap=True) for _ in range(3)]
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 24, 0, 16)
        lines.setSpacing(12)
        lines.addWidget(Picture("search", "faint", 36))
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        for tip in self._tips:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Picture("check", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(tip, 1)
            lines.addLayout(row)
        self.retranslate()

    def show_state(self, near: bool) -> None:
        """near: there are results below that may be related."""
        self._near = near
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Nothing in your chats answers this"))
        below = self.tr("What comes nearest is below, but the reader could not confirm any of it.")
        self._text.setText(below if self._near else self.tr("Every conversation was searched, nothing was left out."))
        self._tips[0].setText(self.tr("Say it in other words: the search goes by meaning, in English and in Chinese."))
        self._tips[1].setText(self.tr("Remove a filter, or ask about a longer time."))
        self._tips[2].setText(self.tr("For an exact phrase, put it in quotation marks."))
        for tip in self._tips:
            tip.setVisible(not self._near)

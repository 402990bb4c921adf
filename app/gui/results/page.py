"""This file is where results are shown: cards as they are found, then settled; "perhaps" apart; an honest "nothing"."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.look.controls import label
from app.gui.look.language import Translated
from app.gui.results.calm_scroll import CalmScroll
from app.gui.results.card import Card
from app.gui.results.head import Head
from app.gui.results.nothing import Nothing
from app.gui.results.reader_line import ReaderLine
from app.gui.results.timeline import Timeline
from app.gui.search.searching import Found, Understood
from app.gui.work.pictures import Pictures
from core.types import Message, Place, Progress, SearchResult

WIDEST = 860
_AT_REST_MS = 600
_MARGIN = 40


class ResultsPage(Translated):
    """opened: a conversation at a message, (SearchResult, Message); upwards: the arrow key left the first card.

    pictured: (attachment, message, the pictures of the card as pairs of both); shared: a SearchResult; shared_all: all.
    traced: show what was read together with a message (SearchResult, Message).
    judged: (SearchResult, message or None, attachment or None, right): said of one answer, or of the whole result.
    everything: also the passages that were left out are to be read.
    """

    opened = Signal(object, object)
    pictured = Signal(object, object, object)
    shared = Signal(object)
    shared_all = Signal()
    traced = Signal(object, object)
    judged = Signal(object, object, object, bool)
    everything = Signal()
    upwards = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._found = Found((), False, 0)
        self._words: tuple[str, ...] = ()
        self._cards: dict[int, Card] = {}
        self._opened = 0
        self._queue: list[SearchResult] = []
        self._head = Head()
        self._head.shared_all.connect(self.shared_all)
        self._head.reader.everything.connect(self.everything)
        self._progress = QProgressBar(textVisible=False)
        self._maybe_title, self._maybe_text = label("title"), label("muted", wrap=True)
        self._nothing, self._timeline = Nothing(), Timeline()
        self._verdicts: Mapping[Place, bool] = {}
        self._scroll, self._column = CalmScroll(), QWidget()
        self._sure, self._perhaps = QVBoxLayout(), QVBoxLayout()
        self._builder = QTimer(self, interval=0)
        self._builder.timeout.connect(self._build_next)
        self._rest = QTimer(self, singleShot=True, interval=_AT_REST_MS)
        self._rest.timeout.connect(self._scroll.let_go)
        self._build()
        self.retranslate()

    @property
    def nothing(self) -> Nothing:
        """What is said when nothing answers."""
        return self._nothing

    @property
    def reader(self) -> ReaderLine:
        """Who reads, and how far."""
        return self._head.reader

    @property
    def timeline(self) -> Timeline:
        """When the found messages are."""
        return self._timeline

    def begin(self) -> None:
        """A new question has been asked: the old answer goes."""
        self._found = Found((), False, 0)
        self._verdicts = {}
        self._arrange([])
        self._timeline.begin()
        self._scroll.to_top()
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

    def show_question(self, understood: Understood) -> None:
        """What was asked, for when nothing answers it."""
        self._nothing.show_question(understood.text, understood.chips)

    def show_verdicts(self, verdicts: Mapping[Place, bool]) -> None:
        """What the person said of the answers to this question."""
        self._verdicts = verdicts
        for card in self._cards.values():
            card.show_verdicts(verdicts)

    def show_progress(self, progress: Progress) -> None:
        self._progress.setRange(0, max(progress.total, 0))
        self._progress.setValue(progress.done)
        self._head.reader.show_progress(progress)

    def end(self) -> None:
        """The search failed or was stopped."""
        self._progress.setVisible(False)
        self._head.end()

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
        self._show_top(cards[at + step])
        return True

    def refocus(self) -> bool:
        """Gives the keys back to the card that was opened last; False where it is gone."""
        card = self._cards.get(self._opened)
        if card is not None:
            card.come_back()
        return card is not None

    def _open(self, card: Card, message: Message) -> None:
        self._opened = next((key for key, each in self._cards.items() if each is card), 0)
        self.opened.emit(card.result, message)

    def _move(self, step: int) -> None:
        if not self.focus_card(step) and step < 0:
            self.upwards.emit()

    def retranslate(self) -> None:
        sure = sum(1 for result in self._found.results if not result.maybe)
        maybe = len(self._found.results) - sure
        self._head.show_found(self._found)
        self._maybe_title.setText(self.tr("Perhaps related"))
        reading = self._found.reading
        stopped = reading is not None and reading.trouble is not None
        self._maybe_text.setText(
            self.tr("Not read any more, because the reader stopped. They may hold the answer or not.")
            if stopped
            else self.tr("Nearest in meaning, but the reader did not find the answer in them.")
        )
        settled = self._found.settled
        for widget in (self._maybe_title, self._maybe_text):
            widget.setVisible(bool(maybe) and settled)
        self._nothing.setVisible(settled and not sure and not stopped)
        self._nothing.show_state(bool(maybe))
        self._head.setVisible(sure > 0 or not settled or self._head.reader.tells)

    def _arrange(self, results: Sequence[SearchResult]) -> None:
        """Keeps cards of conversations that are still there, queues the others to be made one per turn of the loop.

        What the person reads meanwhile stays where it is.
        """
        self._rest.stop()
        stay = {each.conversation.id for each in results}
        gone = [self._cards.pop(key) for key in [key for key in self._cards if key not in stay]]
        self._scroll.keep([card for card in self.cards() if card not in gone])
        if any(card.hasFocus() for card in gone):
            self.upwards.emit()  # else Qt gives the keys to whatever stands first in the window
        for card in gone:
            card.hide()
            card.deleteLater()
        self._queue = list(results)
        self._builder.start()
        if results:
            self._build_next()

    def _build_next(self) -> None:
        if not self._queue:
            self._builder.stop()
            if self._found.settled:
                self._timeline.end()
            self._rest.start()
            return
        result = self._queue.pop(0)
        key = result.conversation.id
        card = self._cards.get(key) or self._make(key)
        card.show_result(result, self._words, self._found.settled)
        if self._found.settled and not result.maybe:
            self._timeline.add(result)
        self._put(card, result)

    def _make(self, key: int) -> Card:
        card = Card(self._pictures)
        card.resize(self._column.width(), card.height())
        self._cards[key] = card
        card.show_verdicts(self._verdicts)
        card.opened.connect(lambda message: self._open(card, message))
        card.pictured.connect(lambda item, message: self.pictured.emit(item, message, card.pictures()))
        card.shared.connect(lambda: self.shared.emit(card.result))
        card.traced.connect(lambda message: self.traced.emit(card.result, message))
        card.judged.connect(lambda message, item, right: self.judged.emit(card.result, message, item, right))
        card.reached.connect(lambda where: self._show_place(card, where))
        card.moved.connect(self._move)
        return card

    def _show_place(self, card: Card, where: QRect) -> None:
        """Scrolls so that a place of a card is seen."""
        content = self._scroll.widget()
        if content is not None:
            middle = card.mapTo(content, QPoint(where.center()))
            down = min(where.height() // 2 + _MARGIN, self._scroll.viewport().height() // 2)
            self._scroll.ensureVisible(0, middle.y(), 0, down)

    def _show_top(self, card: Card) -> None:
        """Scrolls so that as much of a card is seen as there is room for, from its upper edge on."""
        content, room = self._scroll.widget(), self._scroll.viewport().height() - _MARGIN
        if content is not None:
            top = card.mapTo(content, QPoint(0, 0)).y()
            self._scroll.ensureVisible(0, top + min(card.height(), room), 0, 0)
            self._scroll.ensureVisible(0, top, 0, min(_MARGIN, top))

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
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        page = QWidget()
        page.setObjectName("page")
        column = self._column
        column.setMaximumWidth(WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 4, 0, 24)
        lines.setSpacing(12)
        lines.addWidget(self._head)
        lines.addWidget(self._timeline)
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

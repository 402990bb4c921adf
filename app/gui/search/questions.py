"""This file is where a question is asked: from what is typed to the results that are shown."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from app.gui.appearance import Appearance
from app.gui.search.remembering import Remembering
from app.gui.search.scoping import Scoping
from app.gui.search.searching import Found, Understood
from app.gui.search.suggesting import Suggesting
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.errors import QueryError
from core.query import with_period, without_period
from core.query.scoping import Scope
from core.stop_words import QUESTION_WORDS

NOTHING_YET = Found((), False, 0)


class Questions(QObject):
    """`found` is what is shown now, `words` what is underlined in it. emptied: the question was taken back.

    takers: pages that may take a text for themselves; the first that returns True has it, and nothing is searched.
    """

    emptied = Signal()

    def __init__(self, window: Window, engine: Engine, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._engine, self._appearance = window, engine, appearance
        self.found = Found((), True, 0)
        self.words: tuple[str, ...] = ()
        self.takers: list[Callable[[str], bool]] = []
        self._understood = ""
        self.scoping = Scoping(window, engine)
        self.suggesting = Suggesting(window, engine, self._understanding)
        self.remembering = Remembering(window, engine, self._as_text)
        self._connect()
        for keys in ("Ctrl+F", "Ctrl+K"):
            QShortcut(QKeySequence(keys), window, self.go_to_field)
        QShortcut(QKeySequence("Ctrl+Shift+F"), window, self.search_conversation)

    def ask(self, text: str, *, everything: bool = False) -> None:
        """Searches; an empty question leads back to the first page. everything: also what cannot change the page is
        read."""
        window = self._window
        self.suggesting.stop()
        window.search.show_text(text)
        text = window.search.text()
        if any(taker(text) for taker in self.takers):
            return
        if not text:
            self._take_back()
            return
        window.banner.hide()
        window.close_conversation()
        self.found = NOTHING_YET
        window.results.begin()
        window.show_page(window.results)
        window.search.field.setFocus()
        self._engine.searching.ask(text, self._appearance.language, self.scoping.scope, everything=everything)

    def narrow_to(self, first: date, last: date) -> None:
        """Asks again, about these days only: they take the place of every date of the question."""
        self._rewrite(lambda text, parsed: with_period(text, parsed, first, last))

    def widen(self) -> None:
        """Asks again, about any time."""
        self._rewrite(without_period)

    def go_to_field(self) -> None:
        """The field gets the focus; while it is empty, with what was asked before."""
        self._window.search.take_focus()
        self.remembering.show()

    def search_conversation(self) -> None:
        """The next question is asked of the open conversation."""
        if not self.scoping.to_conversation():
            self.go_to_field()

    def refresh(self) -> None:
        """The archive holds something else, or is another one."""
        self.suggesting.refresh()
        self.remembering.refresh()

    def _connect(self) -> None:
        window, searching = self._window, self._engine.searching
        window.search.asked.connect(self.ask)
        window.home.asked.connect(self.ask)
        window.suggestions.left.connect(window.search.take_focus)
        window.results.upwards.connect(window.search.take_focus)
        window.results.everything.connect(lambda: self.ask(window.search.text(), everything=True))
        self.remembering.asked.connect(self.ask)
        self.suggesting.wanted.connect(self.remembering.show)
        self.scoping.changed.connect(self._reach)
        searching.understood.connect(self._understand)
        searching.found.connect(self._show_found)
        searching.progressed.connect(window.results.show_progress)
        searching.failed.connect(self._fail_search)

    def _understanding(self) -> tuple[str, Scope]:
        return self._appearance.language, self.scoping.scope

    def _as_text(self, text: str) -> str:
        return self.scoping.as_text(text, self.suggesting.completions.names)

    def _take_back(self) -> None:
        self._engine.searching.stop()
        self._window.search.show_chips([])
        self.scoping.reset()
        self.emptied.emit()

    def _reach(self, again: bool) -> None:
        """The search reaches elsewhere: the question is asked again, or what is typed is looked for there."""
        if again and self._window.page is self._window.results and self._window.search.text():
            self.ask(self._window.search.text())
        else:
            self.suggesting.look_again()

    def _rewrite(self, rewritten: "Callable[..., str]") -> None:
        text = self._window.search.text()
        self._engine.looking.submit(
            lambda session, job: rewritten(text, session.parse(text)), done=self.ask, failed=self._fail_search
        )

    def _understand(self, understood: Understood) -> None:
        query, self._understood = understood.query, understood.text
        self.scoping.query = query
        self.words = (*(word for word in query.words if word.casefold() not in QUESTION_WORDS), *query.phrases)
        self._window.search.show_chips(understood.chips)
        self.remembering.note(understood.text)

    def _show_found(self, found: Found) -> None:
        self.found = self.scoping.found = found
        self._window.results.show_found(found, self.words)
        trouble = found.reading.trouble if found.settled and found.reading is not None else None
        if trouble is not None:
            self._window.banner.show_error(trouble)
            self._window.banner.offer(self.tr("Ask again"), lambda: self.ask(self._window.search.text()))

    def _fail_search(self, error: Exception) -> None:
        self._window.results.end()
        self._window.banner.show_error(error)
        if isinstance(error, QueryError):
            if self._understood != self._window.search.text():
                self._window.search.show_chips([])  # those of the question before
            self._window.search.take_focus()

"""This file is where a question is asked: from what is typed to the results that are shown."""

from PySide6.QtCore import QObject, Signal

from app.gui.appearance import Appearance
from app.gui.search.searching import Exact, Found, Understood, exact
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.errors import ChatTroveError, QueryError
from core.stop_words import QUESTION_WORDS

NOTHING_YET = Found((), False, 0)


class Questions(QObject):
    """`found` is what is shown now, `words` what is underlined in it. emptied: the question was taken back."""

    emptied = Signal()

    def __init__(self, window: Window, engine: Engine, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._engine, self._appearance = window, engine, appearance
        self.found = Found((), True, 0)
        self.words: tuple[str, ...] = ()
        self._typing: Job | None = None
        window.search.asked.connect(self.ask)
        window.search.typed.connect(self._typed)
        window.home.asked.connect(self.ask)
        window.suggestions.left.connect(window.search.take_focus)
        window.results.upwards.connect(window.search.take_focus)
        searching = engine.searching
        searching.understood.connect(self._understand)
        searching.found.connect(self._show_found)
        searching.progressed.connect(window.results.show_progress)
        searching.failed.connect(self._fail_search)

    def ask(self, text: str) -> None:
        """Searches; an empty question leads back to the first page."""
        self._stop_typing()
        window = self._window
        window.suggestions.hide()
        window.search.show_text(text)
        if not text.strip():
            self._engine.searching.stop()
            window.search.show_chips([])
            self.emptied.emit()
            return
        window.banner.hide()
        window.close_conversation()
        self.found = NOTHING_YET
        window.results.begin()
        window.show_page(window.results)
        window.search.field.setFocus()
        self._engine.searching.ask(text, self._appearance.language)

    def _understand(self, understood: Understood) -> None:
        query = understood.query
        self.words = (*(word for word in query.words if word.casefold() not in QUESTION_WORDS), *query.phrases)
        self._window.search.show_chips(understood.chips)

    def _show_found(self, found: Found) -> None:
        self.found = found
        self._window.results.show_found(found, self.words)

    def _fail_search(self, error: Exception) -> None:
        self._window.results.end()
        self._window.banner.show_error(error)
        if isinstance(error, QueryError):
            self._window.search.take_focus()

    def _typed(self, text: str) -> None:
        """Looks for exact matches while the person types."""
        self._stop_typing()
        if not text:
            self._window.suggestions.hide()
            self._window.search.show_chips([])
            return
        self._typing = self._engine.looking.submit(
            lambda session, job: exact(session, text, self._appearance.language),
            done=self._suggest,
            failed=self._half_typed,
        )

    def _stop_typing(self) -> None:
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None

    def _suggest(self, found: Exact) -> None:
        window = self._window
        if found.text != window.search.text() or not window.search.field.hasFocus():
            return
        window.search.show_chips(found.chips)
        window.suggestions.show_exact(found, window.below_field())

    def _half_typed(self, error: Exception) -> None:
        """`before:` is not wrong while it is being typed; anything unexpected is told."""
        self._window.suggestions.hide()
        if not isinstance(error, ChatTroveError):
            self._window.banner.show_error(error)

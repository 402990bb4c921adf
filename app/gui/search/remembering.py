"""This file is where questions are remembered: shown below the empty field, saved under a name, forgotten."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from app.gui.search.rows import Command, Past, Row
from app.gui.search.suggestions import Shown
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.errors import ChatTroveError
from core.types import PastQuestion

if TYPE_CHECKING:
    from app.session import Session

RECENT = 12
"""Questions of the history below the field."""

_NAME = 40


class Remembering(QObject):
    """The history is only written while the settings allow it; the session sees to that. asked: a question again.

    as_text: the question as it is saved, with what else narrows the search.
    """

    asked = Signal(str)

    def __init__(self, window: Window, engine: Engine, as_text: Callable[[str], str]) -> None:
        super().__init__(window)
        self._window, self._engine, self._as_text = window, engine, as_text
        self._known: Sequence[PastQuestion] = ()
        self._opening = False
        search, suggestions = window.search, window.suggestions
        search.turned.connect(self.show)
        search.starred.connect(self._open_naming)
        search.field.textChanged.connect(self._show_star)
        search.naming.saved.connect(self._save)
        search.naming.removed.connect(self._unsave)
        suggestions.asked.connect(self.asked)
        suggestions.forgotten.connect(self.forget)
        suggestions.commanded.connect(self._do)
        QShortcut(QKeySequence("Ctrl+D"), window, self._open_naming)

    def refresh(self) -> None:
        """Reads again what the archive remembers."""
        self._change(lambda session: None)

    def note(self, text: str) -> None:
        """A question was asked."""
        self._change(lambda session: session.asked(text))

    def forget(self, text: str) -> None:
        """Deletes a question of the list."""
        self._change(lambda session: session.forget_question(text))

    def show(self) -> None:
        """Shows what was asked and saved below the field, while that is empty."""
        if self._window.search.text():
            return
        rows: list[Row] = [Past(each) for each in self._known]
        if any(each.name is None for each in self._known):
            rows.append(Command("clear", "trash", self.tr("Clear history")))
        current = self._window.suggestions.list.currentIndex().row() if self._window.suggestions.isVisible() else -1
        heading = self.tr("Saved and recent questions")
        shown = Shown(heading, rows, self.tr("Del removes a question"), min(current, len(rows) - 1))
        self._window.suggestions.show_rows(shown, self._window.below_field())

    # ---------------------------------------------------------------- saving

    def _open_naming(self) -> None:
        text = self._window.search.text()
        if text and self._window.search.isVisible():
            saved = self._saved(text)
            self._window.suggestions.hide()
            name = saved.name if saved is not None and saved.name else text[:_NAME]
            self._window.search.naming.open(name, saved is not None)

    def _save(self, name: str) -> None:
        text = self._window.search.text()
        saved = self._saved(text)
        kept = saved.text if saved is not None else self._as_text(text)
        self._window.search.naming.hide()
        self._window.search.field.setFocus()
        self._change(lambda session: session.save_question(kept, name))

    def _unsave(self) -> None:
        saved = self._saved(self._window.search.text())
        self._window.search.naming.hide()
        self._window.search.field.setFocus()
        if saved is not None:
            self.forget(saved.text)

    def _saved(self, text: str) -> PastQuestion | None:
        wanted = {text, self._as_text(text)}
        return next((each for each in self._known if each.name is not None and each.text in wanted), None)

    # ---------------------------------------------------------------- the archive

    def _do(self, command: str) -> None:
        if command == "clear":
            self._window.suggestions.hide()
            self._change(lambda session: session.clear_questions())

    def _change(self, change: "Callable[[Session], object]") -> None:
        def work(session: "Session") -> list[PastQuestion]:
            change(session)
            return session.past_questions(RECENT)

        self._engine.looking.submit(lambda session, job: work(session), done=self._know, failed=self._fail)

    def _know(self, known: list[PastQuestion]) -> None:
        before, self._known = self._known, known
        self._show_star()
        rows = self._window.suggestions.rows
        if known != before and rows and isinstance(rows[0], Past):
            self.show()

    def _show_star(self) -> None:
        self._window.search.show_saved(self._saved(self._window.search.text()) is not None)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, ChatTroveError):
            self._window.banner.show_error(error)
        else:
            self._engine.failed.emit(error)

"""This file is where it is decided what stands below the search field while one types, and what its keys do there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from app.gui.look.dates import number
from app.gui.search.calendar import DayPicker
from app.gui.search.completions import Completions
from app.gui.search.rows import Command, Completion, Match, Past, Row
from app.gui.search.searching import COUNTED, SHOWN, Exact, exact
from app.gui.search.suggestions import Shown
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.errors import ChatTroveError
from core.query.completing import Typed, completed, typed_at, word_at
from core.query.offers import Names
from core.query.scoping import Scope

Understanding = Callable[[], tuple[str, Scope]]
"""The language of the window, and where the search goes."""

_MENU = Qt.FocusReason.PopupFocusReason
_DOWN, _UP = Qt.Key.Key_Down, Qt.Key.Key_Up
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Suggesting(QObject):
    """Completions at once, exact matches as soon as the archive has told them.

    wanted: the person is in the empty field, by Down or because all was taken out of it.
    elsewhere: whether a page in front shows by itself what is typed; no matches are listed then.
    """

    wanted = Signal()

    def __init__(self, window: Window, engine: Engine, understanding: Understanding) -> None:
        super().__init__(window)
        self._window, self._engine, self._understanding = window, engine, understanding
        self.completions = Completions()
        self.calendar = DayPicker(window.centralWidget())
        self.elsewhere: Callable[[], bool] = lambda: False
        self._typing: Job | None = None
        self._filter: Typed | None = None
        self._seen: tuple[str, int] | None = None
        search, suggestions = window.search, window.suggestions
        search.field.installEventFilter(self)
        search.field.cursorPositionChanged.connect(self._complete)
        search.field.textChanged.connect(self._complete)
        search.typed.connect(self._look)
        suggestions.completed.connect(self._insert)
        suggestions.commanded.connect(self._do)
        self.calendar.picked.connect(self._pick)
        self.calendar.left.connect(search.field.setFocus)

    def refresh(self) -> None:
        """Reads again whom and what the archive knows."""
        self._engine.looking.submit(lambda session, job: session.names(), done=self._know)

    def stop(self) -> None:
        """The question is being asked: what is still looked for is not wanted any more."""
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        self._filter = self._seen = None
        self._window.suggestions.hide()
        self.calendar.hide()

    def look_again(self) -> None:
        """Where the search goes has changed."""
        if self._window.search.field.hasFocus():
            self._look(self._window.search.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != _MENU:
            self._window.suggestions.hide()
        return False

    # ---------------------------------------------------------------- keys

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key was for the list."""
        suggestions, key = self._window.suggestions, event.key()
        if not suggestions.isVisible():
            if key == _DOWN and not self._window.search.text():
                self.wanted.emit()
            return suggestions.isVisible()
        current = suggestions.current
        if key in (_DOWN, _UP):
            suggestions.step(1 if key == _DOWN else -1)
        elif key == Qt.Key.Key_Escape:
            suggestions.hide()
        elif key == Qt.Key.Key_Delete and isinstance(current, Past):
            suggestions.forgotten.emit(current.question.text)
        else:
            return key in _TAKING and suggestions.choose()
        return True

    # ---------------------------------------------------------------- completions

    def _know(self, names: Names) -> None:
        self.completions.names = names
        if self._window.search.field.isModified():  # a question that was asked is not being typed any more
            self._seen = None
            self._complete()

    def _complete(self, *_: object) -> None:
        """Offers what the filter at the cursor can be; hides what was offered for another one."""
        field, before = self._window.search.field, self._filter
        seen = (field.text(), field.cursorPosition())
        if seen == self._seen:
            return
        self._seen, self._filter = seen, None
        typed = typed_at(field.text(), field.cursorPosition()) if field.hasFocus() else None
        if typed is not None and typed.filter is not None:
            self.completions.language = self._understanding()[0]
            rows, current = self.completions.of_filter(typed)
            if rows:
                self._filter = typed
                heading = self.completions.headings()[typed.filter]
                self._show(Shown(heading, rows, self.tr("Enter or Tab inserts, Esc closes"), current))
                return
        if before is not None:
            self._window.suggestions.hide()

    def _insert(self, row: Completion) -> None:
        field = self._window.search.field
        typed = self._filter or word_at(field.text(), field.cursorPosition())
        if typed is None:
            typed = Typed(None, "", "", field.cursorPosition(), field.cursorPosition())
        text, cursor = completed(field.text(), typed, row.operator, row.value)
        self._write(text, cursor)

    def _write(self, text: str, cursor: int) -> None:
        field = self._window.search.field
        self._filter = self._seen = None
        self._window.suggestions.hide()
        field.setFocus()
        field.setText(text)
        field.setCursorPosition(cursor)
        self._complete()

    def _do(self, command: str) -> None:
        if command == "calendar":
            self._window.suggestions.hide()
            self.calendar.open(self._window.below_field())
        elif command == "all":
            self._look_for_all()

    def _pick(self, day: str) -> None:
        field = self._window.search.field
        typed = typed_at(field.text(), field.cursorPosition())
        if typed is not None and typed.filter is not None:
            self._write(*completed(field.text(), typed, typed.operator, day))

    # ---------------------------------------------------------------- exact matches

    def _look(self, text: str) -> None:
        """Looks for exact matches while the person types."""
        if self.elsewhere():
            return
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        if not text:
            self._window.search.show_chips([])
            if any(isinstance(row, Past) for row in self._window.suggestions.rows):
                return
            self._window.suggestions.hide()
            if self._window.search.field.hasFocus():
                self.wanted.emit()
            return
        asked = (text, *self._understanding())
        self._typing = self._engine.looking.submit(
            lambda session, job: exact(session, asked), done=self._suggest, failed=self._half_typed
        )

    def _suggest(self, found: Exact) -> None:
        window = self._window
        if found.text != window.search.text() or not window.search.field.hasFocus():
            return
        window.search.show_chips(found.chips)
        if self._filter is not None:
            return
        word = word_at(window.search.field.text(), window.search.field.cursorPosition())
        rows: list[Row] = [] if word is None else self.completions.of_word(word)
        rows += [Match(each, found.titles.get(each.conversation_id, ""), found.words) for each in found.messages]
        if found.total > SHOWN:
            all_of_them = self.tr("All {count} exact matches").format(count=_counted(found.total))
            rows.append(Command("all", "search", all_of_them))
        heading = self.tr("Word for word") if found.messages else self.tr("Filters")
        self._show(Shown(heading, rows, self.tr("Press Enter to search by meaning")))

    def _look_for_all(self) -> None:
        asked = (self._window.search.text(), *self._understanding())
        self._typing = self._engine.looking.submit(
            lambda session, job: exact(session, asked, COUNTED), done=self._list, failed=self._half_typed
        )

    def _list(self, found: Exact) -> None:
        if found.text != self._window.search.text():
            return
        rows = [Match(each, found.titles.get(each.conversation_id, ""), found.words) for each in found.messages]
        heading = self.tr("Word for word") + "  " + _counted(found.total)
        self._show(Shown(heading, rows, self.tr("Press Enter to search by meaning"), 0))

    def _show(self, shown: Shown) -> None:
        self._window.suggestions.show_rows(shown, self._window.below_field())

    def _half_typed(self, error: Exception) -> None:
        """`before:` is not wrong while it is being typed; anything unexpected is told."""
        if self._filter is None:
            self._window.suggestions.hide()
        if not isinstance(error, ChatTroveError):
            self._window.banner.show_error(error)


def _counted(total: int) -> str:
    """ "123", or "1,000+" where counting ended."""
    return number(total) + ("+" if total >= COUNTED else "")

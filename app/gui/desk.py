"""This file is where the window's parts are connected: what a click, a key or a finished job leads to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.gui import theme
from app.gui.appearance import Appearance
from app.gui.card_parts import marks_of
from app.gui.conversation_rows import Marks
from app.gui.engine import Engine
from app.gui.intake import Intake
from app.gui.keeping import Keeping
from app.gui.lanes import Job
from app.gui.searching import Exact, Found, Understood, exact
from app.gui.window import Window
from app.settings import Settings
from core.errors import ChatTroveError, QueryError
from core.stop_words import QUESTION_WORDS
from core.types import Conversation, Message, SearchResult

_COLOURED = 64


class Desk(QObject):
    """Everything the person can do in the window. `settings` are shown already."""

    def __init__(self, window: Window, engine: Engine, settings: Settings) -> None:
        super().__init__(window)
        self.window, self.engine = window, engine
        self.appearance = Appearance(window, settings)
        self.intake = Intake(window, engine)
        self.keeping = Keeping(window, engine)
        self._conversations: list[Conversation] = []
        self._words: tuple[str, ...] = ()
        self.found = Found((), True, 0)
        self._typing: Job | None = None
        self._then_ask = self._answered = ""
        self._connect_parts()
        self._connect_work()
        self._add_shortcuts()

    # ---------------------------------------------------------------- beginning

    def begin(self, question: str | None = None, paths: Sequence[Path] = ()) -> None:
        """Reads what the archive holds and shows the first page; imports `paths` first if the archive lacks them."""
        self._answered = question or ""
        self.window.setFocus()
        self.engine.looking.submit(
            lambda session, job: (session.conversations(), session.pending()),
            done=lambda held: self._begin(held, question, paths),
            failed=self._fail_to_begin,
        )

    def _begin(self, held: tuple[list[Conversation], int], question: str | None, paths: Sequence[Path]) -> None:
        conversations, pending = held
        self._show_conversations(conversations)
        if not question:
            self.engine.searching.warm_up()
        if paths and (not conversations or pending):
            self._then_ask = question or ""
            self.intake.import_paths(paths)
        elif question:
            self.ask(question)
        else:
            self.go_home()
            if pending and conversations:
                self.engine.importing.resume()
        self.engine.picture_reading.wake()

    def _fail_to_begin(self, error: Exception) -> None:
        self.window.show_page(self.window.first_run)
        self.window.banner.show_error(error)

    def go_home(self) -> None:
        window = self.window
        window.show_page(window.home if self._conversations else window.first_run)
        if self._conversations:
            window.search.take_focus()
        else:
            window.first_run.setFocus()

    # ---------------------------------------------------------------- searching

    def ask(self, text: str) -> None:
        """Searches; an empty question leads back to the first page."""
        self._stop_typing()
        window = self.window
        window.suggestions.hide()
        window.search.show_text(text)
        if not text.strip():
            self.engine.searching.stop()
            window.search.show_chips([])
            self.go_home()
            return
        window.banner.hide()
        window.close_conversation()
        self.found = Found((), False, 0)
        window.results.begin()
        window.show_page(window.results)
        window.search.field.setFocus()
        self.engine.searching.ask(text, self.appearance.language)

    def _understand(self, understood: Understood) -> None:
        query = understood.query
        self._words = (*(word for word in query.words if word.casefold() not in QUESTION_WORDS), *query.phrases)
        self.window.search.show_chips(understood.chips)

    def _show_found(self, found: Found) -> None:
        self.found = found
        self.window.results.show_found(found, self._words)

    def _fail_search(self, error: Exception) -> None:
        self.window.results.end()
        self.fail(error)
        if isinstance(error, QueryError):
            self.window.search.take_focus()

    def _typed(self, text: str) -> None:
        """Looks for exact matches while the person types."""
        self._stop_typing()
        if not text:
            self.window.suggestions.hide()
            self.window.search.show_chips([])
            return
        self._typing = self.engine.looking.submit(
            lambda session, job: exact(session, text, self.appearance.language),
            done=self._suggest,
            failed=self._half_typed,
        )

    def _stop_typing(self) -> None:
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None

    def _suggest(self, found: Exact) -> None:
        window = self.window
        if found.text != window.search.text() or not window.search.field.hasFocus():
            return
        window.search.show_chips(found.chips)
        window.suggestions.show_exact(found, window.below_field())

    def _half_typed(self, error: Exception) -> None:
        """`before:` is not wrong while it is being typed; anything unexpected is told."""
        self.window.suggestions.hide()
        if not isinstance(error, ChatTroveError):
            self.fail(error)

    # ---------------------------------------------------------------- reading

    def open_result(self, result: SearchResult, message: Message) -> None:
        messages, images = marks_of([result])
        self._open(result.conversation.id, message.id, Marks(messages, images, self._words))

    def open_message(self, message: Message) -> None:
        """Opens a message in its conversation, with the highlights of the results shown."""
        own = [result for result in self.found.results if result.conversation.id == message.conversation_id]
        messages, images = marks_of(own) if self.window.page is self.window.results else ({}, {})
        self._open(message.conversation_id, message.id, Marks(messages or {message.id: None}, images, self._words))

    def open_conversation(self, conversation_id: int) -> None:
        self._open(conversation_id, None, None)

    def _open(self, conversation_id: int, message_id: int | None, marks: Marks | None) -> None:
        self.window.suggestions.hide()
        self.window.conversation.open(conversation_id, message_id, marks)
        self.window.open_conversation()
        self.window.rail.select(conversation_id)
        self.window.conversation.view.setFocus()

    def _escape(self) -> None:
        window = self.window
        if window.suggestions.isVisible():
            window.suggestions.hide()
        elif not window.conversation.isHidden():
            window.close_conversation()
        elif window.page is window.mapping:
            self.intake.asking.leave()
        elif window.page in (window.history, window.people, window.guides):
            self.go_home()
        elif window.page in (window.results, window.report):
            self.ask("")
        window.search.take_focus()

    def _go_down(self) -> None:
        if not self.window.suggestions.enter():
            self.window.results.focus_card(1)

    # ---------------------------------------------------------------- what an import changes

    def _import_ended(self, complete: bool) -> None:
        """Goes on to the question that waited, to the report, or home; but not while the person does something else."""
        window = self.window
        watched = window.page is window.importing
        if complete and self._then_ask:
            question, self._then_ask = self._then_ask, ""
            self.ask(question)
        elif self.intake.reported and (watched or self.intake.asks):
            window.show_page(window.report)
        elif watched:
            self.go_home()

    def _reload(self) -> None:
        self.engine.looking.submit(lambda session, job: session.conversations(), done=self._show_conversations)

    def _show_conversations(self, conversations: list[Conversation]) -> None:
        self._conversations = conversations
        for each in sorted(conversations, key=lambda each: each.id):
            theme.remember_people(each.participants[:_COLOURED])
        self.window.rail.show_conversations(conversations)
        self.window.status.show_conversations(conversations)
        self.window.home.show_archive(conversations, self._answered)

    # ---------------------------------------------------------------- trouble

    def fail(self, error: BaseException) -> None:
        self.window.banner.show_error(error)

    # ---------------------------------------------------------------- connections

    def _connect_parts(self) -> None:
        window = self.window
        window.search.asked.connect(self.ask)
        window.search.typed.connect(self._typed)
        window.search.left.connect(self._escape)
        window.search.downwards.connect(self._go_down)
        window.suggestions.chosen.connect(self.open_message)
        window.suggestions.left.connect(window.search.take_focus)
        window.home.asked.connect(self.ask)
        window.results.opened.connect(self.open_result)
        window.results.pictured.connect(window.lightbox.show_picture)
        window.results.upwards.connect(window.search.take_focus)
        window.conversation.pictured.connect(window.lightbox.show_picture)
        window.conversation.closed.connect(window.close_conversation)
        window.lightbox.to_message.connect(self.open_message)
        window.rail.chosen.connect(self.open_conversation)
        window.rail.theme_chosen.connect(self.appearance.choose_theme)
        window.status.pause_clicked.connect(self.engine.picture_reading.pause)
        window.rail.language_chosen.connect(self.appearance.choose_language)
        self.appearance.failed.connect(self.fail)
        window.report.opened.connect(self.open_conversation)
        window.report.done.connect(self.go_home)
        window.escaped.connect(self._escape)
        window.closing.connect(self.engine.close)

    def _connect_work(self) -> None:
        self.engine.failed.connect(self.fail)
        self.engine.picture_reading.paced.connect(self.window.status.show_pictures)
        self.engine.picture_reading.paused.connect(self.window.status.show_paused)
        searching = self.engine.searching
        searching.understood.connect(self._understand)
        searching.found.connect(self._show_found)
        searching.progressed.connect(self.window.results.show_progress)
        searching.failed.connect(self._fail_search)
        self.intake.changed.connect(self._reload)
        self.keeping.changed.connect(self._reload)
        self.intake.ended.connect(self._import_ended)
        self.intake.asking.left.connect(self.go_home)
        self.intake.switched.connect(self.begin)

    def _add_shortcuts(self) -> None:
        for keys in ("Ctrl+F", "Ctrl+K"):
            QShortcut(QKeySequence(keys), self.window, self.window.search.take_focus)
        QShortcut(QKeySequence("Ctrl+O"), self.window, self.intake.choose_files)

"""This file is where the window's parts are connected: what a click, a key or a finished job leads to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.gui.appearance import Appearance
from app.gui.gallery.gallery import Gallery
from app.gui.imports.intake import Intake
from app.gui.keeping import Keeping
from app.gui.leaving import Leaving
from app.gui.look import theme
from app.gui.models.models import Models
from app.gui.models.servers import Servers
from app.gui.opening import Opening
from app.gui.results.judging import Judging
from app.gui.search.questions import Questions
from app.gui.settings.preferences import Preferences
from app.gui.sharing.sharing import Sharing
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.settings import Settings
from core.types import Conversation

_COLOURED = 64


class Desk(QObject):
    """Everything the person can do in the window. `settings` are shown already."""

    def __init__(self, window: Window, engine: Engine, settings: Settings) -> None:
        super().__init__(window)
        self.window, self.engine = window, engine
        self.appearance = Appearance(window, settings)
        self.questions = Questions(window, engine, self.appearance)
        self.opening = Opening(window, self.questions)
        self.judging = Judging(window, engine)
        self.gallery = Gallery(window, engine, self.questions, self.appearance)
        self.intake = Intake(window, engine)
        self.keeping = Keeping(window, engine)
        self.preferences = Preferences(window, engine, self.appearance)
        self.models = Models(window, engine, self.appearance)
        self.servers = Servers(window, engine, self.models)
        self.leaving = Leaving(window, engine)
        self.sharing = Sharing(window, engine, self.questions)
        self._conversations: list[Conversation] = []
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
        self.intake.queue.restore()
        if not question:
            self.engine.searching.warm_up()
        if paths and (not conversations or pending):
            self._then_ask = question or ""
            self.intake.import_paths(paths)
        elif question:
            self.questions.ask(question)
        else:
            self.go_home()
            if pending and conversations:
                self.engine.importing.resume()
        self.engine.renewing.wake()
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

    def _escape(self) -> None:
        window = self.window
        if window.suggestions.isVisible():
            window.suggestions.hide()
        elif not window.conversation.isHidden():
            window.close_conversation()
            if window.page is window.results and window.results.refocus():
                return
        elif window.page is window.mapping:
            self.intake.asking.leave()
        elif window.page in (window.results, window.report):
            self.questions.ask("")
        elif window.page not in (window.home, window.first_run, window.importing):
            self.go_home()
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
            self.questions.ask(question)
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
        self.questions.refresh()
        looking = self.engine.looking
        looking.submit(lambda session, job: session.people(), done=self.window.rail.show_people)
        looking.submit(lambda session, job: session.activity(), done=self.window.home.show_activity)
        self.window.status.show_conversations(conversations)
        self.window.home.show_archive(conversations, self._answered)
        self.window.results.nothing.show_archive(conversations)

    # ---------------------------------------------------------------- trouble

    def fail(self, error: BaseException) -> None:
        self.window.banner.show_error(error)

    # ---------------------------------------------------------------- connections

    def _connect_parts(self) -> None:
        window = self.window
        window.search.left.connect(self._escape)
        window.search.downwards.connect(self._go_down)
        window.results.nothing.unfiltered.connect(self.questions.ask)
        window.results.timeline.narrowed.connect(self.questions.narrow_to)
        window.results.timeline.widened.connect(self.questions.widen)
        self.engine.searching.understood.connect(window.results.show_question)
        window.conversation.closed.connect(window.close_conversation)
        window.rail.asked.connect(self.questions.ask)
        window.home.period.connect(self.questions.narrow_to)
        window.rail.theme_chosen.connect(self.appearance.choose_theme)
        window.status.pause_clicked.connect(self.engine.pause)
        window.rail.language_chosen.connect(self.appearance.choose_language)
        self.appearance.failed.connect(self.fail)
        window.report.done.connect(self.go_home)
        window.escaped.connect(self._escape)
        window.closing.connect(self.engine.close)

    def _connect_work(self) -> None:
        self.engine.failed.connect(self.fail)
        self.engine.picture_reading.paced.connect(self.window.status.show_pictures)
        self.engine.picture_reading.paused.connect(self.window.status.show_paused)
        self.questions.emptied.connect(self.go_home)
        self.intake.changed.connect(self._reload)
        self.intake.changed.connect(self.gallery.reload)
        self.keeping.changed.connect(self._reload)
        self.keeping.changed.connect(self.gallery.reload)
        for changed in (self.engine.picture_reading.did, self.engine.picture_reading.stopped):
            changed.connect(self.gallery.reload)
        self.intake.ended.connect(self._import_ended)
        self.intake.asking.left.connect(self.go_home)
        self.intake.switched.connect(self.begin)
        self.preferences.switched.connect(lambda: self.intake.switched.emit("", []))

    def _add_shortcuts(self) -> None:
        QShortcut(QKeySequence("Ctrl+O"), self.window, self.intake.choose_files)
        QShortcut(QKeySequence("F1"), self.window, self.window.sheet.open)

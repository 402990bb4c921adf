"""This file is where sharing begins and ends: what is shared, the panel, its preview, the file and the clipboard."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLocale, QMimeData, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from app.gui.look.text import isolate
from app.gui.search.questions import Questions
from app.gui.search.searching import Understood
from app.gui.sharing import making
from app.gui.sharing.choice import Choice
from app.gui.sharing.making import Copied
from app.gui.sharing.panel import SharePanel
from app.gui.sharing.places import ask_for_place, trouble
from app.gui.sharing.sheet import WIDTH
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.errors import ChatTroveError
from core.sharing import Shared, suggested_name
from core.types import Message, SearchResult


class Sharing(QObject):
    """Everything heavy is done in the engine's lane for it; a new preview takes the place of the one before."""

    def __init__(self, window: Window, engine: Engine, questions: Questions) -> None:
        super().__init__(window)
        self._window, self._engine, self._questions = window, engine, questions
        self.panel = SharePanel(window.centralWidget() or window)
        self._asked = ""
        self._seeing: Job | None = None
        self._writing: Job | None = None
        engine.searching.understood.connect(self._remember)
        window.results.shared.connect(self.share_result)
        window.results.shared_all.connect(self.share_results)
        window.conversation.view.shared.connect(self.share_messages)
        QShortcut(QKeySequence("Ctrl+Shift+S"), window, self.share_results)
        self.panel.chosen.connect(self._see)
        self.panel.saving.connect(self._save)
        self.panel.copying.connect(self._copy)
        self.panel.closed.connect(self._stop)

    def share_result(self, result: SearchResult) -> None:
        """Offers to share one conversation's answer."""
        self.panel.open(Shared(self._asked, (result,)))

    def share_results(self) -> None:
        """Offers to share all answers; those that are not confirmed only where there are no others."""
        results = self._questions.found.results
        sure = tuple(each for each in results if not each.maybe)
        if results:
            self.panel.open(Shared(self._asked, sure or tuple(results)))

    def share_messages(self, messages: Sequence[Message]) -> None:
        """Offers to share messages of one conversation that were selected."""
        if messages:
            self._engine.sharing.submit(
                lambda session, job: session.selection(messages),
                done=lambda result: self.panel.open(Shared("", (result,))),
                failed=self._window.banner.show_error,
            )

    def _remember(self, understood: Understood) -> None:
        """What was asked, and not what somebody has typed since."""
        self._asked = understood.text

    # ---------------------------------------------------------------- preview

    def _see(self, choice: Choice) -> None:
        if self._seeing is not None:
            self._seeing.cancel()
        asked = choice.in_language(_language())
        scale = self.panel.preview.room / WIDTH * self._window.devicePixelRatioF()
        self._seeing = self._engine.sharing.submit(
            lambda session, job: making.see(session, job, asked, scale), done=self.panel.show_seen, failed=self._fail
        )

    def _stop(self) -> None:
        for job in (self._seeing, self._writing):
            if job is not None:
                job.cancel()
        self._seeing = self._writing = None

    # ---------------------------------------------------------------- file and clipboard

    def _save(self, choice: Choice) -> None:
        asked = choice.in_language(_language())
        place = ask_for_place(self._window, choice.file_form, suggested_name(choice.shared, choice.options))
        if place is None:
            return
        self.panel.set_busy(True)
        self._writing = self._engine.sharing.submit(
            lambda session, job: making.save(session, job, asked, place), done=self._saved, failed=self._fail
        )

    def _copy(self, choice: Choice) -> None:
        asked = choice.in_language(_language())
        self.panel.set_busy(True)
        self._writing = self._engine.sharing.submit(
            lambda session, job: making.copy(session, job, asked), done=self._copied, failed=self._fail
        )

    def _saved(self, path: Path) -> None:
        self._writing = None
        self.panel.close_panel()
        self._window.banner.show_notice(self.tr("Saved as {name}").format(name=isolate(str(path))))

    def _copied(self, copied: Copied) -> None:
        self._writing = None
        QApplication.clipboard().setMimeData(_mime(copied))
        self.panel.close_panel()
        self._window.banner.show_notice(self.tr("Copied. Paste it where you want it."))

    def _fail(self, error: Exception) -> None:
        """An expected failure is told in the panel, where something else can be tried."""
        if isinstance(error, ChatTroveError):
            self.panel.show_error(trouble(error))
        else:
            self.panel.close_panel()
            self._window.banner.show_error(error)


def _mime(copied: Copied) -> QMimeData:
    data = QMimeData()
    if copied.text:
        data.setText(copied.text)
    if copied.html:
        data.setHtml(copied.html)
    if copied.image is not None:
        data.setImageData(copied.image)
    return data


def _language() -> Literal["en", "zh"]:
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"

"""This file is where the pages about what is kept are opened and act: past imports, people, how to export."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.types import ImportReport


class Keeping(QObject):
    """changed: the archive holds less, or the same under other names."""

    changed = Signal()

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self._undoing: Job | None = None
        window.rail.history.connect(self.show_history)
        window.rail.people.connect(self.show_people)
        window.rail.guides.connect(self.show_guides)
        window.first_run.guides.connect(self.show_guides)
        window.history.undone.connect(self._undo)
        window.history.opened.connect(self._show_report)
        window.people.merged.connect(self._merge)
        window.people.parted.connect(self._part)

    def show_history(self) -> None:
        """The imports of the open archive."""
        self._engine.looking.submit(lambda session, job: session.imports(), done=self._window.history.show_imports)
        self._window.show_page(self._window.history)

    def show_people(self) -> None:
        """Everybody who wrote in the open archive."""
        self._engine.looking.submit(lambda session, job: session.people(), done=self._window.people.show_people)
        self._window.show_page(self._window.people)

    def show_guides(self) -> None:
        """How to export from each app."""
        self._engine.looking.submit(lambda session, job: session.guides(), done=self._window.guides.show_guides)
        self._window.show_page(self._window.guides)

    def _undo(self, import_id: int) -> None:
        if self._undoing is not None or self._engine.importing.busy:
            self._window.banner.show_notice(self.tr("An import is under way. Try again when it has finished."))
            return
        self._undoing = self._engine.keeping.submit(
            lambda session, job: session.undo_import(import_id, job.report), done=self._undone, failed=self._fail
        )

    def _undone(self, removed: int) -> None:
        self._undoing = None
        self._changed()
        self.show_history()
        self._window.banner.show_notice(self.tr("%Ln message(s) taken out", "an import was undone", removed))

    def _fail(self, error: Exception) -> None:
        self._undoing = None
        self._window.banner.show_error(error)

    def _show_report(self, import_id: int) -> None:
        self._engine.looking.submit(
            lambda session, job: session.import_report(import_id), done=self._open_report, failed=self._fail
        )

    def _open_report(self, report: ImportReport | None) -> None:
        if report is not None:
            self._window.report.show_report(report, [Path(file.path) for file in report.files])
            self._window.show_page(self._window.report)

    def _merge(self, ids: list[int]) -> None:
        self._engine.keeping.submit(
            lambda session, job: session.merge_people(ids), done=self._renamed, failed=self._fail
        )

    def _part(self, number: int) -> None:
        self._engine.keeping.submit(
            lambda session, job: session.split_person(number), done=self._renamed, failed=self._fail
        )

    def _renamed(self, _: object) -> None:
        self._changed()
        self.show_people()

    def _changed(self) -> None:
        self._engine.refresh()
        self.changed.emit()

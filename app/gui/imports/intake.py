"""This file is where exports come in: by dialogue, by drop, as the demo; and where the person sees what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.answers import Answers
from app.gui.imports.asking import Asking
from app.gui.imports.queue import Entry, Queue
from app.gui.look.text import isolate
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.pace import Pace
from core.errors import UnknownExport
from core.mapping import ColumnMapping
from core.types import DateOrder, FileReport, ImportReport

NOTHING_SAID = Answers()


class Intake(QObject):
    """changed: the archive holds more than before; ended: nothing waits any more, True when nothing was cut short.

    switched: another archive is open; with it a question to ask there and the exports it should hold.
    """

    changed = Signal()
    ended = Signal(bool)
    switched = Signal(str, object)

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self._before_demo: Path | None = None
        self._demo: Path | None = None
        self._report: ImportReport | None = None
        self._paths: list[Path] = []
        self._said: dict[Path, Answers] = {}
        self._waiting: list[FileReport] = []
        self._under_way = False
        self.asking = Asking(window, engine)
        self.queue = Queue(engine)
        self.queue.changed.connect(self._show_queue)
        self.queue.left.connect(self._offer_to_go_on)
        importing = engine.importing
        importing.began.connect(self._begin)
        importing.paced.connect(self._show_pace)
        importing.read.connect(self._take_report)
        importing.ended.connect(self._refresh)
        self.queue.over.connect(self._end)
        importing.failed.connect(self._fail)
        window.importing.cancelled.connect(self.queue.stop)
        window.importing.paused.connect(self.queue.pause)
        window.importing.resumed.connect(self.queue.go_on)
        window.importing.dropped.connect(self.queue.drop)
        window.dropped.connect(self.import_own)
        window.rail.imported.connect(lambda: self._open_menu(window.rail.import_button))
        window.first_run.picked.connect(lambda: self._open_menu(window.first_run.choose_button))
        window.first_run.demo.connect(self.show_demo)
        window.guides.picked.connect(self.choose_files)
        window.guides.folder.connect(self.choose_folder)
        window.report.answered.connect(self._read_by_order)
        self.asking.answered.connect(self._read_by_mapping)
        window.status.work_clicked.connect(lambda: window.show_page(window.importing))

    @property
    def reported(self) -> bool:
        """The last import has a report to show."""
        return self._report is not None

    @property
    def asks(self) -> bool:
        """The report has a question that only the person can answer."""
        return self._report is not None and any(file.ambiguous for file in self._report.files)

    def import_paths(self, paths: Sequence[Path | str], answers: Answers = NOTHING_SAID) -> None:
        """Imports files or folders, after those that wait already."""
        queued = self._engine.importing.busy
        self.queue.add([Path(path) for path in paths], answers)
        if queued:
            names = ", ".join(Path(path).name for path in paths)
            told = self.tr("{name} is imported next").format(name=isolate(names[:120]))
            self._window.banner.show_notice(told)

    def _read_by_order(self, path: Path, order: str) -> None:
        known: dict[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}
        self._read_again(path, replace(self._said.get(path, NOTHING_SAID), date_order=known.get(order)))

    def _read_by_mapping(self, path: Path, mapping: ColumnMapping, unknown: bool) -> None:
        importer = "table" if unknown else None
        self._read_again(path, replace(self._said.get(path, NOTHING_SAID), mapping=mapping, importer=importer))

    def _read_again(self, path: Path, answers: Answers) -> None:
        """One answer may lead to the next question, so all of a path are kept; so are the questions about others."""
        self._said[path] = answers
        told = self._report.files if self._report is not None else []
        waiting = [file for file in told if file.ambiguous and Path(file.path) != path]
        self.import_paths([path], answers)
        self._waiting = waiting

    def import_own(self, paths: Sequence[Path | str]) -> None:
        """Imports into the person's own archive, which the demo never mixes with."""
        if self._demo is not None and self._engine.directory == self._demo:
            if self._engine.importing.busy:
                text = self.tr("The demo is still being imported. Drop the file again when it is ready.")
                self._window.banner.show_notice(text)
                return
            self._engine.switch(self._before_demo)
        self.import_paths(paths)

    def choose_files(self) -> None:
        kinds = self.tr("All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Choose chat exports"), "", kinds)
        if names:
            self.import_own(names)

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Choose the folder of an export"))
        if name:
            self.import_own([name])

    def show_demo(self) -> None:
        """Opens the demo, which has an archive of its own beside the person's."""
        self._engine.looking.submit(
            lambda session, job: (session.directory.with_name("demo-archive"), session.demo_export()),
            done=lambda facts: self._show_demo(*facts),
        )

    def _show_demo(self, directory: Path, demo: tuple[Path, str]) -> None:
        if self._engine.directory != directory:
            self._before_demo = self._engine.directory
        self._demo = directory
        self._engine.switch(directory)
        self.switched.emit(demo[1], [demo[0]])
        self._window.banner.show_notice(self.tr("This is the demo. Your own chats are kept apart from it."))

    def _begin(self, paths: list[Path]) -> None:
        """The first of several imports shows the page; all of them share one report."""
        if not self._under_way:
            self._report, self._paths, self._waiting = None, [], []
            self._window.banner.hide()
            self._window.show_page(self._window.importing)
        self._under_way = True
        self._paths = [*self._paths, *paths]
        self._window.importing.begin(paths)

    def _show_pace(self, pace: Pace) -> None:
        self._window.importing.show_pace(pace)
        self._window.status.show_work(pace)

    def _show_queue(self) -> None:
        self._window.importing.show_queue(self.queue.waiting, self.queue.paused)

    def _offer_to_go_on(self, entries: Sequence[Entry]) -> None:
        """ChatTrove was closed, or ended, while these were being imported."""
        names = isolate(", ".join(each.title for each in entries)[:200])
        banner = self._window.banner
        banner.show_notice(self.tr("This import was not ended: {name}. What was read is kept.").format(name=names))
        banner.offer(self.tr("Go on"), self.queue.go_on)

    def _take_report(self, report: ImportReport) -> None:
        """The messages are stored: the list shows them while the models still work."""
        told, asking = self._report or ImportReport(), self._waiting
        self._waiting = []
        files = [*told.files, *report.files, *asking]
        self._report = ImportReport(files, told.new + report.new, told.known + report.known)
        self._paths = [*self._paths, *(Path(file.path) for file in asking)]
        self._refresh()

    def _refresh(self) -> None:
        self._engine.refresh()
        self.changed.emit()

    def _end(self, complete: bool) -> None:
        self._under_way = False
        self._window.status.show_work(None)
        if self._report is not None:
            self._window.report.show_report(self._report, self._paths)
        if not complete and not self._window.banner.isVisible():
            text = self.tr("Stopped. What was read until then is kept; import the file again to go on.")
            self._window.banner.show_notice(text)
        self.ended.emit(complete)

    def _fail(self, error: Exception) -> None:
        self._window.banner.show_error(error)
        if isinstance(error, UnknownExport) and len(self._paths) == 1 and self._paths[0].is_file():
            self.asking.offer(self._paths[0])

    def _open_menu(self, button: QWidget) -> None:
        menu = QMenu(self._window)
        for text, action in self._choices():
            menu.addAction(text).triggered.connect(action)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _choices(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            (self.tr("Choose files…"), self.choose_files),
            (self.tr("Choose a folder…"), self.choose_folder),
            (self.tr("How to export from each app"), self._window.rail.guides.emit),
        ]

"""This file is where the question about a table's columns is opened, previewed while it is answered, and answered."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.errors import ChatTroveError
from core.mapping import ColumnMapping, Reading, Sheet

_ROWS = 2
"""A table has more than one row."""


@dataclass(frozen=True)
class _Table:
    """What is asked about: an entry of what lies at a path. unknown: no importer takes it for a table by itself."""

    path: Path
    entry: str
    unknown: bool = False


class Asking(QObject):
    """answered: read this path again with that mapping, (Path, ColumnMapping, True to take it for a table anyhow).

    left: the person does not want to say, and there is no report to go back to.
    """

    answered = Signal(object, object, bool)
    left = Signal()

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self._table = _Table(Path(), "")
        self._looking: Job | None = None
        window.report.columns_asked.connect(self.ask)
        window.mapping.looked.connect(self._preview)
        window.mapping.headed.connect(self._look_again)
        window.mapping.imported.connect(self._take)
        window.mapping.left.connect(self.leave)

    def ask(self, path: Path, entry: str, unknown: bool = False) -> None:
        """Opens the page with the table that stands there."""
        self._table = _Table(path, entry, unknown)
        self._show(ColumnMapping())

    def offer(self, path: Path) -> None:
        """Where nobody knows a file that holds a table, the person may know it."""
        self._engine.looking.submit(
            lambda session, job: session.sheet([path]),
            done=lambda sheet: self._offer(path, sheet),
            failed=self._without_table,
        )

    def _offer(self, path: Path, sheet: Sheet) -> None:
        if len(sheet.rows) >= _ROWS and self._window.banner.isVisible():
            text = self.tr("It is a table of messages")
            self._window.banner.offer(text, lambda: self.ask(path, sheet.entry, unknown=True))

    def _without_table(self, error: Exception) -> None:
        if not isinstance(error, ChatTroveError):
            self._window.banner.show_error(error)

    def leave(self) -> None:
        """The question stays in the report, if there is one."""
        if self._table.unknown:
            self.left.emit()
        else:
            self._window.show_page(self._window.report)

    def _look_again(self, headed: bool) -> None:
        self._show(ColumnMapping(header=headed))

    def _show(self, known: ColumnMapping) -> None:
        table = self._table
        self._engine.looking.submit(
            lambda session, job: session.sheet([table.path], table.entry, known),
            done=self._open,
            failed=self._window.banner.show_error,
        )

    def _open(self, sheet: Sheet) -> None:
        page = self._window.mapping
        page.show_sheet(sheet, self._table.entry or self._table.path.name)
        if self._window.page is not page:
            self._window.show_page(page)
            page.take_focus()

    def _preview(self, mapping: ColumnMapping) -> None:
        """The newest choice only: what is still being read for an older one is dropped."""
        if self._looking is not None:
            self._looking.cancel()
        table = self._table
        self._looking = self._engine.looking.submit(
            lambda session, job: session.rows_read([table.path], table.entry, mapping),
            done=self._show_readings,
            failed=self._window.banner.show_error,
        )

    def _show_readings(self, readings: list[Reading]) -> None:
        self._window.mapping.show_readings(readings)

    def _take(self, mapping: ColumnMapping, name: str) -> None:
        table = self._table
        self._engine.looking.submit(
            lambda session, job: session.save_mapping(name, mapping) if name else None,
            done=lambda _: self.answered.emit(table.path, mapping, table.unknown),
            failed=self._window.banner.show_error,
        )

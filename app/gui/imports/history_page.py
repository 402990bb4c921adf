"""This file is where past imports are seen: what each brought, all it told, and the way to take it out again."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look import avatars
from app.gui.look.column_page import ColumnPage
from app.gui.look.controls import Button, ElidedLabel, Picture, frame, label
from app.gui.look.dates import day_and_clock, number, wall_time_of
from core.types import ImportRecord

_SHOWN = 200


class HistoryPage(ColumnPage):
    """undone: an import's id, after the person has said yes; opened: an import's id, to see its report."""

    undone = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._records: Sequence[ImportRecord] = ()
        self._asked: int | None = None

    def show_imports(self, records: Sequence[ImportRecord]) -> None:
        """All imports, latest first."""
        self._records, self._asked = records, None
        self.retranslate()

    def ask_about_first(self) -> None:
        """Asks whether the latest import is to be undone, as its button does."""
        if self._records:
            self._ask(self._records[0].id)

    def fill(self, lines: QVBoxLayout) -> None:
        lead = self.tr("Undoing an import takes out what only it brought. Your export files are never touched.")
        self.add_heading(lines, self.tr("Imports"), lead)
        for record in self._records[:_SHOWN]:
            lines.addWidget(self._panel(record))
        if not self._records:
            nothing = label("muted", wrap=True)
            nothing.setText(self.tr("Nothing was imported yet."))
            lines.addWidget(nothing)

    def _panel(self, record: ImportRecord) -> QWidget:
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(20, 14, 16, 14)
        inner.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Picture("import", "faint" if record.undone_at else "accent"))
        row.addLayout(self._words(record), 1)
        for button in self._buttons(record):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(row)
        if self._asked == record.id:
            inner.addWidget(self._question(record))
        return panel

    def _words(self, record: ImportRecord) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        name, below = ElidedLabel("strong"), ElidedLabel("small")
        name.show_text(", ".join(Path(part).name or part for part in record.path.split(", ")))
        sources = ", ".join(avatars.source_title(each) for each in record.importer.split(", "))
        when = day_and_clock(wall_time_of(record.started_at))
        below.show_text("  ·  ".join((when, sources, self._state(record))))
        words.addWidget(name)
        words.addWidget(below)
        return words

    def _state(self, record: ImportRecord) -> str:
        if record.undone_at is not None:
            return self.tr("undone")
        if record.finished_at is None:
            return self.tr("stopped before its end")
        new = self.tr("%Ln new message(s)", "of an import", record.new)
        return new + (
            ", " + self.tr("{count} known already").format(count=number(record.known)) if record.known else ""
        )

    def _buttons(self, record: ImportRecord) -> list[Button]:
        if record.undone_at is not None or self._asked == record.id:
            return []
        buttons = []
        if record.finished_at is not None:
            details = Button("quiet")
            details.setText(self.tr("Details"))
            details.clicked.connect(lambda: self.opened.emit(record.id))
            buttons.append(details)
        undo = Button("", "trash")
        undo.setText(self.tr("Undo…"))
        undo.clicked.connect(lambda: self._ask(record.id))
        return [*buttons, undo]

    def _question(self, record: ImportRecord) -> QWidget:
        panel = frame("question")
        row = QHBoxLayout(panel)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(10)
        text = label("body", wrap=True)
        text.setText(self.tr("Take out every message that only this import brought?"))
        keep, take_out = Button(), Button("primary")
        keep.setText(self.tr("Keep them"))
        take_out.setText(self.tr("Take them out"))
        keep.clicked.connect(lambda: self._ask(None))
        take_out.clicked.connect(lambda: self.undone.emit(record.id))
        row.addWidget(text, 1)
        row.addWidget(keep)
        row.addWidget(take_out)
        return panel

    def _ask(self, import_id: int | None) -> None:
        self._asked = import_id
        self.retranslate()

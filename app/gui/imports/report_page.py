"""This file is where an import tells what it did: what came in, what could not be read, and what it has to ask."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.imports.report_parts import (
    account_of,
    day_of,
    folded_lines,
    question_panel,
    reading_of,
    reading_title,
    refusal,
)
from app.gui.look import avatars, fonts
from app.gui.look.controls import Button, ElidedLabel, Picture, frame, keep_height, label, rule
from app.gui.look.dates import number
from app.gui.look.language import LateTranslated
from core.mapping import asks_for_columns
from core.types import Ambiguity, ConversationReport, FileReport, ImportReport, MediaCount

_READINGS = 3


class ReportPage(LateTranslated):
    """answered: read a file again with a date order, (Path, DateOrder); columns_asked: say what the columns of a table
    are, (Path, entry); opened: a conversation's id; done: go on."""

    answered = Signal(object, str)
    columns_asked = Signal(object, str)
    opened = Signal(int)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report = ImportReport()
        self._paths: list[Path] = []
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._scroll)

    def show_report(self, report: ImportReport, paths: Sequence[Path]) -> None:
        self._report, self._paths = report, list(paths)
        self.retranslate()

    def retranslate(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QWidget()
        column.setMaximumWidth(820)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 24, 0, 24)
        lines.setSpacing(16)
        lines.addLayout(self._head())
        if self._report.new or self._report.known:
            lines.addWidget(self._figures())
        for place, file in enumerate(self._report.files):
            lines.addWidget(self._file(file, place))
        lines.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self._scroll.setWidget(page)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        questions = [each for file in self._report.files for each in file.ambiguous]
        asks = bool(questions)
        row.addWidget(Picture("alert" if asks else "check", "warning" if asks else "success", 28))
        title = label("heading")
        about = self.tr("One question about columns") if any(map(asks_for_columns, questions)) else ""
        about = about or (self.tr("One question about dates") if asks else "")
        title.setText(about or self.tr("Import finished"))
        row.addWidget(title, 1)
        done = Button("" if asks else "primary")
        done.setText(self.tr("Start searching"))
        done.clicked.connect(self.done)
        row.addWidget(done)
        return row

    def _figures(self) -> QWidget:
        panel = frame("panel")
        row = QHBoxLayout(panel)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(32)
        chats = [each for file in self._report.files for each in file.conversations]
        problems = sum(len(file.problems) for file in self._report.files)
        values = [
            (self._report.new, self.tr("new message(s)", "without the number", self._report.new)),
            (self._report.known, self.tr("known already")),
            (len(chats), self.tr("conversation(s)", "without the number", len(chats))),
            (sum(each.media.found for each in chats), self.tr("pictures and files")),
            (problems, self.tr("could not be read")),
        ]
        for value, name in values:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            figure, below = label("figure"), label("small")
            figure.setText(number(value))
            keep_height(figure, fonts.FIGURE_HEIGHT)
            below.setText(name)
            pair.addWidget(figure)
            pair.addWidget(below)
            row.addLayout(pair)
        row.addStretch(1)
        return panel

    def _file(self, file: FileReport, place: int) -> QWidget:
        panel = frame("panel")
        lines = QVBoxLayout(panel)
        lines.setContentsMargins(24, 16, 24, 20)
        lines.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Picture("file", "muted"))
        name = ElidedLabel("title")
        name.show_text(Path(file.path).name)
        head.addWidget(name, 1)
        kind = label("small")
        kind.setText(avatars.source_title(file.importer))
        head.addWidget(kind)
        lines.addLayout(head)
        for ambiguity in file.ambiguous:
            path = self._path_of(file, place)
            asked = self._columns_question if asks_for_columns(ambiguity) else self._question
            lines.addWidget(asked(ambiguity, path))
        for conversation in file.conversations:
            lines.addWidget(rule())
            lines.addLayout(self._conversation(conversation))
        if file.importer:
            self._add_lists(lines, file)
        else:
            lines.addLayout(refusal(file))
        return panel

    def _conversation(self, each: ConversationReport) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        title, counts, missing = ElidedLabel("strong"), ElidedLabel("muted"), label("small", wrap=True)
        title.show_text(each.title)
        parts = [
            self.tr("%Ln message(s)", "in an imported conversation", each.messages),
            self.tr("%Ln person(s)", "in an imported conversation", len(each.participants)),
            " – ".join(dict.fromkeys(part for part in (day_of(each.first), day_of(each.last)) if part)),
        ]
        counts.show_text("  ·  ".join(part for part in parts if part))
        missing.setText(self._missing(each.media))
        missing.setVisible(bool(missing.text()))
        grid.addWidget(title, 0, 0)
        grid.addWidget(counts, 1, 0)
        grid.addWidget(missing, 2, 0)
        if each.conversation_id is not None:
            show = Button("quiet", "right")
            show.setText(self.tr("Open"))
            show.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            show.clicked.connect(lambda: self.opened.emit(each.conversation_id))
            grid.addWidget(show, 0, 1, 2, 1)
        return grid

    def _missing(self, media: MediaCount) -> str:
        """One sentence about media that did not come along, "" when all did."""
        parts = []
        if media.missing:
            parts.append(self.tr("%Ln file(s) named in the chat but not in the export", "media", media.missing))
        if media.not_exported:
            parts.append(self.tr("%Ln file(s) left out when the chat was exported", "media", media.not_exported))
        return "  ·  ".join(parts)

    def _columns_question(self, ambiguity: Ambiguity, path: Path) -> QWidget:
        text = self.tr(
            "ChatTrove is not sure which columns are the time, the sender and the text, so nothing of it was stored."
        )
        panel, lines = question_panel(self.tr("What are the columns of this table?"), text)
        choose = Button("primary", "right")
        choose.setText(self.tr("Choose the columns"))
        choose.clicked.connect(lambda: self.columns_asked.emit(path, ambiguity.where))
        lines.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        return panel

    def _question(self, ambiguity: Ambiguity, path: Path) -> QWidget:
        text = self.tr(
            "They can be read in more than one way, so nothing of it was stored. Choose the reading that is right."
        )
        panel, lines = question_panel(self.tr("Which way round are the dates in this file?"), text)
        row = QHBoxLayout()
        row.setSpacing(12)
        for order, samples in ambiguity.readings.items():
            row.addWidget(self._reading(order, samples, path), 1)
        lines.addLayout(row)
        return panel

    def _reading(self, order: str, samples: Sequence[str], path: Path) -> QWidget:
        panel = frame("reading")
        lines = QVBoxLayout(panel)
        lines.setContentsMargins(14, 12, 14, 12)
        lines.setSpacing(6)
        title = label("strong")
        title.setText(reading_title(order))
        title.setStyleSheet("color: palette(text);")
        lines.addWidget(title)
        for sample in samples[:_READINGS]:
            written, when = reading_of(sample)
            for role, text in (("body", when), ("small", written)):
                line = ElidedLabel(role)
                line.show_text(text)
                line.setVisible(bool(text))
                lines.addWidget(line)
        lines.addStretch(1)
        choose = Button("primary")
        choose.setText(self.tr("This is right"))
        choose.setAccessibleName(f"{title.text()}. {self.tr('This is right')}")
        choose.clicked.connect(lambda: self.answered.emit(path, order))
        lines.addWidget(choose)
        return panel

    def _add_lists(self, lines: QVBoxLayout, file: FileReport) -> None:
        if file.accounts:
            lines.addWidget(rule())
            lines.addWidget(
                folded_lines("info", self._account_title(file), [account_of(each) for each in file.accounts])
            )
        problems = [(each.where, each.reason) for each in file.problems]
        repairs = [(each.where, each.what) for each in file.repairs]
        if problems:
            lines.addWidget(rule())
            title = self.tr("%Ln record(s) could not be read", "problems of an import", len(problems))
            lines.addWidget(folded_lines("alert", title, problems))
        if file.repaired or repairs:
            lines.addWidget(rule())
            title = self.tr("%Ln record(s) were repaired", "repairs of an import", file.repaired or len(repairs))
            lines.addWidget(folded_lines("check", title, repairs))

    def _account_title(self, file: FileReport) -> str:
        """Whether every line, record and row of the file is accounted for."""
        missing = sum(abs(each.unaccounted) for each in file.accounts)
        if missing:
            return self.tr("%Ln line(s) or record(s) of the file are not accounted for", "an import", missing)
        taken = sum(each.taken for each in file.accounts)
        return self.tr("All %Ln line(s) and record(s) of the file are accounted for", "an import", taken)

    def _path_of(self, file: FileReport, place: int) -> Path:
        """The path as it was dropped: the report may know only a name."""
        name = Path(file.path).name
        known = [path for path in self._paths if path.name == name]
        return known[0] if known else self._paths[min(place, len(self._paths) - 1)] if self._paths else Path(file.path)

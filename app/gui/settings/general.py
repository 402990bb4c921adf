"""This file is where look, language, text size and what is kept are chosen; every choice holds at once."""

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, CheckBox, label
from app.gui.look.dates import number
from app.gui.look.language import LANGUAGES, Translated
from app.gui.settings.rows import Choice, Row, Sure, beside, column, panel
from app.settings import Settings, TextSize


class GeneralSettings(Translated):
    """changed: a setting's name and its new value. history_cleared, judgements_exported and judgements_cleared: the
    person wants that, and was asked where anything would be lost."""

    changed = Signal(str, object)
    history_cleared = Signal()
    judgements_exported = Signal()
    judgements_cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._judgements = 0
        self.choices = {
            "language": Choice(("system", *LANGUAGES)),
            "theme": Choice(("system", "light", "dark")),
            "text_size": Choice(get_args(TextSize)),
            "copy_media": Choice((True, False)),
        }
        self.boxes = {"read_pictures": CheckBox(), "keep_questions": CheckBox()}
        self._sample = label("body", wrap=True)
        self._headings = [label("overline") for _ in range(3)]
        self._rows = {name: Row(choice) for name, choice in self.choices.items()}
        self._notes = {name: label("small", wrap=True) for name in self.boxes}
        self.clear, self.export, self.forget = Button(), Button(), Button()
        self._judged = Row(beside(self.export, self.forget))
        self.sure_history, self.sure_judgements = Sure(), Sure()
        self._build()
        self._connect()
        self.retranslate()

    def show_settings(self, settings: Settings) -> None:
        """What holds now."""
        for name, choice in self.choices.items():
            choice.show_value(getattr(settings, name))
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(getattr(settings, name))
            box.blockSignals(False)
        self._explain_media()

    def show_judgements(self, count: int) -> None:
        """How many answers were judged."""
        self._judgements = count
        self._tell_judgements()

    def retranslate(self) -> None:
        for heading, text in zip(
            self._headings, (self.tr("Look"), self.tr("Chats"), self.tr("Questions")), strict=True
        ):
            heading.setText(text)
        like_system = self.tr("Like the system")
        title = self.tr("Language")
        self._rows["language"].name(title)
        self.choices["language"].name(title, (like_system, *LANGUAGES.values()))
        title = self.tr("Colours")
        self._rows["theme"].name(title)
        self.choices["theme"].name(title, (like_system, self.tr("Light"), self.tr("Dark")))
        title = self.tr("Size of the text")
        self._rows["text_size"].name(title, self.tr("Also with Ctrl and + or −; Ctrl 0 is the usual size."))
        self.choices["text_size"].name(title, [f"{size} %" for size in get_args(TextSize)])
        self._sample.setText(self.tr("“See you at nine by the harbour, and bring the map.”"))
        title = self.tr("Pictures and files of an import")
        self._rows["copy_media"].name(title)
        self.choices["copy_media"].name(title, (self.tr("Copy"), self.tr("Leave where they are")))
        self._explain_media()
        self._name_boxes()
        self._tell_judgements()

    def _name_boxes(self) -> None:
        self.boxes["read_pictures"].setText(self.tr("Read the text in pictures"))
        told = self.tr("In the background, on this computer. Screenshots and tickets are then found by their words.")
        self._notes["read_pictures"].setText(told)
        self.boxes["keep_questions"].setText(self.tr("Remember my questions"))
        told = self.tr("They are offered when you type, and stay in the archive on this computer.")
        self._notes["keep_questions"].setText(told)
        self.clear.setText(self.tr("Forget all questions…"))

    def _explain_media(self) -> None:
        copied = self.tr("The archive is complete by itself: the export may be deleted afterwards. Takes space.")
        left = self.tr(
            "Takes no space. Where an exported file is moved or deleted, it is missing here. "
            "Files inside a zip are copied all the same."
        )
        self._rows["copy_media"].name(
            self.tr("Pictures and files of an import"), copied if self.choices["copy_media"].value else left
        )

    def _tell_judgements(self) -> None:
        count = self._judgements
        told = self.tr("%Ln answer(s) marked right or wrong", "judgements", count)
        note = self.tr("They stay in the archive. Export them to measure or train models.")
        self._judged.name(told if count else self.tr("No answer is marked right or wrong yet"), note)
        self.export.setText(self.tr("Export…"))
        self.forget.setText(self.tr("Delete…"))
        self.export.setEnabled(bool(count))
        self.forget.setEnabled(bool(count))

    def _ask_history(self) -> None:
        self.sure_history.ask(
            self.tr("Forget every question you asked? Saved questions stay."),
            self.tr("Forget them"),
            self.tr("Keep them"),
        )

    def _ask_judgements(self) -> None:
        text = self.tr("Delete {count} marks? They cannot be brought back.").format(count=number(self._judgements))
        self.sure_judgements.ask(text, self.tr("Delete them"), self.tr("Keep them"))

    def _connect(self) -> None:
        for name, choice in self.choices.items():
            choice.chosen.connect(lambda value, name=name: self.changed.emit(name, value))
        self.choices["copy_media"].chosen.connect(self._explain_media)
        for name, box in self.boxes.items():
            box.toggled.connect(lambda value, name=name: self.changed.emit(name, value))
        self.clear.clicked.connect(self._ask_history)
        self.export.clicked.connect(self.judgements_exported)
        self.forget.clicked.connect(self._ask_judgements)
        self.sure_history.agreed.connect(self.history_cleared)
        self.sure_judgements.agreed.connect(self.judgements_cleared)

    def _build(self) -> None:
        look, chats, questions = self._headings
        rows = self._rows
        pictures = _below(self.boxes["read_pictures"], self._notes["read_pictures"])
        kept = _below(self.boxes["keep_questions"], self._notes["keep_questions"])
        history = QWidget()
        row = QHBoxLayout(history)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(kept, 1)
        row.addWidget(self.clear)
        widgets: list[QWidget] = [
            look,
            panel(rows["language"], rows["theme"], rows["text_size"], self._sample),
            chats,
            panel(rows["copy_media"], pictures),
            questions,
            panel(history, self.sure_history, self._judged, self.sure_judgements),
        ]
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(column(widgets))


def _below(box: CheckBox, note: QWidget) -> QWidget:
    made = QWidget()
    lines = QVBoxLayout(made)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(3)
    lines.addWidget(box)
    lines.addWidget(note)
    return made

"""This file is where the form and the options are chosen: six buttons and four boxes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout

from app.gui.look.controls import Button, CheckBox, label
from app.gui.look.language import Translated
from app.gui.sharing.choice import FORMS, Choice
from core.sharing import Form, Options, Shared

_ICONS = {"png": "image", "pdf": "paper", "html": "globe", "markdown": "hash", "text": "lines", "json": "braces"}


class Chooser(Translated):
    """changed: another form or option."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shared = Shared("", ())
        self.forms: dict[Form, Button] = {form: Button("suggestion", _ICONS[form]) for form in FORMS}
        self.hide_names, self.context, self.pictures, self.metadata = (CheckBox() for _ in range(4))
        self._about, self._heading, self._warning = label("small", wrap=True), label("overline"), label("small", True)
        self._group = QButtonGroup(self)
        self.setObjectName("sheetpage")
        self._build()
        self.retranslate()

    def begin(self, shared: Shared) -> None:
        """Something else is to be shared. The form and what was hidden stay as they were; files are stripped again."""
        self._shared = shared
        self.metadata.setChecked(False)
        self.retranslate()

    def choice(self) -> Choice:
        form = next(form for form, button in self.forms.items() if button.isChecked())
        options = Options(
            context=self.context.isChecked(),
            hide_names=self.hide_names.isChecked(),
            pictures=self.pictures.isChecked(),
            keep_metadata=self.metadata.isChecked() and self.metadata.isVisibleTo(self),
        )
        return Choice(self._shared, form, options)

    def take_focus(self) -> None:
        self.forms[self.choice().form].setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        names = {
            "png": self.tr("Picture"),
            "pdf": self.tr("PDF"),
            "html": self.tr("Web page"),
            "markdown": self.tr("Markdown"),
            "text": self.tr("Text"),
            "json": self.tr("JSON"),
        }
        for form, button in self.forms.items():
            button.setText(names[form])
        self._heading.setText(self.tr("Options"))
        self.hide_names.setText(self.tr("Hide names"))
        self.context.setText(self.tr("Messages around the answers"))
        self.pictures.setText(self.tr("Pictures"))
        self.metadata.setText(self.tr("Keep places in pictures"))
        self.metadata.setToolTip(self.tr("The original files, with place (GPS), camera and time where they have them"))
        self._explain()

    def _explain(self) -> None:
        """What the form is, and only those options that change anything."""
        choice = self.choice()
        self._about.setText(self._abouts()[choice.form])
        has_pictures = bool(self._shared.picture_files)
        self.context.setVisible(self._shared.has_context)
        self.pictures.setVisible(has_pictures and choice.form not in ("text", "json"))
        self.metadata.setVisible(choice.file_form == "zip")
        choice = self.choice()
        warning = ""
        if choice.options.keep_metadata:
            warning = self.tr("The picture files may tell where and with what they were taken.")
        elif choice.options.hide_names and choice.options.pictures and self.pictures.isVisibleTo(self):
            warning = self.tr("Faces and names inside pictures stay, and so do nicknames.")
        elif choice.options.hide_names:
            warning = self.tr("Nicknames inside messages stay.")
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))

    def _abouts(self) -> dict[Form, str]:
        return {
            "png": self.tr("One long picture, as it looks here"),
            "pdf": self.tr("Pages to print or to send, with text that can be copied"),
            "html": self.tr("One file for any browser, with the pictures inside"),
            "markdown": self.tr("For notes; with pictures it is a zip of the text and the files"),
            "text": self.tr("Plain text for anything"),
            "json": self.tr("For programs"),
        }

    def _change(self) -> None:
        self._explain()
        self.changed.emit()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, button in enumerate(self.forms.values()):
            button.setCheckable(True)
            button.setChecked(button is self.forms["png"])
            self._group.addButton(button)
            grid.addWidget(button, place // 2, place % 2)
        boxes = (self.context, self.pictures, self.hide_names, self.metadata)
        self.context.setChecked(True)
        self.pictures.setChecked(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 12, 0)
        lines.setSpacing(8)
        lines.addLayout(grid)
        lines.addWidget(self._about)
        lines.addSpacing(8)
        lines.addWidget(self._heading)
        for box in boxes:
            lines.addWidget(box)
            box.toggled.connect(self._change)
        lines.addWidget(self._warning)
        lines.addStretch(1)
        self._group.buttonToggled.connect(lambda _, on: self._change() if on else None)

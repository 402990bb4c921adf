"""This file is where what the person sets is applied to the window and remembered: look, language, size of the text."""

from dataclasses import replace
from typing import Any, get_args

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from app.gui.look import fonts, language, theme
from app.gui.window import Window
from app.settings import Settings, TextSize, load_settings, save_settings
from core.errors import SettingsError

SIZES: tuple[int, ...] = get_args(TextSize)
_SHOWN = ("theme", "language", "text_size")


class Appearance(QObject):
    """`settings` as chosen; `language` as shown, "en" or "zh". changed: the settings are others now; failed: a choice
    could not be written down; sized: the text has another size, so what is painted by hand is to be laid out again."""

    changed = Signal()
    failed = Signal(object)
    sized = Signal()

    def __init__(self, window: Window, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self.settings = settings
        self.language = language.choose(settings.language)
        window.rail.show_settings(settings.theme, settings.language)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        for keys, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), window, lambda steps=steps: self.step_text(steps))
        QShortcut(QKeySequence("Ctrl+0"), window, lambda: self.choose_text_size(100))

    def choose_theme(self, choice: str) -> None:
        """ "system", "light" or "dark"."""
        self.change(theme=choice)
        self._show_look()

    def choose_language(self, choice: str) -> None:
        """ "system", "en" or "zh"."""
        self.change(language=choice)
        self.language = language.choose(choice)

    def choose_text_size(self, size: int) -> None:
        """One of SIZES, per cent."""
        if size == self.settings.text_size:
            return
        self.change(text_size=size)
        fonts.set_text_scale(size / 100)
        self._show_look()
        self.sized.emit()

    def step_text(self, steps: int) -> None:
        """Larger by so many sizes, or smaller where negative; stays at the ends."""
        place = SIZES.index(self.settings.text_size) + steps
        self.choose_text_size(SIZES[min(max(place, 0), len(SIZES) - 1)])

    def change(self, **values: Any) -> None:
        """Other values of Settings, applied by whoever reads them next and saved at once."""
        self.read_again()
        self.settings = replace(self.settings, **values)
        self._window.rail.show_settings(self.settings.theme, self.settings.language)
        try:
            save_settings(self.settings)
        except SettingsError as error:
            self.failed.emit(error)
        self.changed.emit()

    def read_again(self) -> None:
        """Takes up what others have written into the settings; the look is the one that is shown."""
        shown = {name: getattr(self.settings, name) for name in _SHOWN}
        try:
            self.settings = replace(load_settings(), **shown)
        except SettingsError:
            return  # told at the start already

    def _show_look(self) -> None:
        theme.apply(self.settings.theme)
        self._window.conversation.view.relayout()

    def _follow_system(self) -> None:
        """The desktop has gone dark or light."""
        if self.settings.theme == "system":
            self._show_look()

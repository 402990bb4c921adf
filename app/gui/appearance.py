"""This file is where the look and the language of the window are changed and remembered."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.gui.look import language, theme
from app.gui.window import Window
from app.settings import Settings, save_settings
from core.errors import SettingsError


class Appearance(QObject):
    """`settings` as chosen; `language` as shown, "en" or "zh". failed: the choice could not be written down."""

    failed = Signal(object)

    def __init__(self, window: Window, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self.settings = settings
        self.language = language.choose(settings.language)
        window.rail.show_settings(settings.theme, settings.language)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def choose_theme(self, choice: str) -> None:
        """ "system", "light" or "dark"."""
        self._change(theme=choice)
        theme.apply(choice)
        self._window.conversation.view.relayout()

    def choose_language(self, choice: str) -> None:
        """ "system", "en" or "zh"."""
        self._change(language=choice)
        self.language = language.choose(choice)

    def _follow_system(self) -> None:
        """The desktop has gone dark or light."""
        if self.settings.theme == "system":
            theme.apply("system")
            self._window.conversation.view.relayout()

    def _change(self, **values: str) -> None:
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        self._window.rail.show_settings(self.settings.theme, self.settings.language)
        try:
            save_settings(self.settings)
        except SettingsError as error:
            self.failed.emit(error)

"""This file is where the window's language is chosen: Qt translations from resources/translations, made by
`python -m app.gui.translate` with Qt's own lupdate and lrelease."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

import resources

TRANSLATIONS = Path(str(resources.__path__[0])) / "translations"
LANGUAGES = {"en": "English", "zh": "简体中文"}

_installed: dict[str, QTranslator] = {}


def choose(choice: str) -> str:
    """Shows the window in "en", "zh" or, for "system", the desktop's language; returns the one chosen.

    Every widget gets a LanguageChange event where it is another one. English has a catalogue too: its plural forms.
    """
    language = choice if choice in LANGUAGES else _of_the_desktop()
    app = QCoreApplication.instance()
    assert app is not None
    QLocale.setDefault(QLocale("zh_CN" if language == "zh" else "en_GB"))
    if language in _installed:
        return language
    while _installed:
        app.removeTranslator(_installed.popitem()[1])
    translator = QTranslator(app)
    if translator.load(f"chattrove_{language}", str(TRANSLATIONS)):
        app.installTranslator(translator)
        _installed[language] = translator
    return language


def _of_the_desktop() -> str:
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class Translated(QWidget):
    """A widget that sets its own texts in `retranslate`, which is called again when the language changes."""

    def tr(self, text: str, comment: str = "", n: int = -1) -> str:  # type: ignore[override]
        """The text in the language of the moment, looked for under the class and what it derives from.

        PySide stops at the class itself where there is a number: it fills that in and takes the text for translated.
        """
        for kind in type(self).__mro__:
            if any(each.translate(kind.__name__, text, comment, n) for each in _installed.values()):
                return QCoreApplication.translate(kind.__name__, text, comment, n)
        return QCoreApplication.translate(type(self).__name__, text, comment, n)

    def retranslate(self) -> None:
        """Sets every text of the widget in the language of the moment."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class LateTranslated(Translated):
    """A widget that makes much of itself anew in `retranslate`: while it is not seen, another language waits."""

    _stale = False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and not self.isVisible():
            self._stale = True
            QWidget.changeEvent(self, event)
        else:
            super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._stale = False
            self.retranslate()
        super().showEvent(event)

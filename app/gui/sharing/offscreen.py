"""This file is where drawing begins without a window: for the command line."""

from PySide6.QtGui import QGuiApplication

from app.gui.look import fonts, language

_applications: list[QGuiApplication] = []


def begin() -> None:
    """The fonts and English, which the command line speaks. Harmless where there is an application already."""
    if QGuiApplication.instance() is None:
        _applications.append(QGuiApplication(["chattrove"]))
        fonts.load()
        language.choose("en")

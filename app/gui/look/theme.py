"""This file is where the look of the window comes from: a palette file becomes colours, a QPalette, the style sheet.

Everything that paints asks `colours()` while it paints, so a change of theme needs no more than a repaint.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.gui.look import fonts

SPACE = (4, 8, 12, 16, 24)
RADIUS_SMALL, RADIUS, RADIUS_LARGE = 6, 10, 14
_STYLE = Path(str(resources.__path__[0])) / "style"
_GROWING = re.compile(r"(font-size|min-height|max-height): (\d\d+)px")
"""Lengths that follow the size of the text; heights of one digit are lines and bars."""


@dataclass(frozen=True)
class Colours:
    """The colours of one theme by what they are for; `people` are the colours of senders' names and avatars."""

    canvas: QColor
    rail: QColor
    surface: QColor
    sunken: QColor
    hover: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    muted: QColor
    faint: QColor
    accent: QColor
    accent_hover: QColor
    accent_soft: QColor
    on_accent: QColor
    bubble: QColor
    bubble_line: QColor
    mark: QColor
    mark_edge: QColor
    mark_text: QColor
    danger: QColor
    danger_soft: QColor
    warning: QColor
    warning_soft: QColor
    success: QColor
    success_soft: QColor
    skeleton: QColor
    thumb: QColor
    people: tuple[QColor, ...]


@dataclass
class _Shown:
    theme: str = "light"


_shown = _Shown()
_on_paper: ContextVar[str] = ContextVar("theme of paper", default="")
_places: dict[str, int] = {}


@cache
def load(theme: str) -> Colours:
    """The colours of "light" or "dark" from resources/style/palette.json."""
    raw: dict[str, Any] = json.loads((_STYLE / "palette.json").read_text("utf-8"))[theme]
    people = tuple(QColor(value) for value in raw.pop("people"))
    return Colours(**{name: QColor(value) for name, value in raw.items()}, people=people)


def colours() -> Colours:
    """The colours shown now."""
    return load(_on_paper.get() or _shown.theme)


def is_dark() -> bool:
    return (_on_paper.get() or _shown.theme) == "dark"


@contextmanager
def paper() -> Iterator[None]:
    """What this thread draws meanwhile has the light theme's colours, whatever the window shows: it will leave."""
    before = _on_paper.set("light")
    try:
        yield
    finally:
        _on_paper.reset(before)


def apply(choice: str) -> None:
    """Shows a theme: "light", "dark", or "system" for what the desktop wants. Needs a QApplication."""
    with undressed():
        show(choice)


def show(choice: str) -> None:
    """The colours of a theme, without the style sheet."""
    hints = QGuiApplication.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints.setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    if choice not in schemes:
        choice = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
    _shown.theme = choice
    QApplication.setPalette(_qt_palette(colours()))


@contextmanager
def undressed() -> Iterator[None]:
    """What is made or changed meanwhile gets the style sheet at the end, all at once: a tenth of the time.

    Under a style sheet Qt styles everything in a widget anew whenever that is put into another one, and for another
    sheet it styles every widget as often as it has ancestors.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(style_sheet(colours()))


def style_sheet(shown: Colours) -> str:
    """resources/style/window.qss with the colours filled in, for the size of the text."""
    names = {each.name: getattr(shown, each.name) for each in fields(shown) if each.name != "people"}
    template = Template((_STYLE / "window.qss").read_text("utf-8"))
    filled = template.substitute({name: value.name() for name, value in names.items()})
    return "\n".join(_grown(line) for line in filled.splitlines())


def _grown(rule: str) -> str:
    """A rule with its lengths for the size of the text. The thicker border of a focus takes a pixel from both ends."""
    less = 2 if ":focus" in rule else 0
    return _GROWING.sub(lambda found: f"{found[1]}: {fonts.scaled(int(found[2]) + less) - less}px", rule)


def remember_people(names: Iterable[str]) -> None:
    """Gives people their colours in this order, so that those who talk with one another differ."""
    for name in names:
        _places.setdefault(name, len(_places))


def person_colour(name: str) -> QColor:
    """The colour of a person: the same in every view."""
    people = colours().people
    return people[_places.setdefault(name, len(_places)) % len(people)]


def title_colour(title: str) -> QColor:
    """The colour of a conversation."""
    people = colours().people
    return people[zlib.crc32(title.encode("utf-8", "replace")) % len(people)]


def blend(base: QColor, top: QColor, share: float) -> QColor:
    """`top` laid over `base` with `share` in [0, 1]."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        base.redF() * keep + top.redF() * share,
        base.greenF() * keep + top.greenF() * share,
        base.blueF() * keep + top.blueF() * share,
    )


def _qt_palette(shown: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: shown.canvas,
        roles.WindowText: shown.text,
        roles.Base: shown.surface,
        roles.AlternateBase: shown.sunken,
        roles.Text: shown.text,
        roles.Button: shown.surface,
        roles.ButtonText: shown.text,
        roles.ToolTipBase: shown.surface,
        roles.ToolTipText: shown.text,
        roles.PlaceholderText: shown.faint,
        roles.Highlight: shown.accent,
        roles.HighlightedText: shown.on_accent,
        roles.Link: shown.accent,
        roles.Mid: shown.line,
    }.items():
        palette.setColor(role, colour)
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Text, shown.faint)
    palette.setColor(QPalette.ColorGroup.Disabled, roles.ButtonText, shown.faint)
    return palette

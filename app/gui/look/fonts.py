"""This file is where the type scale is: Inter, which comes along, then the machine's own fonts for other scripts."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

import resources

_FONTS = Path(str(resources.__path__[0])) / "fonts"

SIZES = {"caption": 11, "small": 12, "label": 13, "body": 14, "lead": 15, "title": 16, "heading": 21, "display": 30}
"""Device-independent pixels."""

FIGURE_HEIGHT = 34
"""Of a line of large figures: fallback fonts are taller and would push their neighbours out of line."""

_scale = [1.0]

_WANTED = (
    "Inter",
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Cantarell",
    "Ubuntu",
    "Noto Sans",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Malgun Gothic",
    "Yu Gothic UI",
    "Segoe UI Emoji",
    "Apple Color Emoji",
    "Noto Color Emoji",
    "ChatTrove Emoji",
    "DejaVu Sans",
)


def load() -> None:
    """Adds the fonts that come along: Inter, and emoji where the machine has none. Needs an application."""
    for path in sorted(_FONTS.glob("Inter-*.otf")):
        QFontDatabase.addApplicationFont(str(path))
    if not any("emoji" in family.casefold() for family in QFontDatabase.families()):
        QFontDatabase.addApplicationFont(str(_FONTS / "ChatTroveEmoji.ttf"))


def text_scale() -> float:
    """How large the person wants the text: 1 is the type scale as it is.

    What is painted by hand is laid out for its width divided by this, and painted with the painter scaled by it.
    """
    return _scale[0]


def set_text_scale(scale: float) -> None:
    """Whoever paints must be laid out again afterwards."""
    _scale[0] = scale


def scaled(pixels: int) -> int:
    """A length that grows and shrinks with the text: of icons and boxes of fixed size."""
    return round(pixels * _scale[0])


@cache
def families() -> list[str]:
    """Those of the wanted families that this machine has, best first."""
    present = set(QFontDatabase.families())
    return [family for family in _WANTED if family in present] or [QFont().family()]


@cache
def font(size: str = "body", bold: bool = False) -> QFont:
    """A font of the type scale; the same object each time, so never change it."""
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(SIZES[size])
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Inter would draw "->" as an arrow and the colon of a time as another sign: in a PDF it could not be found then.
    made.setFeature(QFont.Tag("calt"), 0)
    return made


@cache
def metrics(size: str = "body", bold: bool = False) -> QFontMetricsF:
    return QFontMetricsF(font(size, bold))

"""This file is where the type scale is: one family list with fallback to Chinese, Japanese, Korean and emoji fonts."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

SIZES = {"caption": 11, "small": 12, "label": 13, "body": 14, "lead": 15, "title": 16, "heading": 21, "display": 30}
"""Device-independent pixels."""

_WANTED = (
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Inter",
    "Cantarell",
    "Ubuntu",
    "Noto Sans",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Malgun Gothic",
    "Yu Gothic UI",
    "DejaVu Sans",
    "Segoe UI Emoji",
    "Apple Color Emoji",
    "Noto Color Emoji",
)


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
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made


@cache
def metrics(size: str = "body", bold: bool = False) -> QFontMetricsF:
    return QFontMetricsF(font(size, bold))

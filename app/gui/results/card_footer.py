"""This file is where the actions at the foot of a card are: why, right, wrong, share, open."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from app.gui.look import fonts, icons
from app.gui.look.text import paint_line
from app.gui.look.theme import colours
from app.gui.results.judge_paint import GAP, SIDE, paint_button
from app.gui.results.stops import Stop

_BUTTONS = 3 * (SIDE + GAP)
_ROW = 32.0


@dataclass
class Footer:
    """Where the actions stand; why and open are their words."""

    where: QRectF = field(default_factory=QRectF)
    stops: list[Stop] = field(default_factory=list)
    why: str = ""
    open: str = ""


def lay_out_footer(where: QRectF, *, reasons: bool) -> Footer:
    """reasons: they are shown. Where there is little room the words to open are shorter, or there are two rows."""
    why = QCoreApplication.translate("results", "Hide the reasons")
    if not reasons:
        why = QCoreApplication.translate("results", "Why this?")
    across = fonts.metrics("label", True).horizontalAdvance(why) + 34
    stops = [Stop("why", QRectF(where.x(), where.y() + 1, across, 28), opened=reasons)]
    words = [QCoreApplication.translate("results", "Open conversation"), QCoreApplication.translate("results", "Open")]
    room = where.width() - across - 10 - _BUTTONS
    fitting = next((each for each in words if _open_width(each) <= room), "")
    left, top = where.x() + across + 10, where.y()
    if not fitting:
        fitting, left, top = words[-1], where.x(), where.y() + _ROW
        where = where.adjusted(0, 0, 0, _ROW)
    for what in ("right", "wrong", "share"):
        stops.append(Stop(what, QRectF(left, top + 2, SIDE, SIDE)))
        left += SIDE + GAP
    opened = QRectF(where.right() - _open_width(fitting), top + 1, _open_width(fitting), 28)
    return Footer(where, [*stops, Stop("open", opened)], why, fitting)


def paint_footer(painter: QPainter, footer: Footer, said: bool | None) -> None:
    """said: the verdict on the whole card."""
    shown = colours()
    for stop in footer.stops:
        where = stop.where
        if stop.what == "why":
            icons.paint(painter, "spark", QRectF(where.x() + 4, where.y() + 5, 18, 18), shown.accent)
            words = where.adjusted(27, 0, 0, 0)
            paint_line(painter, words, footer.why, (fonts.font("label", True), shown.accent))
        elif stop.what == "open":
            look = (fonts.font("label", True), shown.accent)
            paint_line(painter, where.adjusted(0, 0, -22, 0), footer.open, look, "right")
            icons.paint(painter, "right", QRectF(where.right() - 19, where.y() + 5, 18, 18), shown.accent)
        elif stop.what == "share":
            icons.paint(painter, "share", QRectF(where.x() + 4, where.y() + 4, 18, 18), shown.muted)
        else:
            paint_button(painter, where, right=stop.what == "right", pressed=said == (stop.what == "right"))


def _open_width(words: str) -> float:
    return fonts.metrics("label", True).horizontalAdvance(words) + 30

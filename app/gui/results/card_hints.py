"""This file is where it is told what a place of a card is or does: for tooltips and for screen readers."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF

from app.gui.messages.bubbles import SIDE
from app.gui.messages.tiles import what
from app.gui.results import card_paint, card_words
from app.gui.results.card_layout import PAD, Laid, Placed
from app.gui.results.reasons import marks_title
from app.gui.results.stops import Stop, stop_at
from core.types import SearchResult

_SPOKEN = 200


def title_of(stop: Stop) -> str:
    """The words for a place that shows none, or that a screen reader could not see."""
    if stop.what == "picture" and stop.attachment is not None:
        return f"{what(stop.attachment)}: {stop.attachment.name}"
    if stop.what == "message" and stop.message is not None:
        return f"{stop.message.sender or ''}: {stop.message.text[:_SPOKEN]}"
    titles = {
        "right": QCoreApplication.translate("results", "This answers the question"),
        "wrong": QCoreApplication.translate("results", "This does not answer the question"),
        "share": QCoreApplication.translate("results", "Share…"),
        "open": QCoreApplication.translate("results", "Open conversation"),
        "expand": QCoreApplication.translate("results", "Show the whole message"),
        "fragment": QCoreApplication.translate("results", "Show which messages were read together"),
        "why": QCoreApplication.translate("results", "Why this?"),
        "fold": QCoreApplication.translate("results", "Unfold"),
    }
    if stop.opened and stop.what in ("why", "fold"):
        return QCoreApplication.translate("results", "Fold up")
    return titles.get(stop.what, "")


def hint_at(laid: Laid, result: SearchResult, settled: bool, point: QPointF) -> str:
    """The tooltip at a point in the card's units; empty where there is nothing to say."""
    verdict = card_words.verdict(result, settled)
    if card_paint.pill_rect(laid.width, verdict).contains(point):
        return card_words.verdict_hint(result, settled)
    stop = stop_at(laid.stops, point)
    if stop is not None and stop.what in ("right", "wrong", "share"):
        key = {"right": "R", "wrong": "W", "share": "S"}[stop.what]
        return f"{title_of(stop)} ({key})"
    for placed in laid.placed:
        if placed.bubble is not None and placed.top <= point.y() < placed.top + placed.height:
            return _chip_hint(placed, point) or _mark_hint(placed, stop)
    return ""


def _chip_hint(placed: Placed, point: QPointF) -> str:
    if placed.chips is None:
        return ""
    corner = QPointF(PAD + SIDE, placed.chips_top)
    found = (reason for where, reason in placed.chips.placed if QRectF(where).contains(point - corner))
    return next((reason.hint for reason in found), "")


def _mark_hint(placed: Placed, stop: Stop | None) -> str:
    """How sure the reader is of the message or picture that is pointed at, in per cent."""
    each = placed.line.message
    if each is None or stop is None:
        return ""
    if stop.what == "picture" and stop.attachment is not None:
        images = dict(placed.line.images)
        return marks_title(images[stop.attachment.id]) if stop.attachment.id in images else ""
    return marks_title(each.confidence) if each.highlighted else ""

"""This file is where the content of a card gets its places: header, lines with their bubbles, reasons, actions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF

from app.gui.messages.bubbles import SIDE, Bubble, Look
from app.gui.results.card_footer import Footer, lay_out_footer
from app.gui.results.card_parts import MORE_AT_ONCE, SHOWN_AT_FIRST, Line, lines_of
from app.gui.results.chips import Chips, Panel, lay_out_chips
from app.gui.results.reasons import legend, reasons_of, summary
from app.gui.results.stops import Key, Stop
from core.types import Message, SearchResult

PAD = 20.0
HEADER = 76.0
_FOLD, _GAP = 38.0, 40.0
_ANSWER_LINES, _CONTEXT_LINES = 24, 3
_CHIPS = 6.0
EVERYTHING: Key = (-1, -1)
"""The key of the line that offers more answers."""
FEWER: Key = (-1, -2)
"""The key of the line that takes them away again."""


@dataclass(frozen=True)
class Unfolded:
    """What the person has opened: folds by their key, long messages by id, how many answers, the reasons."""

    folds: frozenset[Key] = frozenset()
    whole: frozenset[int] = frozenset()
    answers: int = SHOWN_AT_FIRST
    reasons: bool = False

    def toggled(self, key: Key) -> "Unfolded":
        """After a press on a line that folds or unfolds."""
        if key == EVERYTHING:
            return replace(self, answers=self.answers + MORE_AT_ONCE)
        if key == FEWER:
            return replace(self, answers=SHOWN_AT_FIRST)
        return replace(self, folds=self.folds ^ {key})


@dataclass(frozen=True)
class Asked:
    """What a card is laid out for. settled: no reader will change the result any more; words: to underline."""

    result: SearchResult
    words: tuple[str, ...] = ()
    settled: bool = False
    unfolded: Unfolded = Unfolded()


@dataclass
class Placed:
    """A line and where it stands; bubble and chips only where the line is a message."""

    top: float
    height: float
    line: Line
    bubble: Bubble | None = None
    chips: Chips | None = None

    @property
    def chips_top(self) -> float:
        return self.top + (self.bubble.height if self.bubble is not None else 0.0) + _CHIPS


@dataclass
class Laid:
    """Everything of a card in its place, for one width; lengths in the card's units (pixels at the usual text size)."""

    width: float
    placed: list[Placed] = field(default_factory=list)
    panel: Panel | None = None
    panel_top: float = 0.0
    footer: Footer = field(default_factory=Footer)
    height: float = 0.0
    stops: list[Stop] = field(default_factory=list)


Bubbles = dict[tuple[object, ...], Bubble]
"""Bubbles that were laid out before, by everything that they depend on within one card."""


def lay_out(asked: Asked, width: float, known: Bubbles) -> Laid:
    """Lays a result out for a width; `known` are bubbles to be used again, and grows."""
    laid, unfolded = Laid(width), asked.unfolded
    lines, left = lines_of(asked.result, unfolded.folds, unfolded.answers)
    if left:
        lines.append(Line(key=EVERYTHING, left=left))
    if unfolded.answers > SHOWN_AT_FIRST:
        lines.append(Line(key=FEWER, opened=True))
    top, before = HEADER, None
    for line in lines:
        placed = _place(line, asked, before, (top, width - 2 * PAD, known))
        laid.placed.append(placed)
        top = placed.top + placed.height
        before = line.message.message if line.message is not None else None
    if unfolded.reasons:
        laid.panel, laid.panel_top = Panel(summary(asked.result, asked.settled), legend(), width - 2 * PAD), top + 14
        top = laid.panel_top + laid.panel.height
    laid.footer = lay_out_footer(QRectF(PAD, top + 12, width - 2 * PAD, 30), reasons=unfolded.reasons)
    laid.height = laid.footer.where.bottom() + 12
    laid.stops = [*(stop for placed in laid.placed for stop in _stops(placed)), *laid.footer.stops]
    return laid


def _place(line: Line, asked: Asked, before: Message | None, room: tuple[float, float, Bubbles]) -> Placed:
    top, width, known = room
    if line.message is None:
        return Placed(top, _GAP if line.gap is not None else _FOLD, line)
    each, images = line.message, dict(line.images)
    first = before is None or before.sender != each.message.sender
    marked = each.highlighted or any(item.id in images for item in each.message.attachments)
    whole = each.message.id in asked.unfolded.whole
    look = Look(
        width,
        first=first,
        highlighted=marked,
        confidence=each.confidence,
        expanded=whole,
        images=images,
        words=asked.words if marked else (),
        lines=_ANSWER_LINES if marked else _CONTEXT_LINES,
    )
    key = (each.message.id, width, first, marked, whole)
    if key not in known:
        known[key] = Bubble(each.message, look)
    bubble = known[key]
    placed = Placed(top + (10.0 if first else 4.0), bubble.height, line, bubble)
    evidence = asked.result.grounds.of(each.message.id) if asked.unfolded.reasons else None
    if evidence is not None:
        placed.chips = lay_out_chips(reasons_of(each, evidence, _shown(each.message, asked.result)), width - SIDE)
        placed.height += placed.chips.height + 2 * _CHIPS
    return placed


def _shown(message: Message, result: SearchResult) -> dict[int, float | None]:
    """The reader's confidence in the highlighted pictures of a message."""
    return {
        image.attachment.id: image.confidence
        for span in result.spans
        for image in span.images
        if image.highlighted and image.attachment.message_id == message.id
    }


def _stops(placed: Placed) -> Iterator[Stop]:
    line = placed.line
    if line.message is None:
        if line.gap is None:
            yield Stop("fold", QRectF(PAD + 44, placed.top + 8, 330, 26), key=line.key, opened=line.opened)
        return
    assert placed.bubble is not None
    message = line.message.message
    yield Stop("message", placed.bubble.box.translated(PAD, placed.top), message)
    for where, hit in placed.bubble.spots:
        if hit.what in ("picture", "expand"):
            what = "picture" if hit.what == "picture" else "expand"
            yield Stop(what, where.translated(PAD, placed.top), message, hit.attachment)  # type: ignore[arg-type]
    if placed.chips is not None:
        below = placed.chips_top
        for where, reason in placed.chips.placed:
            if reason.kind == "fragment":
                yield Stop("fragment", where.translated(PAD + SIDE, below), message)

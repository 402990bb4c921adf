"""This file is where the content of a card gets its places: header, lines with their bubbles, and the reason."""

from dataclasses import dataclass, field

from app.gui.look import fonts
from app.gui.look.text import PlainText
from app.gui.messages.bubbles import Bubble, Hit, Look
from app.gui.results.card_parts import Line, lines_of
from core.types import Message, SearchResult

PAD = 20.0
HEADER = 76.0
FOOTER = 30.0
BOTTOM = 12.0
_FOLD, _GAP = 38.0, 40.0
_ACTION = 170.0
EVERYTHING = (-1, -1)
"""The key of the line that offers all answers."""


@dataclass(frozen=True)
class Unfolded:
    """What the person has opened: folds by their key, and whether all answers are wanted."""

    folds: frozenset[tuple[int, int]] = frozenset()
    everything: bool = False


@dataclass
class Placed:
    """A line and where it stands; the bubble only where the line is a message."""

    top: float
    height: float
    line: Line
    bubble: Bubble | None = None


@dataclass
class Laid:
    """Everything of a card in its place, for one width."""

    why: PlainText
    placed: list[Placed] = field(default_factory=list)
    height: int = 0

    def at(self, x: float, y: float) -> tuple[Placed | None, Hit | None]:
        """The line at a point, and what of its bubble is there."""
        for placed in self.placed:
            if placed.top <= y < placed.top + placed.height:
                hit = placed.bubble.hit(x - PAD, y - placed.top) if placed.bubble is not None else None
                return placed, hit
        return None, None


def lay_out(result: SearchResult, words: tuple[str, ...], width: int, unfolded: Unfolded) -> Laid:
    """Lays a result out for a width in device-independent pixels."""
    laid = Laid(PlainText(result.why, fonts.font("small"), width - 2 * PAD - 26 - _ACTION, lines=2))
    lines, left = lines_of(result, unfolded.folds, unfolded.everything)
    top, before = HEADER, None
    for line in lines:
        placed = _place(line, words, before, (top, width - 2 * PAD))
        laid.placed.append(placed)
        top = placed.top + placed.height
        before = line.message.message if line.message is not None else None
    if left:
        laid.placed.append(Placed(top, _FOLD, Line(key=EVERYTHING, left=left)))
        top += _FOLD
    laid.height = round(top + 16 + max(FOOTER, laid.why.height + 8) + BOTTOM)
    return laid


def _place(line: Line, words: tuple[str, ...], before: Message | None, room: tuple[float, float]) -> Placed:
    top, width = room
    if line.gap is not None or line.message is None:
        return Placed(top, _FOLD if line.folded else _GAP, line)
    each = line.message
    first = before is None or before.sender != each.message.sender
    images = dict(line.images)
    marked = each.highlighted or any(item.id in images for item in each.message.attachments)
    look = Look(
        width,
        first=first,
        highlighted=marked,
        confidence=each.confidence,
        images=images,
        words=words if marked else (),
        lines=0 if marked else 3,
    )
    bubble = Bubble(each.message, look)
    return Placed(top + (10.0 if first else 4.0), bubble.height, line, bubble)

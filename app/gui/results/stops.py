"""This file is where it is known what of a card can be pointed at, clicked, or reached with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from core.types import Attachment, Message

What = Literal["message", "picture", "expand", "fold", "fragment", "why", "right", "wrong", "share", "open"]
Key = tuple[int, int]

ANSWERS: tuple[What, ...] = ("message", "picture")
"""What can be judged by itself."""


@dataclass(frozen=True)
class Stop:
    """One place of a card, in the card's units. message and attachment: what it is of; key: of a fold.

    opened: the fold is open, or the thing is shown already.
    """

    what: What
    where: QRectF
    message: Message | None = None
    attachment: Attachment | None = None
    key: Key = (0, 0)
    opened: bool = False

    @property
    def identity(self) -> tuple[object, ...]:
        """The same after the card has been laid out again."""
        message = self.message.id if self.message is not None else None
        return self.what, message, self.attachment.id if self.attachment is not None else None, self.key


def stop_at(stops: Sequence[Stop], point: QPointF) -> Stop | None:
    """The innermost place at a point: a picture before the message that it is in."""
    found = [each for each in stops if each.where.contains(point)]
    return min(found, key=lambda each: each.where.width() * each.where.height(), default=None)


def stop_like(stops: Sequence[Stop], wanted: Stop | None) -> Stop | None:
    """The stop that is now what another one was."""
    return None if wanted is None else next((each for each in stops if each.identity == wanted.identity), None)


def beside(stops: Sequence[Stop], now: Stop | None, step: int) -> Stop | None:
    """The next (1) or previous (-1) stop; the first one from outside, None before the first."""
    at = next((place for place, each in enumerate(stops) if now is not None and each.identity == now.identity), -1)
    if at < 0:
        return stops[0] if stops and step > 0 else None
    return stops[min(at + step, len(stops) - 1)] if at + step >= 0 else None

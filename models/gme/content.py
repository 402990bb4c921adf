"""This file is where words and pictures stand in one row, in the order of the chat, and long rows are cut into windows.

A picture is never cut. Windows are of nearly equal length, as models.embedder makes them of long texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.gme.sights import Sight

MOST_WINDOWS = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens that stand together: words, or the tokens of a picture with its marks."""

    ids: Sequence[int]
    sight: Sight | None = None


Content = list[Piece]


def length(content: Content) -> int:
    return sum(len(piece.ids) for piece in content)


def windows(content: Content, room: int) -> list[Content]:
    """Parts of at most `room` tokens, which no picture may exceed; one empty part for no content. Of more than 64,
    64 spread over them."""
    total = length(content)
    if total <= room:
        return [content]
    found = list(_cut(content, room, -(-total // -(-total // room))))
    if len(found) <= MOST_WINDOWS:
        return found
    return [found[place * len(found) // MOST_WINDOWS] for place in range(MOST_WINDOWS)]


def _cut(content: Content, room: int, aim: int) -> Iterator[Content]:
    """A window is full at `aim` tokens; a picture goes into the next one where this has no room for it."""
    window: Content = []
    filled = 0
    for piece in content:
        rest = piece.ids
        while rest:
            whole = piece.sight is not None
            if filled >= aim or (whole and filled and filled + len(rest) > room):
                yield window
                window, filled = [], 0
            taken = len(rest) if whole else min(len(rest), aim - filled)
            window.append(Piece(rest[:taken], piece.sight))
            filled, rest = filled + taken, rest[taken:]
    if window:
        yield window

"""This file is where pieces of text in a picture are put in the order in which a person reads them."""

from collections.abc import Sequence

from models.text_boxes import TextBox

_SAME_LINE = 0.5

Piece = tuple[TextBox, str]


def in_order(pieces: Sequence[Piece]) -> list[str]:
    """Lines from top to bottom. Pieces that stand beside each other are one line, from left to right ("Total   24,80");
    so are those of columns."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece[0].top + piece[0].bottom) / 2):
        home = next((line for line in reversed(lines[-8:]) if _beside(line, piece[0])), None)
        if home is None:
            lines.append([piece])
        else:
            home.append(piece)
    return [" ".join(text for _, text in sorted(line, key=lambda piece: piece[0].left)) for line in lines]


def _beside(line: Sequence[Piece], box: TextBox) -> bool:
    """Whether a box shares most of its height with a line, and stands over none of its pieces."""
    for other, _ in line:
        shared = min(other.bottom, box.bottom) - max(other.top, box.top)
        if shared < _SAME_LINE * min(other.bottom - other.top, box.bottom - box.top):
            return False
    return True

"""This file is where rows of tokens become what the text graph takes: padded, each token with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.protocols import Vectors
from models.gme.content import Content
from models.gme.settings import GmeSettings
from models.gme.sights import Feed
from models.qwen_vl.positions import places


@dataclass(frozen=True, slots=True)
class Row:
    """One pass of the model. grids: rows and columns in tokens of its pictures, in order."""

    ids: Sequence[int]
    grids: tuple[tuple[int, int], ...] = ()

    @property
    def seen(self) -> int:
        """How many tokens its pictures have."""
        return sum(rows * columns for rows, columns in self.grids)


def row_of(content: Content, frame: tuple[Sequence[int], Sequence[int]]) -> Row:
    """frame: the tokens before and after the content."""
    ids = [number for part in (frame[0], *(piece.ids for piece in content), frame[1]) for number in part]
    return Row(ids, tuple(piece.sight.grid for piece in content if piece.sight is not None))


def text_feed(rows: Sequence[Row], seen: Vectors, settings: GmeSettings, *, left: bool = False) -> Feed:
    """seen: token vectors of all pictures of all rows, in order, shape (tokens, width). left: pad on the left.

    position_ids: (3, rows, tokens), time, row and column of each token; image_index: (rows, tokens), the row of `seen`
    that stands for a token, -1 for words.
    """
    longest = max(len(row.ids) for row in rows)
    ids = np.full((len(rows), longest), settings.pad_token, np.int64)
    mask = np.zeros_like(ids)
    index = np.full_like(ids, -1)
    positions = np.ones((3, len(rows), longest), np.int64)
    above = 0
    for at, row in enumerate(rows):
        real = slice(longest - len(row.ids), longest) if left else slice(0, len(row.ids))
        ids[at, real], mask[at, real] = row.ids, 1
        positions[:, at, real] = places(row.ids, settings.image_token, row.grids)[0]
        pictured = np.asarray(row.ids) == settings.image_token
        index[at, real][pictured] = above + np.arange(row.seen)
        above += row.seen
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "position_ids": positions,
        "image_embeds": seen,
        "image_index": index,
    }

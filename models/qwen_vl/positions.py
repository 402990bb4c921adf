"""This file is where every token gets its place in time, height and width (multimodal rotary positions of Qwen2-VL).

Text counts up in all three at once. A picture's tokens share the time, count rows and columns from there, and what
follows goes on after the largest of them (Qwen2-VL paper, section 2.1). Qwen2.5-VL does the same for still pictures.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
"""Shape (3, tokens)."""


def places(ids: Sequence[int], image: int, grids: Sequence[tuple[int, int]]) -> tuple[Places, int]:
    """The places of a prompt's tokens, and the one where its answer goes on.

    image: the id of a picture's tokens; grids: rows and columns of each picture in tokens, in order.
    """
    numbers = np.asarray(ids, np.int64)
    pictured = np.flatnonzero(numbers == image)
    parts: list[Places] = []
    at, here, seen = 0, 0, 0
    for rows, columns in grids:
        start = int(pictured[seen])
        parts.append(_text(start - at, here))
        here += start - at
        parts.append(here + _picture(rows, columns))
        here += max(rows, columns)
        at, seen = start + rows * columns, seen + rows * columns
    parts.append(_text(len(numbers) - at, here))
    return np.concatenate(parts, axis=1), here + len(numbers) - at


def _text(length: int, start: int) -> Places:
    return np.tile(np.arange(start, start + length, dtype=np.int64), (3, 1))


def _picture(rows: int, columns: int) -> Places:
    row, column = np.indices((rows, columns), dtype=np.int64).reshape(2, -1)
    return np.stack([np.zeros_like(row), row, column])

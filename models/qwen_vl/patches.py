"""This file is where a picture becomes what the vision tower takes: patches of 14 pixels, four by four to a token.

The same numbers as Qwen's image processor gives, in NumPy: transformers' own wants torchvision.
"""

import numpy as np
from numpy.typing import NDArray

from core.protocols import Pixels

PATCH, MERGE, FRAMES = 14, 2, 2
"""Pixels on a patch's side; patches on a token's side; a still picture is taken for a film of two equal frames."""

_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
_DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


def patches_of(picture: Pixels) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """Shape (rows * columns, 1176) and (rows, columns) in patches. picture: as models.pixels.fit gives it.

    Patches go by tokens: the four of one stand together, left to right and top to bottom.
    """
    rows, columns = picture.shape[0] // PATCH, picture.shape[1] // PATCH
    values = (picture.astype(np.float32) / np.float32(255) - _MEAN) / _DEVIATION
    by_token = values.reshape(rows // MERGE, MERGE, PATCH, columns // MERGE, MERGE, PATCH, 3)
    ordered = by_token.transpose(0, 3, 1, 4, 6, 2, 5).reshape(rows * columns, 3, 1, PATCH * PATCH)
    return np.repeat(ordered, FRAMES, axis=2).reshape(rows * columns, -1), (rows, columns)


def tokens_of(grid: tuple[int, int]) -> int:
    """How many tokens a picture of so many rows and columns of patches takes."""
    return grid[0] // MERGE * (grid[1] // MERGE)

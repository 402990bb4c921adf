"""This file is where pictures become what the vision graph takes: their patches, and where each patch stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.protocols import Pixels
from models.gme.settings import GmeSettings
from models.pixels import fit
from models.qwen_vl.patches import MERGE, PATCH, patches_of

Feed = dict[str, NDArray[Any]]
"""Inputs of a graph by name."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture, cut up. patches: shape (rows * columns, 1176); rows, columns: in patches."""

    patches: NDArray[np.float32]
    rows: int
    columns: int

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns in tokens."""
        return self.rows // MERGE, self.columns // MERGE

    @property
    def tokens(self) -> int:
        return len(self.patches) // MERGE**2


def sight_of(pixels: Pixels, settings: GmeSettings) -> Sight:
    """Of an upright RGB picture, shape (height, width, 3), brought within the settings' bounds."""
    patches, (rows, columns) = patches_of(fit(pixels, settings.max_pixels, settings.min_pixels))
    return Sight(np.ascontiguousarray(patches), rows, columns)


def vision_feed(sights: Sequence[Sight], settings: GmeSettings) -> Feed:
    """Several pictures as the vision graph takes them, one after the other.

    pos_hw: row and column of each patch; seq_id: which picture it is of; win_id: which window of its picture, a number
    that no other picture has.
    """
    places, numbers, windows, above = [], [], [], 0
    across = settings.vision_window // PATCH
    for number, sight in enumerate(sights):
        row, column = _places(sight)
        window = row // across * -(-sight.columns // across) + column // across
        places.append(np.stack([row, column], axis=1))
        numbers.append(np.full(len(row), number, np.int64))
        windows.append(window + above)
        above += int(window.max()) + 1
    return {
        "pixel_values": np.concatenate([sight.patches for sight in sights]),
        "pos_hw": np.concatenate(places),
        "seq_id": np.concatenate(numbers),
        "win_id": np.concatenate(windows),
    }


def _places(sight: Sight) -> NDArray[np.int64]:
    """Row and column of each patch, in the order of the patches: the four of a token stand together."""
    grid = np.indices((sight.rows, sight.columns), dtype=np.int64)
    by_token = grid.reshape(2, sight.rows // MERGE, MERGE, sight.columns // MERGE, MERGE)
    return by_token.transpose(0, 1, 3, 2, 4).reshape(2, -1)

"""This file is where several prompts are computed side by side: padded on the left, with one cache of keys and values.

Each row has places of its own, so padding changes nothing that a row sees. What follows a prompt comes in chunks of any
length: tokens that the answer's form leaves no choice about are fed together with the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.protocols import Check
from models.qwen_vl.network import Network, watched
from models.qwen_vl.positions import places


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt as numbers. patches: of each picture, shape (n, 1176); grids: its rows and columns in patches."""

    ids: list[int]
    patches: tuple[NDArray[np.float32], ...]
    grids: tuple[tuple[int, int], ...]


class Batch:
    """A pass over rows that have begun. image: the id of a picture's tokens; merge: patches on a side of one token."""

    def __init__(self, network: Network, rows: Sequence[Row], *, image: int, pad: int, merge: int) -> None:
        from transformers import DynamicCache

        self._network, self._rows, self._pad = network, rows, pad
        self._image, self._merge = image, merge
        self._cache = DynamicCache()
        self._mask = np.zeros((len(rows), 0), np.int64)
        self._next = np.zeros(len(rows), np.int64)

    def begin(self, check: Check) -> Any:
        """Reads the prompts; the scores of what comes next, shape (rows, vocabulary)."""
        found = [
            places(row.ids, self._image, [(high // self._merge, wide // self._merge) for high, wide in row.grids])
            for row in self._rows
        ]
        self._next += [after for _, after in found]
        ids, mask = self._padded([row.ids for row in self._rows])
        where = np.ones((3, *ids.shape), np.int64)
        for number, (taken, _) in enumerate(found):
            where[:, number, ids.shape[1] - taken.shape[1] :] = taken
        with watched(self._network, check):
            return self._step(self._with_pictures(ids), where, mask)

    def go_on(self, chunks: Sequence[Sequence[int]]) -> Any:
        """Feeds each row one token or more; the scores of what comes next."""
        ids, mask = self._padded(chunks)
        counted = np.cumsum(mask, axis=1) - 1
        where = np.maximum(self._next[:, None] + counted, 0)
        self._next += mask.sum(axis=1)
        return self._step(self._network.embed(ids), np.broadcast_to(where, (3, *where.shape)), mask)

    def keep(self, rows: Sequence[int]) -> None:
        """Goes on with these rows only; the others are answered."""
        chosen = np.asarray(rows, np.int64)
        self._cache.batch_select_indices(self._network.tensor(chosen))
        self._mask, self._next = self._mask[chosen], self._next[chosen]

    def _step(self, states: Any, where: NDArray[np.int64], mask: NDArray[np.int64]) -> Any:
        self._mask = np.concatenate([self._mask, mask], axis=1)
        return self._network.step(states, where, self._mask, self._cache)

    def _padded(self, lines: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        width = max(map(len, lines))
        ids = np.full((len(lines), width), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for number, line in enumerate(lines):
            ids[number, width - len(line) :] = line
            mask[number, width - len(line) :] = 1
        return ids, mask

    def _with_pictures(self, ids: NDArray[np.int64]) -> Any:
        """The word table's rows, those of picture tokens replaced by what the vision tower sees, row after row."""
        states, torch = self._network.embed(ids), self._network.torch
        seen = [
            self._network.see(patches, grid)
            for row in self._rows
            for patches, grid in zip(row.patches, row.grids, strict=True)
        ]
        if not seen:
            return states
        among = self._network.tensor((ids == self._image).astype(np.int64)).bool().unsqueeze(-1)
        return states.masked_scatter(among, torch.cat(seen).to(states.dtype))

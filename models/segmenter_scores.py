"""This file is where a chat of any length is scored by the segmenter's network, window after window.

A window sees `width` utterances; of each only the rows with enough before and behind them are taken, so the windows
overlap. Memory grows with the length of the chat times the window, never with its square.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.chat_structure import Floats, Structure, pair_signs, signs
from models.utterance_tokens import TAIL

HEAD = 10
"""How many tokens are the beginning of an utterance."""

LEAST_COLUMNS = TAIL + HEAD

Network = Callable[[dict[str, NDArray[Any]]], tuple[Floats, Floats]]
"""tokens (1, n, COLUMNS or fewer), signs (1, n, SIGNS), pair_signs (1, n, n, PAIR_SIGNS), mask (1, n)
-> links (1, n, n + 1), together (1, n, n); see models.training.segmenter_network.Scores."""


class Reach(NamedTuple):
    """width: utterances a window sees; behind: how many of them, at least, come after each one whose row is taken;
    step: from one window to the next."""

    width: int
    behind: int
    step: int


class Scored(NamedTuple):
    """Of n utterances, back to the last `width` before each. Column k stands for the utterance k + 1 places before.

    links (n, width): probability of going on from it; new (n,): of starting something new; each row with its `new` adds
    up to 1. together (n, width): log odds of being of one fragment with it, -inf where it was not seen.
    """

    links: Floats
    new: Floats
    together: Floats


def scored(chat: Structure, network: Network, rarity: Floats, reach: Reach) -> Scored:
    """The scores of all utterances of the chat."""
    total = len(chat.speaker)
    links = np.zeros((total, reach.width), np.float32)
    together = np.full((total, reach.width), -np.inf, np.float32)
    new = np.ones(total, np.float32)
    for start, end, first, last in _windows(total, reach):
        part = chat.part(start, end)
        pairs = pair_signs(part, rarity)[None]
        mask = np.ones((1, end - start), np.float32)
        tensors = {
            "tokens": part.tokens[None, :, : _columns(part)],
            "signs": signs(part, start, total)[None],
            "pair_signs": pairs,
            "mask": mask,
        }
        odds, near = network(tensors)
        _take((links, new, together), (odds[0], near[0]), start, range(first, last))
    return Scored(links, new, together)


def _columns(chat: Structure) -> int:
    """Columns up to the last that any utterance uses: most chats have no long ones."""
    used = np.flatnonzero(chat.tokens.any(axis=0))
    return max(LEAST_COLUMNS, int(used[-1]) + 1 if len(used) else 0)


def _windows(total: int, reach: Reach) -> Iterator[tuple[int, int, int, int]]:
    """(start, end) of each window and the (first, last) utterances whose rows it gives."""
    done, start = 0, 0
    while done < total:
        end = min(total, start + reach.width)
        last = total if end == total else end - reach.behind
        yield start, end, done, last
        done = last
        start = min(start + reach.step, max(0, total - reach.width))


def _take(target: tuple[Floats, Floats, Floats], found: tuple[Floats, Floats], start: int, rows: range) -> None:
    links, new, together = target
    odds, near = found
    for row in rows:
        at = row - start
        chosen = np.concatenate([odds[at, :at][::-1], odds[at, -1:]])
        chance = np.exp(chosen - chosen.max())
        chance /= chance.sum()
        links[row, :at], new[row] = chance[:-1], chance[-1]
        together[row, :at] = near[at, :at][::-1]

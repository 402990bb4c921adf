"""This file is where utterances become rows of hashed tokens, whole blocks at a time, with numpy alone.

A token is a word (without a plural's s), or, in scripts without spaces, a character and each pair of neighbours; marks
that say something ("?", "!", emoji) are tokens too. There is no vocabulary: a token is a hash of its characters, so
every language and every nick has some. Used alike in training and at run time.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
"""Token numbers are 1 ... BUCKETS - 1; 0 is no token."""

TAIL = 6
FIRST, LAST = 56, 24
COLUMNS = TAIL + FIRST + LAST
_HEAD_CHARACTERS, _TAIL_CHARACTERS = 400, 160

Integers = NDArray[np.int32]
_Codes = NDArray[np.uint64]

_NONE, _WORD, _SIGN, _MARK = range(4)
_MARKS = "?？!！…@#"
_UNSPACED = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00))
_FACTOR, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x100000001B3)
_LONGEST_WORD = 40


def token_rows(texts: Sequence[str]) -> Integers:
    """Shape (len(texts), COLUMNS): the last TAIL tokens, the first FIRST, and of longer texts the LAST; else 0.

    Only the first 400 and the last 160 characters of a text are looked at.
    """
    tokens, owner = _tokens([_clipped(text) for text in texts])
    rows = np.zeros((len(texts), COLUMNS), np.int32)
    counts = np.bincount(owner, minlength=len(texts))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(texts) else np.zeros(0, np.int64)
    place = np.arange(len(tokens)) - starts[owner]
    behind = counts[owner] - 1 - place
    for chosen, column in (
        (behind < TAIL, TAIL - 1 - behind),
        (place < FIRST, TAIL + place),
        ((place >= FIRST) & (behind < LAST), COLUMNS - 1 - behind),
    ):
        rows[owner[chosen], column[chosen]] = tokens[chosen]
    return rows


def _clipped(text: str) -> str:
    if len(text) > _HEAD_CHARACTERS + _TAIL_CHARACTERS:
        text = f"{text[:_HEAD_CHARACTERS]} {text[-_TAIL_CHARACTERS:]}"
    return text.lower()


def _tokens(texts: Sequence[str]) -> tuple[Integers, NDArray[np.int64]]:
    """All tokens in order, and which text each belongs to."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "replace"), np.uint32)
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
    kind = _kinds()[np.minimum(codes, 0x1FFFF)]
    slots = np.zeros((len(codes), 2), np.uint64)
    mixed = (codes.astype(np.uint64) + np.uint64(1)) * _FACTOR
    mixed ^= mixed >> np.uint64(29)
    starts, hashes = _words(codes, kind, mixed)
    slots[starts, 0] = hashes
    alone = kind >= _SIGN
    slots[alone, 0] = mixed[alone] | np.uint64(1)
    pairs = np.flatnonzero((kind[:-1] == _SIGN) & (kind[1:] == _SIGN))
    slots[pairs, 1] = (mixed[pairs] * _STEP + mixed[pairs + 1]) | np.uint64(1)
    found = slots.ravel()
    places = np.flatnonzero(found)
    numbers = (found[places] * _FACTOR) >> np.uint64(33)
    tokens = (numbers % np.uint64(BUCKETS - 1)).astype(np.int32) + 1
    return tokens, np.searchsorted(ends, places // 2, side="right")


def _words(codes: NDArray[np.uint32], kind: NDArray[np.uint8], mixed: _Codes) -> tuple[NDArray[np.int64], _Codes]:
    """Where words start, and their hashes."""
    inside = np.concatenate([[False], kind == _WORD, [False]])
    starts = np.flatnonzero(inside[1:-1] & ~inside[:-2])
    ends = np.flatnonzero(inside[1:-1] & ~inside[2:]) + 1
    if not len(starts):
        return starts, np.zeros(0, np.uint64)
    lengths = ends - starts
    ends -= (codes[ends - 1] == ord("s")) & (lengths > 3)
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    offsets = np.cumsum(lengths) - lengths
    within = np.arange(lengths.sum()) - np.repeat(offsets, lengths)
    values = mixed[np.repeat(starts, lengths) + within] * _powers()[within]
    return starts, np.add.reduceat(values, offsets) | np.uint64(1)


@lru_cache
def _powers() -> _Codes:
    return np.cumprod(np.full(_LONGEST_WORD, _STEP, np.uint64), dtype=np.uint64)


@lru_cache
def _kinds() -> NDArray[np.uint8]:
    """The kind of each character by its code; beyond the second plane nothing is told apart."""
    kinds = np.full(0x20000, _NONE, np.uint8)
    for code in range(0x10000):
        if chr(code).isalnum() or code == ord("_"):
            kinds[code] = _WORD
    for first, end in _UNSPACED:
        kinds[first:end] = np.where(kinds[first:end] == _WORD, _SIGN, kinds[first:end])
    kinds[[ord(mark) for mark in _MARKS]] = _MARK
    kinds[0x1F000:] = _MARK
    kinds[0x2600:0x2800] = _MARK
    return kinds

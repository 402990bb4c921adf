"""This file is where readings become the arrays that the compact reader's network takes: windows of lines, padded.

A fragment is one window. Longer ones are read in windows that overlap, and what a line gets from each is averaged. The
paper's windows (35 utterances, 15 shared) were made for a language model; here wider ones cost little (README).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.fragments import clean
from models.lines import Lines

WINDOW, SHARED = 128, 48
INPUTS = ("vectors", "query", "evidence", "speakers", "addressed", "places", "replied", "present")
_EMBEDDED, _EMBEDDED_UNSPACED = 200, 80

Arrays = dict[str, NDArray[np.float32] | NDArray[np.int64]]


@dataclass(frozen=True)
class Reading:
    """One query against n lines. vectors: (n, dimension), zero rows for lines without one; query: (dimension,);
    evidence: (n, features)."""

    lines: Lines
    vectors: NDArray[np.float32]
    query: NDArray[np.float32]
    evidence: NDArray[np.float32]


def windows(size: int, width: int = WINDOW, shared: int = SHARED) -> list[tuple[int, int]]:
    """Start and end of the stretches that are read at once; all but the last are `width` long."""
    step = width - shared
    return [(start, min(start + width, size)) for start in range(0, max(1, size - shared), step)]


def arrays(parts: Sequence[tuple[Reading, int, int]]) -> Arrays:
    """The network's inputs for windows (reading, start, end) of readings, padded to the longest."""
    rows, longest = len(parts), max(end - start for _, start, end in parts)
    first = parts[0][0]
    made: Arrays = {
        "vectors": np.zeros((rows, longest, first.vectors.shape[1]), np.float32),
        "query": np.stack([reading.query for reading, _, _ in parts]).astype(np.float32),
        "evidence": np.zeros((rows, longest, first.evidence.shape[1]), np.float32),
        "present": np.zeros((rows, longest), np.float32),
    }
    for name in ("speakers", "addressed", "places", "replied"):
        made[name] = np.full((rows, longest), -1, np.int64)
    for row, (reading, start, end) in enumerate(parts):
        size, lines = end - start, reading.lines
        made["present"][row, :size] = 1
        made["vectors"][row, :size] = reading.vectors[start:end]
        made["evidence"][row, :size] = reading.evidence[start:end]
        made["speakers"][row, :size] = lines.speakers[start:end]
        made["addressed"][row, :size] = lines.addressed[start:end]
        made["places"][row, :size] = lines.messages[start:end]
        made["replied"][row, :size] = lines.replied[start:end]
    return made


def embedded_part(text: str) -> str:
    """The part of a line that gets a vector, some 50 tokens: what an utterance is about stands at its beginning."""
    short = text[:_EMBEDDED_UNSPACED]
    unspaced = 2 * sum(character >= "\u2e80" for character in short) > len(short)
    return short if unspaced else clean(text, _EMBEDDED)

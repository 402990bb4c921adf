"""This file is where a conversation is cut by pauses, speakers, reply links and cohesion.

It is what the trained segmenter (models.segmenter) replaced, and is measured against: its fragments are runs of
consecutive messages and never interleave. Each place between two messages gets a score for a topic ending there:
the pause against the conversation's own rhythm, and, where people write on without pausing, how much the words and
the meaning change (valleys of similarity, after Hearst's TextTiling, 1997). Dynamic programming then takes the cuts
with the best sum of scores and of how usual the fragments' lengths are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core.fragments import clean
from core.lexical import terms
from core.types import Message
from models.term_weights import telling
from models.utterances import UtteranceEmbedder, asks

LONGEST = 40
_HARD_PAUSE = 6 * 3_600_000
_LEAST_PAUSE, _MOST_PAUSE = 8 * 60_000, 90 * 60_000
_LONG_RUN = 80
_SLICE = 1_000
_SIDE = 3
_REACH = 8
_UTTERANCE_CHARACTERS = 160
_REPLY_REACH = 60
_TERM_DIMENSIONS = 512
_LEAST_SCORE = -0.7

Floats = NDArray[np.float64]

# Logistic regression for "a topic ends here", per feature of cohesion_features; fitted on several short public
# dialogues joined into one. The last weight (same speaker) is set by hand: joined dialogues cannot teach it. The biases
# are 2.3 above the fitted ones, where B-cubed on other joined dialogues is best together with the lengths below. The
# fit was a trial and is not part of the project: take these for settled by hand.
_MEANING_WEIGHTS, _MEANING_BIAS = np.array([1.80, -1.07, -0.47, 3.34, -0.79, 0.63, -0.50]), -2.80
_WORDS_WEIGHTS, _WORDS_BIAS = np.array([0.0, 0.0, 0.33, 3.34, -0.83, 0.64, -0.50]), -3.00
_PAUSE_WEIGHT = 1.1
_REPLY_COST = 4.0
# How usual a fragment of n messages is: log-normal around 10, in the same unit (log odds) as the scores.
_USUAL_LENGTH, _LENGTH_SPREAD, _LENGTH_WEIGHT = 10.0, 0.75, 1.5


class GapSegmenter:
    """A core.protocols.Segmenter. Works without times, then by cohesion alone. Deterministic.

    embedder: puts single utterances into one space; None leaves the words as the only sign of cohesion.
    """

    def __init__(self, embedder: UtteranceEmbedder | None = None) -> None:
        self._embedder = embedder
        self.name = "gaps-cohesion-1" if embedder is not None else "gaps-words-1"

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        """Runs of consecutive positions of at most 40 messages, covering every position once."""
        pauses = _pauses(messages)
        scores = _pause_scores(pauses)
        for start, end in _unbroken(scores):
            # Embedding costs far more than all the rest and adds little where pauses part the topics.
            needed = end - start > _LONG_RUN or bool(np.isnan(pauses[start + 1 : end]).any())
            scores[start + 1 : end] += _run_scores(messages[start:end], self._embedder if needed else None)
        scores -= _reply_costs(messages)
        found: list[list[int]] = []
        for start, end in _blocks(pauses, scores):
            cuts = _best_cuts(scores[start:end])
            found += [list(range(start + a, start + b)) for a, b in zip(cuts, [*cuts[1:], end - start], strict=True)]
        return found


def cohesion_features(run: Sequence[Message], embedder: UtteranceEmbedder | None) -> Floats:
    """Shape (len(run), 7): how the place before each message looks; the first row is meaningless.

    Depth of the valley and change of meaning, the same of words, a question before, a question after, same speaker.
    Without an embedder words stand in for meaning.
    """
    texts = [clean(message.text, _UTTERANCE_CHARACTERS) for message in run]
    words = _similarity(_term_vectors(texts))
    meaning = words if embedder is None else _similarity(np.asarray(embedder.embed_texts(texts), dtype=np.float32))
    asked = np.array([float(asks(text)) for text in texts])
    before = np.concatenate([[0.0], asked[:-1]])
    same = np.array([0.0, *(float(a.sender == b.sender) for a, b in pairwise(run))])
    return np.column_stack([_depth(meaning), 1 - meaning, _depth(words), 1 - words, before, asked, same])


def _run_scores(run: Sequence[Message], embedder: UtteranceEmbedder | None) -> Floats:
    """Log odds of a topic ending before each message of the run but the first, slice by slice to bound memory."""
    weights, bias = (_WORDS_WEIGHTS, _WORDS_BIAS) if embedder is None else (_MEANING_WEIGHTS, _MEANING_BIAS)
    scores = np.zeros(len(run))
    for start in range(0, len(run), _SLICE):
        first, last = max(0, start - _REACH), min(len(run), start + _SLICE + _REACH)
        found = cohesion_features(run[first:last], embedder) @ weights + bias
        scores[start : start + _SLICE] = found[start - first : start - first + _SLICE]
    return scores[1:]


def _term_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Telling terms of each text, hashed into _TERM_DIMENSIONS columns."""
    rows = np.zeros((len(texts), _TERM_DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for term, value in telling(set(terms(text))).items():
            row[crc32(term.encode()) % _TERM_DIMENSIONS] += value
    return rows


def _similarity(vectors: NDArray[np.float32]) -> Floats:
    """Cosine of the sums of the _SIDE rows before each place and the _SIDE rows from it on; 1 at the first place."""
    sums = np.concatenate([np.zeros((1, vectors.shape[1])), np.cumsum(vectors, axis=0, dtype=np.float64)])
    places = np.arange(1, len(vectors))
    left = sums[places] - sums[np.maximum(places - _SIDE, 0)]
    right = sums[np.minimum(places + _SIDE, len(vectors))] - sums[places]
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return np.concatenate([[1.0], (left * right).sum(axis=1) / np.maximum(norms, 1e-9)])


def _depth(similarity: Floats) -> Floats:
    """How far each place lies below the highest similarity within _REACH places on either side, both added."""
    padded = np.pad(similarity, _REACH, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, _REACH + 1)
    peaks = around.max(axis=1)
    return np.asarray(peaks[: len(similarity)] + peaks[_REACH:] - 2 * similarity)


def _pauses(messages: Sequence[Message]) -> Floats:
    """Milliseconds before each message; NaN where unknown. Time that runs backwards is no pause."""
    instants = np.array([np.nan if message.sent_at is None else message.sent_at for message in messages])
    return np.concatenate([[np.nan], np.maximum(np.diff(instants), 0)]) if len(messages) else np.zeros(0)


def _pause_scores(pauses: Floats) -> Floats:
    """Log odds that a topic ends at the pause: 0 at the pivot, which follows the pauses around (20 medians)."""
    known = ~np.isnan(pauses)
    scores = np.zeros(len(pauses))
    if known.any():
        pivot = np.clip(20 * _local_median(pauses), _LEAST_PAUSE, _MOST_PAUSE)
        ratio = np.log((pauses[known] + 1_000) / pivot[known])
        scores[known] = np.clip(_PAUSE_WEIGHT * ratio, _LEAST_SCORE, 8.0)
    return scores


def _local_median(pauses: Floats) -> Floats:
    """The median of known short pauses (under the longest pivot) in stretches of 200 messages."""
    medians = np.full(len(pauses), float(_MOST_PAUSE))
    for start in range(0, len(pauses), 200):
        near = pauses[max(0, start - 100) : start + 300]
        short = near[near < _MOST_PAUSE]
        if len(short):
            medians[start : start + 200] = np.median(short)
    return medians


def _unbroken(scores: Floats) -> Iterator[tuple[int, int]]:
    """Stretches inside which no pause by itself speaks for an end."""
    starts = [0, *(int(at) for at in np.flatnonzero(scores > 0) if at), len(scores)]
    yield from pairwise(starts)


def _reply_costs(messages: Sequence[Message]) -> Floats:
    """What a cut before each message costs for parting an answer from what it quotes, if that is near."""
    place_of = {message.key: at for at, message in enumerate(messages)}
    costs = np.zeros(len(messages))
    for at, message in enumerate(messages):
        quoted = place_of.get(message.reply_to) if message.reply_to is not None else None
        if quoted is not None and 0 < at - quoted <= _REPLY_REACH:
            costs[quoted + 1 : at + 1] += _REPLY_COST / (at - quoted)
    return costs


def _blocks(pauses: Floats, scores: Floats) -> Iterator[tuple[int, int]]:
    """Stretches between pauses so long that they part topics whatever is said."""
    hard = np.flatnonzero((np.nan_to_num(pauses) >= _HARD_PAUSE) & (scores > 0))
    if len(scores):
        yield from pairwise([0, *(int(at) for at in hard if at), len(scores)])


def _best_cuts(scores: Floats) -> list[int]:
    """Starts of the fragments of one block: the cuts with the best sum of scores and of usual lengths."""
    best = np.zeros(len(scores) + 1)
    start_of = np.zeros(len(scores) + 1, dtype=np.int64)
    gain = np.concatenate([[0.0], scores[1:]])
    for end in range(1, len(scores) + 1):
        first = max(0, end - LONGEST)
        totals = best[first:end] + gain[first:end] + _LENGTH_GAINS[end - first : 0 : -1]
        start = int(totals.argmax())
        best[end], start_of[end] = totals[start], first + start
    cuts, end = [], len(scores)
    while end:
        end = int(start_of[end])
        cuts.append(end)
    return cuts[::-1]


def _length_gains() -> Floats:
    lengths = np.arange(1, LONGEST + 1)
    unusual = np.log(lengths / _USUAL_LENGTH) / _LENGTH_SPREAD
    return np.concatenate([[0.0], -_LENGTH_WEIGHT * unusual**2 / 2])


_LENGTH_GAINS = _length_gains()

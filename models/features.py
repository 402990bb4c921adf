"""This file is where a query meets lines and leaves numbers: the evidence that the compact reader's network weighs.

Every number is taken over all lines that are read together, also where the network then sees only a window of them.
The order of FEATURES is the order of the columns; a network is good only for the features it was trained with.
"""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from core.fragments import SPEAKER_CHARACTERS, clean
from core.lexical import terms
from models.lines import Lines, Postings
from models.questions import Question
from models.term_weights import RARE

Floats = NDArray[np.float64]
Evidence = NDArray[np.float32]

_REACHES = (1, 3, 8, 24)
_K1, _B = 1.2, 0.75
_CURVE = ("best", *(f"near_{reach}" for reach in _REACHES), "rank", "first", "among_three", "around")
_MEANING = ("cosine", "deviation", "near_1", "deviation_3", "deviation_8", "deviation_24", "rank", "below_best")
FEATURES = (
    *(f"words_{name}" for name in _CURVE),
    "words_share",
    *(f"telling_{name}" for name in _CURVE),
    "telling_share",
    "telling_within_1",
    "telling_within_8",
    *(f"pieces_{name}" for name in _CURVE),
    "pieces_share",
    *(f"meaning_{name}" for name in _MEANING),
    "is_picture",
    "has_words",
    "asks",
    "asks_as_the_query",
    "after_question",
    "after_question_with_words",
    "after_question_with_meaning",
    "number_wanted_and_given",
    "speaker_named",
    "other_speaker_named",
    "addressee_named",
    "speaker_words",
    "addressee_words",
    "addressers_words",
    "speaker_share",
    "addresses",
    "times_addressed",
    "speaker_begins",
    "speaker_pause",
    "length",
    "place",
    "lines",
    "query_asks",
    "query_terms",
    "query_known",
    "number_wanted",
    "person_wanted",
    "picture_wanted",
    "unspaced",
    "cosine_best",
    "cosine_mean",
    "has_time",
    "gap",
)
MEANING = tuple(
    name for name in FEATURES if name.startswith(("meaning_", "cosine_")) or name == "after_question_with_meaning"
)
"""The features that need vectors."""

_MEANING_AT = FEATURES.index("meaning_cosine")
_AFTER, _AFTER_MEANING = FEATURES.index("after_question"), FEATURES.index("after_question_with_meaning")
_BEST, _MEAN = FEATURES.index("cosine_best"), FEATURES.index("cosine_mean")


def features(asked: Question, lines: Lines, cosines: Floats | None) -> Evidence:
    """Shape (len(lines), len(FEATURES)). cosines: of the query with each line, NaN where a line has no vector; None
    leaves everything about meaning 0."""
    found = _words(asked, lines) if len(lines) else np.zeros((0, len(FEATURES)), dtype=np.float32)
    if cosines is not None:
        add_meaning(found, cosines)
    return found


def add_meaning(evidence: Evidence, cosines: Floats) -> None:
    """Fills in, in place, what follows from the cosines alone."""
    size, known = len(cosines), np.isfinite(cosines)
    if not known.any():
        return
    # What was not embedded is taken to be as far away as the farthest line that was.
    values = np.where(known, cosines, cosines[known].min())
    mean, spread, best = float(values.mean()), max(float(values.std()), 0.03), float(values.max())
    smooth = [near_means(values, reach) for reach in _REACHES]
    deviations = [(each - mean) / (3 * spread) for each in (values, *smooth)]
    rank = 1 - np.log1p(_ranks(values)) / log(size + 1)
    columns = [values, deviations[0], smooth[0], *deviations[2:], rank, values - best]
    evidence[:, _MEANING_AT : _MEANING_AT + len(_MEANING)] = np.column_stack(columns)
    evidence[:, _AFTER_MEANING] = evidence[:, _AFTER] * _after(deviations[0])
    evidence[:, _BEST], evidence[:, _MEAN] = best, mean


def near_means(values: Floats, reach: int) -> Floats:
    """The mean of each value and up to `reach` neighbours on either side; along the first axis."""
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    places = np.arange(len(values))
    first, last = np.maximum(places - reach, 0), np.minimum(places + reach + 1, len(values))
    return np.asarray((sums[last] - sums[first]).T / (last - first)).T


def _words(asked: Question, lines: Lines) -> Evidence:
    """Everything that needs no vector; zeros where one is needed."""
    words = _bm25(lines, asked.counts)
    named = _names_in(asked, lines)
    wanted = {term: value for term, value in asked.telling.items() if term not in named} or asked.telling
    told, total = _hits(lines.postings, wanted, len(lines)), sum(wanted.values())
    telling = told.sum(axis=1)
    rarity = _rarity(lines.piece_postings, asked.pieces, len(lines))
    coarse = _hits(lines.piece_postings, rarity, len(lines)).sum(axis=1)
    best = words / max(float(words.max()), 1e-9)
    columns = [
        *_curve(words),
        words / max((_K1 + 1) * len(asked.counts) * log(len(lines) + 1), 1e-9),
        *_curve(telling / (0.4 + 0.6 * lines.lengths / max(float(lines.lengths.mean()), 1.0))),
        telling / max(total, 1e-9),
        *(_within(told, reach) / max(total, 1e-9) for reach in (1, 8)),
        *_curve(coarse),
        coarse / max(sum(rarity.values()), 1e-9),
        *[np.zeros(len(lines))] * len(_MEANING),
        *_form(asked, lines, best),
        *_people(asked, lines, best),
        *_whole(asked, lines, told),
        np.isfinite(lines.gaps).astype(np.float64),
        np.log1p(np.nan_to_num(lines.gaps)) / 8,
    ]
    return np.column_stack(columns).astype(np.float32)


def _curve(values: Floats) -> list[Floats]:
    """The columns of _CURVE: over the best, the same smoothed, the place among all, and smoothed without its own."""
    smooth = [near_means(values, reach) for reach in _REACHES]
    ranks = _ranks(values)
    found = values > 0
    others = np.maximum(smooth[1] * 7 - values, 0)
    return [
        *(each / max(float(each.max()), 1e-9) for each in (values, *smooth)),
        np.where(found, 1 - np.log1p(ranks) / log(len(values) + 1), 0.0),
        (found & (ranks < 1)).astype(np.float64),
        (found & (ranks < 3)).astype(np.float64),
        others / max(float(others.max()), 1e-9),
    ]


def _form(asked: Question, lines: Lines, best: Floats) -> list[Floats]:
    has_words = (lines.lengths > 0).astype(np.float64)
    changes = np.concatenate([[0.0], (lines.speakers[1:] != lines.speakers[:-1]).astype(np.float64)])
    after = _after(lines.asking) * changes
    return [
        lines.pictures.astype(np.float64),
        has_words,
        lines.asking,
        lines.asking * asked.asks,
        after,
        after * _after(best),
        np.zeros(len(lines)),
        lines.numbers * asked.number_wanted,
    ]


def _people(asked: Question, lines: Lines, best: Floats) -> list[Floats]:
    """Who is named in the query, what else those people say, and how they come and go."""
    speakers, addressed = lines.speakers, lines.addressed
    count = int(max(speakers.max(), addressed.max())) + 2  # the last place is nobody's (-1)
    named = np.zeros(count)
    for speaker, name in zip(speakers, lines.names, strict=True):
        named[speaker] = named[speaker] or _is_named(asked, name)
    named[-1] = 0.0
    said, told, spoken, called = (np.zeros(count) for _ in range(4))
    np.maximum.at(said, speakers, best)
    np.maximum.at(told, addressed, best)
    np.add.at(spoken, speakers, 1.0)
    np.add.at(called, addressed, 1.0)
    for each in (said, told, called):
        each[-1] = 0.0
    pauses = _pauses(speakers)
    return [
        named[speakers],
        (1 - named[speakers]) * named.max(),
        named[addressed],
        said[speakers],
        said[addressed],
        told[speakers],
        spoken[speakers] / len(lines),
        (addressed >= 0).astype(np.float64),
        np.log1p(called[speakers]) / 3,
        (pauses == 0).astype(np.float64),
        np.log1p(pauses) / 4,
    ]


def _whole(asked: Question, lines: Lines, told: Floats) -> list[Floats]:
    """What holds for all lines alike, and each line's size and place."""
    size = len(lines)
    known = float((told.sum(axis=0) > 0).mean()) if told.shape[1] else 0.0
    alike = (
        log(size) / 5,
        float(asked.asks),
        log(1 + len(asked.telling)) / 3,
        known,
        float(asked.number_wanted),
        float(asked.person_wanted),
        float(asked.picture_wanted),
        float(asked.unspaced),
        0.0,
        0.0,
    )
    own = [np.log1p(lines.masses) / 5, np.arange(size) / size]
    return [*own, *(np.full(size, value) for value in alike)]


def _bm25(lines: Lines, wanted: Mapping[str, int]) -> Floats:
    """Okapi BM25 of each line over these lines (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75)."""
    size, scores = len(lines), np.zeros(len(lines))
    norm = _K1 * (1 - _B + _B * lines.lengths / max(float(lines.lengths.mean()), 1e-6))
    for term in wanted:
        if term in lines.postings:
            places, times = lines.postings[term]
            rarity = log(1 + (size - len(places) + 0.5) / (len(places) + 0.5))
            scores[places] += rarity * times * (_K1 + 1) / (times + norm[places])
    return scores


def _rarity(postings: Postings, wanted: frozenset[str], size: int) -> dict[str, float]:
    counts = {piece: len(postings[piece][0]) if piece in postings else 0 for piece in sorted(wanted)}
    return {piece: min(RARE, log(1 + (size - count + 0.5) / (count + 0.5))) for piece, count in counts.items()}


def _hits(postings: Postings, wanted: Mapping[str, float], size: int) -> Floats:
    """Shape (size, len(wanted)): the weight of each wanted term in each line that has it."""
    found = np.zeros((size, len(wanted)))
    for column, (term, value) in enumerate(wanted.items()):
        if term in postings:
            found[postings[term][0], column] = value
    return found


def _within(hits: Floats, reach: int) -> Floats:
    """The weight of the terms that a line or one of its neighbours has."""
    near = near_means((hits > 0).astype(np.float64), reach) > 1e-9
    return np.asarray(near @ hits.max(axis=0, initial=0.0))


def _ranks(values: Floats) -> NDArray[np.int64]:
    ranks = np.zeros(len(values), dtype=np.int64)
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return ranks


def _pauses(speakers: NDArray[np.int64]) -> Floats:
    """How many lines ago the speaker last spoke; 0 for who speaks for the first time."""
    last: dict[int, int] = {}
    found = np.zeros(len(speakers))
    for at, speaker in enumerate(speakers.tolist()):
        found[at] = at - last.get(speaker, at)
        last[speaker] = at
    return found


def _names_in(asked: Question, lines: Lines) -> set[str]:
    """Terms of the query that name a speaker: they say whose words are wanted, not which."""
    names = {term for speaker in set(lines.names) for term in _name_terms(speaker)}
    return names & asked.telling.keys()


def _is_named(asked: Question, speaker: str | None) -> float:
    return float(any(term in asked.counts and len(term) > 1 for term in _name_terms(speaker)))


def _name_terms(speaker: str | None) -> Sequence[str]:
    return terms(clean(speaker, SPEAKER_CHARACTERS))


def _after(values: Floats) -> Floats:
    """Each value moved one place on: what the line before has."""
    return np.concatenate([[0.0], values[:-1]])

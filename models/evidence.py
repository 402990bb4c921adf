"""This file is where a query meets the utterances of a fragment and leaves numbers: the evidence of the compact reader.

Per utterance, alone and with its neighbours: similarity of meaning, share of the query's telling words, form (question,
answer, number), and whose words they are. The order of FEATURES is the order of the columns and of the coefficients.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.fragments import SPEAKER_CHARACTERS, clean
from core.lexical import is_unspaced, terms
from models.term_weights import telling, weight
from models.utterances import asks

Floats = NDArray[np.float64]

FEATURES = (
    "meaning",
    "meaning_near",
    "meaning_wide",
    "meaning_below_best",
    "words",
    "words_near",
    "words_wide",
    "words_below_best",
    "words_density",
    "here",
    "here_near",
    "here_share",
    "here_first",
    "here_among_three",
    "meaning_first",
    "meaning_among_three",
    "after_question_here",
    "query_asks_and_utterance_asks",
    "after_question",
    "after_question_with_words",
    "after_question_with_meaning",
    "number_wanted_and_given",
    "length",
    "speaker_named",
    "other_speaker_named",
    "query_asks",
    "query_terms",
)
_NEAR, _WIDE = 1, 8
_NUMBER_WANTED = re.compile(
    r"\b(?:when|what time|which (?:day|date|year)|how (?:many|much|long|old|far|often|big|high)|date|price|cost|number|"
    r"phone|score|rating)\b|多少|几|幾|何时|什么时候|时间|日期|价格|多久|多大|多高|电话|号码|评分|哪年|哪天",
    re.I,
)
_NUMBER = re.compile(r"\d|[零一二两三四五六七八九十百千万]+[点个块元月号日年天分岁人次]")
_PICTURE_WANTED = re.compile(
    r"\b(?:photos?|pictures?|pics?|images?|screenshots?|selfies?|snapshots?)\b|照片|图片|圖片|相片|截图|截圖|截屏|自拍|的图|张图",
    re.I,
)


@dataclass(frozen=True)
class Question:
    """A query taken apart. terms: telling term -> weight; vector: unit row, or None to read by words alone."""

    text: str
    terms: dict[str, float]
    vector: NDArray[np.float32] | None
    asks: bool
    number_wanted: bool
    picture_wanted: bool
    unspaced: bool


def question(text: str, vector: NDArray[np.float32] | None) -> Question:
    """Takes a query apart; words that only say "a picture of" are no evidence and left out."""
    short = clean(text, 1_000)
    found = terms(_PICTURE_WANTED.sub(" ", short)) or terms(short)
    return Question(
        text=short,
        terms=telling(found),
        vector=vector,
        asks=asks(short),
        number_wanted=_NUMBER_WANTED.search(short) is not None,
        picture_wanted=_PICTURE_WANTED.search(short) is not None,
        unspaced=sum(map(is_unspaced, found)) * 2 > len(found),
    )


@dataclass(frozen=True)
class Lines:
    """The utterances of one fragment as texts, with what is said by whom and the terms of each."""

    texts: Sequence[str]
    speakers: Sequence[str | None]
    terms: Sequence[frozenset[str]]

    @classmethod
    def of(cls, texts: Sequence[str], speakers: Sequence[str | None]) -> "Lines":
        return cls(texts, speakers, [frozenset(terms(text)) for text in texts])


def word_shares(asked: Question, lines: Lines) -> Floats:
    """Shape (n, 6). The share of the query's term weight in each utterance, with its neighbours, in the wide window.

    Then the same by how telling the terms are in this very fragment: BM25's weight over the best of the fragment, that
    with the neighbours', and the share of it without regard to length.
    """
    wanted = {term: value for term, value in asked.terms.items() if term not in _names_in(asked, lines)} or asked.terms
    columns = {term: at for at, term in enumerate(wanted)}
    hits = np.zeros((len(lines.texts), len(columns)), dtype=bool)
    for row, found in zip(hits, lines.terms, strict=True):
        row[[columns[term] for term in found if term in columns]] = True
    weights = np.array(list(wanted.values()))
    spans = (hits, _any_within(hits, _NEAR), _any_within(hits, _WIDE))
    everywhere = [span @ weights / max(weights.sum(), 1e-9) for span in spans]
    return np.column_stack([*everywhere, *_here(hits, np.array([len(found) for found in lines.terms])).T])


def _here(hits: NDArray[np.bool_], lengths: NDArray[np.int64]) -> Floats:
    """Shape (n, 3): see word_shares."""
    counts = hits.sum(axis=0)
    rarity = np.log((len(hits) + 1) / (counts + 0.5)) * (counts > 0)
    sums = hits @ rarity
    scores = sums / (0.4 + 0.6 * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1.0))
    scores = scores / max(float(scores.max(initial=0)), 1e-9)
    return np.column_stack([scores, near_means(scores, _NEAR), sums / max(float(rarity.sum()), 1e-9)])


def features(asked: Question, lines: Lines, shares: Floats, vectors: NDArray[np.float32] | None) -> Floats:
    """Shape (n, len(FEATURES)). vectors: a unit row per utterance, a zero row where it was not embedded."""
    meaning = _meaning(asked, len(lines.texts), vectors)
    is_asking = np.array([float(asks(text)) for text in lines.texts])
    answers = _after(is_asking) * _speaker_changes(lines.speakers)
    masses = np.array([sum(map(weight, found)) for found in lines.terms])
    total = sum(asked.terms.values())
    named = np.array([_is_named(asked, speaker) for speaker in lines.speakers], dtype=float)
    numbers = np.array([float(asked.number_wanted and bool(_NUMBER.search(text))) for text in lines.texts])
    return np.column_stack(
        [
            *meaning.T,
            meaning[:, 0] - meaning[:, 0].max(initial=-1),
            *shares[:, :3].T,
            shares[:, 0] - shares[:, 0].max(initial=0),
            shares[:, 0] * total / (masses + 10),
            *shares[:, 3:].T,
            *_leaders(shares[:, 3]).T,
            *_leaders(meaning[:, 0]).T,
            answers * _after(shares[:, 3]),
            is_asking * asked.asks,
            answers,
            answers * _after(shares[:, 0]),
            answers * _after(meaning[:, 0]),
            numbers,
            np.log1p(masses) / 5,
            named,
            (1 - named) * named.max(initial=0),
            np.full(len(lines.texts), float(asked.asks)),
            np.full(len(lines.texts), np.log1p(len(asked.terms)) / 5),
        ]
    )


def near_means(values: Floats, reach: int) -> Floats:
    """The mean of each value and up to `reach` neighbours on either side; along the first axis."""
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    places = np.arange(len(values))
    first, last = np.maximum(places - reach, 0), np.minimum(places + reach + 1, len(values))
    return np.asarray((sums[last] - sums[first]).T / (last - first)).T


def _meaning(asked: Question, size: int, vectors: NDArray[np.float32] | None) -> Floats:
    """Shape (n, 3): cosine of the query with each utterance, with the mean of the near ones, and of the wide window."""
    if vectors is None or asked.vector is None or not size:
        return np.zeros((size, 3))
    rows = vectors.astype(np.float64)
    columns = []
    for reach in (0, _NEAR, _WIDE):
        means = near_means(rows, reach) if reach else rows
        lengths = np.linalg.norm(means, axis=1)
        cosines = means @ asked.vector / np.maximum(lengths, 1e-9)
        # What was not embedded is taken to be as far away as the farthest utterance that was.
        known = lengths > 1e-6
        columns.append(np.where(known, cosines, cosines[known].min(initial=0.0)))
    return np.column_stack(columns)


def _leaders(values: Floats) -> Floats:
    """Shape (n, 2): 1 for the highest value, and for the three highest, where they are above 0."""
    ranks = np.zeros(len(values), dtype=np.int64)
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return np.column_stack([(ranks < first) & (values > 0) for first in (1, 3)]).astype(np.float64)


def _names_in(asked: Question, lines: Lines) -> set[str]:
    """Terms of the query that name a speaker of the fragment: they say whose words are wanted, not which."""
    names = {term for speaker in set(lines.speakers) if speaker for term in terms(clean(speaker, SPEAKER_CHARACTERS))}
    return names & asked.terms.keys()


def _is_named(asked: Question, speaker: str | None) -> bool:
    found = terms(clean(speaker, SPEAKER_CHARACTERS))
    return any(term in asked.terms and len(term) > 1 for term in found)


def _any_within(hits: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    return near_means(hits.astype(np.float64), reach) > 1e-9


def _after(values: Floats) -> Floats:
    """Each value moved one place on: what the utterance before has."""
    return np.concatenate([[0.0], values[:-1]]) if len(values) else values


def _speaker_changes(speakers: Sequence[str | None]) -> Floats:
    return np.array([float(bool(at) and speakers[at] != speakers[at - 1]) for at in range(len(speakers))])

"""This file is where the words of a query find messages: phrases and excluded words strictly, the others by rarity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.archive.words import WordFilter, Words, term
from core.stop_words import QUESTION_WORDS
from core.types import Query

CEILING = 4_000
"""Words in more messages than this say little about what is meant, and weighing them would visit every hit."""

BUDGET = 30_000
"""Hits that the words of one query may have altogether."""

LONGEST_PHRASE = 8
"""Longer runs of characters are sentences; as a phrase they would hardly ever match, and cost the most."""

Ranking = list[tuple[int, float]]
"""(message id, score), best first."""

_HITS = 400
_MOST_PAIRS = 16
_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """FTS5 expressions of one query. single: each counts by its rarity; together: what a perfect hit holds all of;
    required and excluded: each must / must not occur."""

    single: tuple[str, ...]
    together: tuple[str, ...]
    required: tuple[str, ...]
    excluded: tuple[str, ...]


def terms_of(query: Query) -> Terms:
    """The query's expressions. Question words are left out unless there is nothing else."""
    required = _expressions(query.phrases, prefix=False)
    typed = _telling(query.words)
    short = [word for word in typed if not any(len(run) > LONGEST_PHRASE for run in _RUN.findall(word))]
    together = tuple(dict.fromkeys((*required, *_expressions(short, prefix=True))))
    single = tuple(dict.fromkeys((*together, *_expressions(_parts(typed), prefix=True))))
    return Terms(single, together, required, _expressions(query.excluded, prefix=False))


def word_hits(words: Words, terms: Terms, where: WordFilter, limit: int = _HITS) -> tuple[Ranking, Ranking]:
    """Two rankings, either may be empty: messages with any of the words, rare ones counting more, and
    messages with all of them, latest first.

    Messages are short, so how often a word stands in one, and how long it is, say nothing: the score is the sum of
    log(1 + n / df) over the words it holds (the idf of BM25), df and n counted within the filter and the ceiling.
    """
    latest = words.newest(terms.together, where, limit).tolist() if terms.together else []
    together = [(number, 1.0 / (1 + place)) for place, number in enumerate(latest)]
    return _by_rarity(words, terms.single, where, limit), together


def _by_rarity(words: Words, single: Sequence[str], where: WordFilter, limit: int) -> Ranking:
    hits, spent = [], 0
    for expression in single:
        found = words.newest([expression], where, CEILING + 1)
        spent += len(found)
        if 0 < len(found) <= CEILING:
            hits.append(found)
        if spent > BUDGET:
            break
    if not hits:
        return []
    weights = np.concatenate([np.full(len(found), np.log1p(CEILING / len(found))) for found in hits])
    ids, places = np.unique(np.concatenate(hits), return_inverse=True)
    scores = np.bincount(places, weights)
    best = np.lexsort((-ids, -scores))[:limit]
    return [(int(ids[at]), float(scores[at])) for at in best]


def exact(words: Words, query: Query, where: WordFilter, limit: int) -> list[int]:
    """Ids of messages that hold every word and phrase as typed and none of the excluded, latest stored first.

    Words may be the beginning of a longer one; scripts without spaces match anywhere in the text.
    """
    strict = as_typed(query)
    if strict is None:
        return []
    expressions, excluded = strict
    if not expressions:
        return [int(number) for number in words.filtered(where, limit, excluded)]
    return [int(number) for number in words.newest(expressions, where, limit, excluded)]


def as_typed(query: Query) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Expressions that must all occur, and such that must not; None when words were typed that are in no message."""
    wanted = _expressions((*query.words, *query.phrases), prefix=True)
    if not wanted and (query.words or query.phrases):
        return None
    return wanted, _expressions(query.excluded, prefix=False)


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.casefold() not in QUESTION_WORDS] or list(words)


def _parts(typed: Sequence[str]) -> list[str]:
    """What longer runs are made of: a run of characters may be a whole sentence, so its pairs are looked for too."""
    parts: dict[str, None] = {}
    for word in typed:
        runs = _RUN.findall(word)
        if runs:
            parts.update(dict.fromkeys(_RUN.sub(" ", word).split()))
        for run in runs:
            parts.update(dict.fromkeys(_pairs(run)))
    return list(parts)


def _pairs(run: str) -> list[str]:
    """The pairs of a run, those of telling characters first, at most _MOST_PAIRS."""
    if len(run) <= 2:
        return [run]
    pairs = dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1))
    ordered = sorted(
        pairs, key=lambda pair: pair in QUESTION_WORDS or sum(character in QUESTION_WORDS for character in pair) / 2
    )
    telling = [
        pair
        for pair in ordered
        if pair not in QUESTION_WORDS and not all(character in QUESTION_WORDS for character in pair)
    ]
    return (telling or ordered)[:_MOST_PAIRS]


def _expressions(words: Sequence[str], *, prefix: bool) -> tuple[str, ...]:
    return tuple(item for word in words if (item := term(word, prefix=prefix)))

"""This file is where find is: meaning and exact words recall fragments within the filters, and their ranks are fused.

FFRS step 3 (FFR paper): the query's vector against all fragments, Top-K by cosine. Beside it stands an exact recall,
and both are joined by reciprocal ranks, so neither's scale matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from core.archive import Archive
from core.archive.words import WordFilter
from core.errors import IndexServerError
from core.exact import Terms, exact, terms_of, word_hits
from core.filters import passes, resolve
from core.fusion import MEANING, WORDS, above_lowest, fused, of_best, trust
from core.index import DenseIndex
from core.protocols import Embedder
from core.types import Candidate, FoundBy, Query

_OVERFETCH = 5
_TOGETHER = 0.2  # what all words together in one message weigh, beside each word by its rarity
_LATEST, _LATEST_OF = 30.0, 60  # the scores of what filters alone find fall slowly from one half
_MATCHED = 20_000


@dataclass
class Vectors:
    """All vectors of the archive in memory, for exact search within filters; loaded on first use, kept while true."""

    generation: tuple[str, int, int] | None = None
    ids: NDArray[np.int64] | None = None
    matrix: NDArray[np.float32] | None = None
    lock: Lock = field(default_factory=Lock)

    def of(self, archive: Archive, embedder: Embedder) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Fragment ids, ascending, and their unit vectors; shapes (n,) and (n, dimension)."""
        generation = (embedder.name, *archive.cuts.generation())
        with self.lock:
            if self.ids is None or self.matrix is None or generation != self.generation:
                self.ids, self.matrix = archive.cuts.matrix(embedder.name, embedder.dimension)
                self.generation = generation
            return self.ids, self.matrix


@dataclass(frozen=True, slots=True)
class Recall:
    """What find needs: the archive and, for meaning, an embedder, the dense index and the vectors."""

    archive: Archive
    embedder: Embedder
    dense: DenseIndex
    vectors: Vectors


def find(recall: Recall, query: Query, limit: int = 20) -> list[Candidate]:
    """The `limit` most promising fragments, best first. Raises QueryError when a filter names nobody or nothing."""
    where = resolve(recall.archive, query)
    if not query.words and not query.phrases:
        return _filtered_only(recall.archive, query, where, limit)
    terms = terms_of(query)
    rare, together = word_hits(recall.archive.words, terms, where)
    hits = [*rare, *together]
    homes = recall.archive.cuts.of_messages([number for number, _ in hits])
    by_meaning = _by_meaning(recall, query, where, limit * _OVERFETCH)
    by_words = [_by_words(ranking, homes)[: limit * _OVERFETCH] for ranking in (rare, together)]
    weight = MEANING * trust(recall.embedder.coverage(query.text))
    rankings = [*zip(by_words, (WORDS, _TOGETHER), strict=True), (above_lowest(by_meaning), weight)]
    ranked = list(fused(rankings).items())
    chosen = _first_allowed(recall.archive, (terms, where), ranked, limit)
    complete = frozenset(number for number, _ in together)
    return _candidates(recall.archive, chosen, dict(by_meaning), (_grouped(hits, homes), complete))


def _candidates(
    archive: Archive,
    chosen: Sequence[tuple[int, float]],
    similarity: Mapping[int, float],
    by_words: tuple[Mapping[int, Sequence[int]], frozenset[int]],
) -> list[Candidate]:
    matched, complete = by_words
    fragments = archive.cuts.fragments([number for number, _ in chosen])
    found: list[Candidate] = []
    for number, score in chosen:
        ways: set[FoundBy] = set()
        if number in similarity:
            ways.add("meaning")
        if number in matched:
            ways.add("words")
        holding = frozenset(matched.get(number, ()))
        if number in fragments:
            found.append(
                Candidate(
                    fragments[number], score, frozenset(ways), similarity.get(number), holding, holding & complete
                )
            )
    return found


def _filtered_only(archive: Archive, query: Query, where: WordFilter, limit: int) -> list[Candidate]:
    """A query of filters alone: the latest messages that pass, without any excluded word, with their fragments."""
    latest = exact(archive.words, query, where, limit * 10)
    homes = archive.cuts.of_messages(latest)
    grouped = _grouped([(number, 1.0) for number in latest], homes)
    fragments = archive.cuts.fragments(list(grouped)[:limit])
    return [
        Candidate(
            fragments[number], _LATEST / (_LATEST_OF + rank), frozenset(["words"]), None, frozenset(grouped[number])
        )
        for rank, number in enumerate(list(grouped)[:limit])
        if number in fragments
    ]


def _by_words(hits: Sequence[tuple[int, float]], homes: dict[int, int]) -> list[tuple[int, float]]:
    """Fragments with shares of the best score, by their best messages: words spread over a few neighbouring messages
    count together."""
    scores: defaultdict[int, list[float]] = defaultdict(list)
    for number, score in hits:
        if number in homes:
            scores[homes[number]].append(score)
    totals = {number: sum(sorted(each, reverse=True)[:3]) for number, each in scores.items()}
    return of_best(sorted(totals.items(), key=lambda each: (-each[1], -each[0])))


def _by_meaning(recall: Recall, query: Query, where: WordFilter, limit: int) -> list[tuple[int, float]]:
    vector = recall.embedder.embed_query(query.text)
    nearest = None if where.active else _nearest(recall, vector, limit)
    if nearest is not None:
        return nearest
    ids, matrix = recall.vectors.of(recall.archive, recall.embedder)
    tagged = recall.archive.words.fragments(where) if where.tags else ids
    places = np.flatnonzero(np.isin(ids, tagged, assume_unique=True))
    scores = (matrix @ vector)[places]
    best = np.argsort(-scores)[: limit * 2]
    return [(int(ids[places[place]]), float(scores[place])) for place in best]


def _nearest(recall: Recall, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]] | None:
    """What the dense index finds; None where its server is gone or empty, and the archive's own vectors have to answer.
    `recall.dense.trouble` tells why."""
    try:
        found = recall.dense.query(vector, limit)
    except IndexServerError:
        return None
    if not found and recall.dense.place and recall.archive.cuts.count():
        recall.dense.trouble = f"The search index at {recall.dense.place} is empty. Run: chattrove index --rebuild"
        return None
    return found


def _first_allowed(
    archive: Archive, bounds: tuple[Terms, WordFilter], fused: Sequence[tuple[int, float]], limit: int
) -> list[tuple[int, float]]:
    """The first `limit` with a message that passes every filter, with every phrase, and without any excluded word."""
    terms, where = bounds
    required = [_Occurrence(archive, expression, where) for expression in terms.required]
    excluded = [_Occurrence(archive, expression, WordFilter()) for expression in terms.excluded]
    chosen: list[tuple[int, float]] = []
    for start in range(0, len(fused), limit):
        batch = fused[start : start + limit]
        passing = _passing(archive, [number for number, _ in batch], where)
        for occurrence in required:
            passing &= occurrence.among(passing)
        for occurrence in excluded:
            passing -= occurrence.among(passing)
        chosen += [item for item in batch if item[0] in passing]
        if len(chosen) >= limit:
            break
    return chosen[:limit]


def _passing(archive: Archive, numbers: Sequence[int], where: WordFilter) -> set[int]:
    """Those that the archive (still) has: the dense index may lag behind it while another session indexes.

    Month and person tags are those of the whole fragment: the filter has to hold for one of its messages.
    """
    fragments = archive.cuts.fragments(numbers)
    if not where.active:
        return set(fragments)
    owner = {message_id: number for number, fragment in fragments.items() for message_id in fragment.message_ids}
    return {owner[message.id] for message in archive.chats.messages(list(owner)) if passes(message, where)}


class _Occurrence:
    """Which fragments have a message with an expression: all of them at once, or, where they are too many, of those
    asked about."""

    def __init__(self, archive: Archive, expression: str, where: WordFilter) -> None:
        self._archive, self._expression, self._where = archive, expression, where
        latest = archive.words.newest([expression], where, _MATCHED)
        self._all: set[int] | None = None
        if len(latest) < _MATCHED:
            self._all = set(archive.cuts.of_messages(latest.tolist()).values())

    def among(self, numbers: set[int]) -> set[int]:
        if self._all is not None:
            return numbers & self._all
        fragments = self._archive.cuts.fragments(sorted(numbers))
        ids = [message_id for fragment in fragments.values() for message_id in fragment.message_ids]
        holding = self._archive.words.among(self._expression, self._where, ids)
        return set(self._archive.cuts.of_messages(sorted(holding)).values())


def _grouped(hits: Iterable[tuple[int, float]], homes: dict[int, int]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for number, _ in hits:
        if number in homes:
            grouped.setdefault(homes[number], []).append(number)
    return grouped

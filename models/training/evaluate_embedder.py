"""This file is where embedders are compared: how high the fragment that answers stands among all of its source.

The corpus of a group is every fragment that a query of its dialogues names, as in core.evaluation.evaluate_recall.
"""

from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from core.dialogues import Dialogue
from core.fragments import render
from core.fusion import trust
from core.lexical import Bm25
from core.protocols import Embedder
from core.scoring import corpus_of, orders, rank_of
from models.training.bootstrap import Draws
from models.training.comparing import Row, Tell, distinct
from models.training.samples import Group
from models.training.vector_cache import VectorCache

KS = (1, 5, 10, 20)


class Ranked:
    """An embedder with its name in the tables; `cache`: its vectors of rendered fragments. fused: together with BM25,
    as the program ranks."""

    def __init__(self, embedder: Embedder, cache: VectorCache, *, fused: bool) -> None:
        self.embedder, self.cache, self.fused = embedder, cache, fused


def corpus_within(dialogues: Sequence[Dialogue], turns: int, seed: int) -> list[Dialogue]:
    """Dialogues in a random order until their fragments have so many turns in all; at least one dialogue."""
    kept: list[Dialogue] = []
    for dialogue in Random(f"corpus {seed}").sample(list(dialogues), len(dialogues)):  # noqa: S311 - sampling
        turns -= sum(map(len, {query.utt_ids for query in dialogue.queries}))
        if turns < 0 and kept:
            break
        kept.append(dialogue)
    return kept


def compare_embedders(
    test: Mapping[Group, Sequence[Dialogue]], systems: Mapping[str, Ranked], queries: int, tell: Tell
) -> list[Row]:
    """BM25 and every system on every group that has queries; `queries`: how many are drawn per group."""
    rows: list[Row] = []
    for group, dialogues in test.items():
        corpus, asked = corpus_of(dialogues)
        if len(corpus) < 2:
            continue
        drawn = Random("recall").sample(asked, min(queries, len(asked)))  # noqa: S311 - sampling
        ranks = _ranks(list(map(render, corpus.values())), {key: at for at, key in enumerate(corpus)}, drawn, systems)
        draws = Draws([dialogue_id for dialogue_id, _, _ in drawn])
        for name, places in ranks.items():
            hits = {f"recall@{k}": draws.mean([place is not None and place < k for place in places]) for k in KS}
            rows.append(Row(group, name, distinct(each.id for each in dialogues), len(drawn), hits))
        told = ", ".join(f"{row.system} {row.scores['recall@1'].value:.3f}" for row in rows[-len(ranks) :])
        tell(f"embedder, {group.source} {group.language}, {len(corpus)} fragments: recall@1 {told}")
    return rows


def _ranks(
    texts: list[str],
    places: Mapping[tuple[str, tuple[int, ...]], int],
    asked: Sequence[tuple[str, str, tuple[str, tuple[int, ...]]]],
    systems: Mapping[str, Ranked],
) -> dict[str, list[int | None]]:
    words = Bm25(texts)
    vectors = {name: _vectors(each.cache, texts) for name, each in systems.items()}
    ranks: dict[str, list[int | None]] = {name: [] for name in ("BM25", *systems)}
    for _, text, wanted in asked:
        exact = words.scores(text)
        alone = orders(exact, exact, 1.0)
        ranks["BM25"].append(rank_of(places[wanted], list(alone["words"])))
        for name, system in systems.items():
            cosines = vectors[name] @ system.embedder.embed_query(text)
            found = orders(cosines, exact, trust(system.embedder.coverage(text)))
            ranks[name].append(rank_of(places[wanted], list(found["fused" if system.fused else "dense"])))
    return ranks


def _vectors(cache: VectorCache, texts: Sequence[str]) -> NDArray[np.float32]:
    rows = cache.rows(texts)
    return cache.vectors[rows].astype(np.float32)

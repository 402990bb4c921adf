"""This file is where a segmenter, an embedder and a reader are scored on annotated dialogues (`chattrove eval`).

Each function streams a file (schema: core.dialogues), may write its predictions as JSON lines, and returns a dict
that can be written as JSON. All raise DataError for a file that cannot be read, and pass Cancelled through.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from core.costs import Clock, reading_cost
from core.dialogues import Dialogue, DialogueQuery, read_dialogues
from core.errors import DataError
from core.fragments import images_of, render
from core.fusion import trust
from core.lexical import Bm25
from core.metrics import Counts, count, joint, recall_at
from core.protocols import Embedder, Reader, Report, Segmenter
from core.scoring import corpus_of, count_utterances, orders, rank_of, read_query, score_clusters, turn_clusters
from core.types import Message, Progress

KS = (1, 5, 10, 15, 20)
_RANKED = 20


@dataclass(frozen=True, slots=True)
class Task:
    """What to evaluate on. kind: only queries of this kind; predictions: where to write them (JSON lines)."""

    path: Path
    kind: str | None = None
    predictions: Path | None = None
    report: Report | None = None

    def dialogues(self, stage: str) -> Iterator[Dialogue]:
        """The file's dialogues, telling the report how many are done."""
        for done, dialogue in enumerate(read_dialogues(self.path, self.kind)):
            self.tell(stage, done, 0)
            yield dialogue

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.report is not None:
            self.report(Progress(stage, done, total))


def evaluate_segment(task: Task, segmenter: Segmenter) -> dict[str, Any]:
    """Clusters of every dialogue against its fragments (FFR paper, boundary metrics): means over those that have some.

    Only turns that stand in a true fragment are scored. Predictions: {"dialogue_id", "clusters": [[turn ids], ...]}.
    """
    rows: list[tuple[float, ...]] = []
    with _lines(task.predictions) as write:
        for dialogue in task.dialogues("segment"):
            ids = turn_clusters(dialogue, segmenter)
            write({"dialogue_id": dialogue.id, "clusters": ids})
            found = score_clusters(dialogue, ids)
            if found is not None:
                rows.append((*found.pairwise, *found.b_cubed, found.pk, found.window_diff))
    means = [float(value) for value in np.mean(rows, axis=0)] if rows else [0.0] * 8
    return {
        "task": "segment",
        "segmenter": segmenter.name,
        "dialogues": len(rows),
        "pairwise": dict(zip(("precision", "recall", "f1"), means[:3], strict=True)),
        "b_cubed": dict(zip(("precision", "recall", "f1"), means[3:6], strict=True)),
        "pk": means[6],
        "window_diff": means[7],
    }


def evaluate_read(task: Task, reader: Reader) -> dict[str, Any]:
    """Each whole dialogue read with each of its queries; counts are summed over all samples, then scored.

    The turn that holds the question itself (`opener_id`) is hidden from the reader. Predictions: {"dialogue_id",
    "query", "utt_ids", "img_ids", "confidence": {turn id: p}, "img_confidence": {image id: p}}. "cost": core.costs; the
    reader is best made for this file, because it tells what it has done since it was made.
    """
    tallies: dict[str, _Tally] = {}
    clock = Clock()
    with _lines(task.predictions) as write:
        for dialogue in task.dialogues("reading"):
            for query in dialogue.queries:
                with clock.timed():
                    found = read_query(dialogue, query, reader)
                write({"dialogue_id": dialogue.id, "query": query.text, **found})
                for name in ("all", _length(len(dialogue.messages)), f"kind:{query.kind}"):
                    tallies.setdefault(name, _Tally()).add(dialogue, query, found)
    total = tallies.pop("all", _Tally()).scores()
    by = {name: tallies[name].scores() for name in sorted(tallies)}
    return {"task": "read", "reader": reader.name, **total, "by": by, "cost": reading_cost(reader, clock)}


def evaluate_recall(task: Task, embedder: Embedder) -> dict[str, Any]:
    """Query -> fragment over every distinct (dialogue, turn ids) that a query of the file names.

    Rankings fuse cosine and BM25 as find does (core.fusion). Predictions: {"dialogue_id", "query", "ranked":
    [{"dialogue_id", "utt_ids", "score"}, ...]}, the top 20. Recall@K, and the same of either ranking alone. "cost":
    seconds for all vectors of fragments, and for one question over all of them.
    """
    corpus, questions = corpus_of(task.dialogues("corpus"))
    fragments = list(corpus.values())
    embedding, recalling = Clock(), Clock()
    with embedding.timed():
        vectors = _embed(task, embedder, fragments)
    words = Bm25([render(messages) for messages in fragments])
    keys, places = list(corpus), {key: place for place, key in enumerate(corpus)}
    ranks: dict[str, list[int | None]] = {"fused": [], "dense": [], "words": []}
    with _lines(task.predictions) as write:
        for done, (dialogue_id, text, wanted) in enumerate(questions):
            task.tell("recall", done, len(questions))
            with recalling.timed():
                cosines, weight = vectors @ embedder.embed_query(text), trust(embedder.coverage(text))
                ordered = orders(cosines, words.scores(text), weight)
            for name, order in ordered.items():
                ranks[name].append(rank_of(places[wanted], list(order)))
            top = list(ordered["fused"].items())[:_RANKED]
            ranked = [{"dialogue_id": keys[at][0], "utt_ids": keys[at][1], "score": score} for at, score in top]
            write({"dialogue_id": dialogue_id, "query": text, "ranked": ranked})
    scores = {name: {f"recall@{k}": recall_at(found, k) for k in KS} for name, found in ranks.items()}
    head = {"task": "recall", "embedder": embedder.name, "queries": len(questions), "fragments": len(fragments)}
    cost = {"seconds_for_vectors": sum(embedding.seconds), "seconds_per_question": recalling.each()}
    return {**head, **scores.pop("fused"), "alone": scores, "cost": cost}


@dataclass
class _Tally:
    samples: int = 0
    empty: int = 0
    unknown_ids: int = 0
    utterances: Counts = field(default_factory=Counts)
    images: Counts = field(default_factory=Counts)

    def add(self, dialogue: Dialogue, query: DialogueQuery, found: dict[str, Any]) -> None:
        self.samples += 1
        self.empty += not query.utt_ids and not query.img_ids
        self.unknown_ids += len(set(query.utt_ids) - set(dialogue.turn_ids))
        self.utterances += count_utterances(dialogue, query, found["utt_ids"])
        self.images += count(found["img_ids"], query.img_ids, len(images_of(dialogue.messages)))

    def scores(self) -> dict[str, Any]:
        images = None if self.images.nothing_asked else self.images.scores()._asdict()
        return {
            "samples": self.samples,
            "empty_truth": self.empty,
            "unknown_ids": self.unknown_ids,
            "utterances": self.utterances.scores()._asdict(),
            "images": images,
            "joint": joint(self.utterances, self.images)._asdict(),
        }


def _length(turns: int) -> str:
    """The paper's classes of length."""
    return "length:short" if turns < 35 else "length:medium" if turns <= 65 else "length:long"


def _embed(task: Task, embedder: Embedder, fragments: Sequence[Sequence[Message]]) -> NDArray[np.float32]:
    vectors = np.zeros((len(fragments), embedder.dimension), dtype=np.float32)
    for start in range(0, len(fragments), embedder.at_once):
        task.tell("embed", start, len(fragments))
        some = fragments[start : start + embedder.at_once]
        vectors[start : start + len(some)] = embedder.embed_fragments(some)
    return vectors


@contextmanager
def _lines(path: Path | None) -> Iterator[Callable[[dict[str, Any]], object]]:
    """A function that writes one object as one line, or does nothing without a path."""
    if path is None:
        yield lambda _: None
        return
    try:
        stream = path.open("wb")
    except OSError as error:
        raise DataError(f"{path}: predictions cannot be written ({error}). Choose another place.") from error
    with stream:
        yield lambda record: stream.write(orjson.dumps(record) + b"\n")

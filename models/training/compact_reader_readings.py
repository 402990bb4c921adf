"""This file is where samples become tensors, once: evidence, people and labels of every line, texts as rows of vectors.

What it makes is kept on disk next to the vectors, so that a second run (other network, other rate) begins to learn at
once. Long readings are cut into windows only when they are drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import features
from models.lines import Lines, lines_of
from models.questions import question
from models.reading_windows import embedded_part
from models.training.checkpoints import write_whole
from models.training.compact_reader_samples import Sample
from models.training.vector_cache import VectorCache

_SHAPES = ("whole", "fragment", "joined", "elsewhere")


@dataclass(frozen=True)
class Readings:
    """All lines of all samples one after the other, and where each sample begins (`starts`, one more than samples).

    vectors: float16, the last row is zero and stands for no words. Per line: evidence float16, text (row of the
    vectors), speakers, addressed, places, replied, labels. Per sample: query (row of the vectors), shape (place in
    _SHAPES), dialogue, group ("source kind language",
    place in `groups`).
    """

    vectors: NDArray[np.float16]
    evidence: NDArray[np.float16]
    texts: NDArray[np.int64]
    speakers: NDArray[np.int64]
    addressed: NDArray[np.int64]
    places: NDArray[np.int64]
    replied: NDArray[np.int64]
    labels: NDArray[np.float32]
    starts: NDArray[np.int64]
    queries: NDArray[np.int64]
    shapes: NDArray[np.int64]
    groups: NDArray[np.int64]
    dialogues: NDArray[np.int64]
    group_names: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.queries)

    def save(self, path: Path) -> None:
        write_whole(
            path, lambda stream: np.savez(stream, **{each.name: getattr(self, each.name) for each in fields(self)})
        )

    @classmethod
    def load(cls, path: Path) -> "Readings":
        with np.load(path) as stored:
            return cls(**{each.name: stored[each.name] for each in fields(cls)})


def shape_number(shape: str) -> int:
    return _SHAPES.index(shape)


def make_readings(samples: Iterable[Sample], vectors: VectorCache, tell: Any = print) -> Readings:
    """The readings of samples; the vectors of their texts are computed where the cache lacks them."""
    kept = list(samples)
    lines = _Memory()
    found = [lines.of(sample) for sample in kept]
    wanted = {embedded_part(text) for each in found for text in each.texts} | {sample.query for sample in kept}
    vectors.rows(sorted(wanted - {""}), lambda done, total: tell(f"vectors: {done} of {total} texts"))
    return _gathered(kept, found, vectors)


class _Memory:
    """Lines of dialogues that come back with every query are made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], tuple[Any, Lines]] = {}

    def of(self, sample: Sample) -> Lines:
        if sample.shape != "whole":
            return lines_of(sample.messages)
        key = tuple(map(id, sample.messages))
        if key not in self._known:
            self._known[key] = (sample.messages, lines_of(sample.messages))  # held, so that an id stays one thing's
        return self._known[key][1]


def _gathered(kept: Sequence[Sample], found: Sequence[Lines], vectors: VectorCache) -> Readings:
    groups = {name: at for at, name in enumerate(sorted({_group(sample) for sample in kept}))}
    dialogues: dict[str, int] = {}
    queries = vectors.rows([sample.query for sample in kept])
    parts: dict[str, list[Any]] = {name: [] for name in ("evidence", "texts", "labels")}
    rows = {id(each): _rows(each, vectors) for each in {id(each): each for each in found}.values()}
    for sample, lines, query in zip(kept, found, queries, strict=True):
        texts = rows[id(lines)]
        parts["texts"].append(texts)
        parts["evidence"].append(_evidence(sample, lines, texts, (vectors, int(query))))
        parts["labels"].append(_labels(sample, lines))
    joined = {name: np.concatenate(values) for name, values in parts.items()}
    people = {
        "speakers": np.concatenate([each.speakers for each in found]),
        "addressed": np.concatenate([each.addressed for each in found]),
        "places": np.concatenate([each.messages for each in found]),
        "replied": np.concatenate([each.replied for each in found]),
    }
    used, places = np.unique(np.concatenate([queries, joined.pop("texts")]), return_inverse=True)
    table = np.concatenate([vectors.vectors[used[used >= 0]], np.zeros((1, vectors.vectors.shape[1]), np.float16)])
    places = np.where(used[places] < 0, len(table) - 1, places - (used[0] < 0))
    return Readings(
        **joined,
        **people,
        vectors=table,
        texts=places[len(queries) :],
        starts=np.cumsum([0, *map(len, found)]),
        queries=places[: len(queries)],
        shapes=np.array([shape_number(sample.shape) for sample in kept]),
        groups=np.array([groups[_group(sample)] for sample in kept]),
        dialogues=np.array([dialogues.setdefault(sample.dialogue, len(dialogues)) for sample in kept]),
        group_names=np.array(list(groups)),
    )


def _group(sample: Sample) -> str:
    return f"{sample.source} {sample.kind} {sample.language}"


def _rows(lines: Lines, vectors: VectorCache) -> NDArray[np.int64]:
    """The row of each line's text, -1 where it has no words."""
    texts = [embedded_part(text) for text in lines.texts]
    some = vectors.rows([text for text in texts if text])
    rows = np.full(len(texts), -1, dtype=np.int64)
    rows[[at for at, text in enumerate(texts) if text]] = some
    return rows


def _evidence(
    sample: Sample, lines: Lines, texts: NDArray[np.int64], known: tuple[VectorCache, int]
) -> NDArray[np.float16]:
    vectors, query = known
    table = vectors.vectors
    cosines = np.full(len(texts), np.nan)
    cosines[texts >= 0] = table[texts[texts >= 0]].astype(np.float32) @ table[query].astype(np.float32)
    return features(question(sample.query), lines, cosines).astype(np.float16)


def _labels(sample: Sample, lines: Lines) -> NDArray[np.float32]:
    numbers = np.cumsum(lines.pictures) - 1
    rows = zip(lines.messages.tolist(), lines.pictures.tolist(), numbers.tolist(), strict=True)
    return np.array(
        [number in sample.pictures if picture else place in sample.truth for place, picture, number in rows],
        dtype=np.float32,
    )

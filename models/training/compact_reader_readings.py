"""This file is where samples become tensors, once: evidence, people and labels of every line, and the texts to embed.

In two steps, because embedders come and go. What needs no vectors is made first and kept on disk; then an embedder's
vectors are put in. Long readings are cut into windows only when they are drawn.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.fragments import clean
from models.features import FEATURES, MEANING, add_meaning, features
from models.lines import Lines, lines_of
from models.questions import question
from models.reading_windows import embedded_part
from models.training.checkpoints import write_whole
from models.training.compact_reader_samples import Sample
from models.training.vector_cache import VectorCache

SHAPES = ("whole", "fragment", "joined", "elsewhere")
_MEANING = np.isin(FEATURES, MEANING)


@dataclass(frozen=True)
class Readings:
    """All lines of all samples one after the other, and where each sample begins (`starts`, one more than samples).

    words: the distinct texts, as UTF-8, each ended by a line break; vectors: float16, of each of them, and a last row
    of zeros for lines without words (none before `embedded`). Per line: evidence float16, text (row of the vectors),
    speakers, addressed, places, replied, topics (-1: unknown), labels. Per sample: query (a row of the vectors), shape
    (place in SHAPES), group ("source kind language", place in group_names).
    """

    words: NDArray[np.uint8]
    vectors: NDArray[np.float16]
    evidence: NDArray[np.float16]
    texts: NDArray[np.int64]
    speakers: NDArray[np.int64]
    addressed: NDArray[np.int64]
    places: NDArray[np.int64]
    replied: NDArray[np.int64]
    topics: NDArray[np.int64]
    labels: NDArray[np.float32]
    starts: NDArray[np.int64]
    queries: NDArray[np.int64]
    shapes: NDArray[np.int64]
    groups: NDArray[np.int64]
    group_names: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.queries)

    def save(self, path: Path) -> None:
        parts = {each.name: getattr(self, each.name) for each in fields(self)}
        write_whole(path, lambda stream: np.savez(stream, **parts))

    @classmethod
    def load(cls, path: Path) -> "Readings":
        with np.load(path) as stored:
            return cls(**{each.name: stored[each.name] for each in fields(cls)})

    def embedded(self, vectors: VectorCache, tell: Callable[[str], object] = print) -> "Readings":
        """The same with the vectors of an embedder, and the evidence that follows from them."""
        texts = self.words.tobytes().decode("utf-8").split("\n")[:-1]
        rows = vectors.rows(texts, lambda done, total: tell(f"vectors: {done} of {total} texts"))
        table = np.concatenate([vectors.vectors[rows], np.zeros((1, vectors.dimension), np.float16)])
        evidence = self.evidence.copy()
        for number, query in enumerate(self.queries):
            span = slice(int(self.starts[number]), int(self.starts[number + 1]))
            found = evidence[span].astype(np.float32)
            cosines = table[self.texts[span]].astype(np.float32) @ table[query].astype(np.float32)
            cosines[self.texts[span] == len(texts)] = np.nan
            add_meaning(found, cosines.astype(np.float64))
            evidence[span, _MEANING] = found[:, _MEANING]
        return replace(self, vectors=table, evidence=evidence)


def make_readings(samples: Iterable[Sample]) -> Readings:
    """The readings of samples, without vectors."""
    kept, lines = list(samples), _Memory()
    found = [lines.of(sample) for sample in kept]
    texts: dict[str, int] = {}
    queries = [texts.setdefault(clean(sample.query, 1_000), len(texts)) for sample in kept]
    rows = [_rows(each, texts) for each in found]
    evidence = [features(question(s.query), each, None).astype(np.float16) for s, each in zip(kept, found, strict=True)]
    groups = {name: at for at, name in enumerate(sorted({_group(sample) for sample in kept}))}
    joined = np.concatenate(rows)
    return Readings(
        words=np.frombuffer("".join(f"{text}\n" for text in texts).encode("utf-8", "replace"), np.uint8),
        vectors=np.zeros((0, 0), np.float16),
        evidence=np.concatenate(evidence),
        texts=np.where(joined < 0, len(texts), joined),
        speakers=np.concatenate([each.speakers for each in found]),
        addressed=np.concatenate([each.addressed for each in found]),
        places=np.concatenate([each.messages for each in found]),
        replied=np.concatenate([each.replied for each in found]),
        topics=np.concatenate([_topics(s, each) for s, each in zip(kept, found, strict=True)]),
        labels=np.concatenate([_labels(s, each) for s, each in zip(kept, found, strict=True)]),
        starts=np.cumsum([0, *map(len, found)]),
        queries=np.array(queries),
        shapes=np.array([SHAPES.index(sample.shape) for sample in kept]),
        groups=np.array([groups[_group(sample)] for sample in kept]),
        group_names=np.array(list(groups)),
    )


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


def _group(sample: Sample) -> str:
    return f"{sample.source} {sample.kind} {sample.language}"


def _rows(lines: Lines, texts: dict[str, int]) -> NDArray[np.int64]:
    """The number of each line's text, -1 where it has no words."""
    parts = [embedded_part(text) for text in lines.texts]
    return np.array([texts.setdefault(part, len(texts)) if part else -1 for part in parts], dtype=np.int64)


def _topics(sample: Sample, lines: Lines) -> NDArray[np.int64]:
    return np.array(sample.topics or [-1] * len(sample.messages), dtype=np.int64)[lines.messages]


def _labels(sample: Sample, lines: Lines) -> NDArray[np.float32]:
    numbers = np.cumsum(lines.pictures) - 1
    rows: Sequence[tuple[int, bool, int]] = list(
        zip(lines.messages.tolist(), lines.pictures.tolist(), numbers.tolist(), strict=True)
    )
    return np.array(
        [number in sample.pictures if picture else place in sample.truth for place, picture, number in rows],
        dtype=np.float32,
    )

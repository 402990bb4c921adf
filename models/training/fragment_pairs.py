"""This file is where queries meet the fragments that answer them: the pairs that the embedder learns from, in batches
of fragments that look alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.dialogues import Dialogue, DialogueQuery
from core.fragments import render
from models.training.corpus import TRUST, Split, dialogues
from models.utterances import asks

Floats = NDArray[np.float32]

# How often a batch is of a source: by how much it is like what people search, by trust and by size. Chinese has few
# dialogues with human labels, so its documents count for more than their trust says. Others count 1.
SHARES = {
    "qmsum": 12, "passage_qa": 12, "docs_zh2": 12, "bitcointranscripts": 9, "docs_zh": 7, "crd3": 7, "ethereum_pm": 6,
    "irc_disentanglement": 6, "sgd": 6, "crosswoz": 5, "kdconv": 4, "star": 4, "monero_meetings": 3,
    "jsonld_minutes": 3, "changelog": 3, "convosumm_email": 2,
}  # fmt: skip
_NEAREST = 12
_CHUNK = 2_000
_LIKE = 600  # characters by which fragments are compared


@dataclass(frozen=True, slots=True)
class FragmentPair:
    """A query, the lines of the fragment that answers it ("Speaker: text"), and what of which dialogue it is."""

    source: str
    query: str
    lines: tuple[str, ...]
    dialogue: str
    turns: frozenset[int]

    @property
    def trust(self) -> float:
        """The weight of its loss, in (0, 1]; see models.training.corpus.TRUST."""
        return TRUST.get(self.source, 1.0)

    def answers(self, other: "FragmentPair") -> bool:
        """True where this fragment may answer the other's query too: it must not count as a wrong answer."""
        same = self.dialogue == other.dialogue and not self.turns.isdisjoint(other.turns)
        return same or self.query == other.query or self.lines == other.lines


def read_pairs(folder: Path, split: Split, most: int, seed: int) -> dict[str, list[FragmentPair]]:
    """The pairs of each source, at most `most` of it, drawn evenly over its queries. Raises DataError."""
    found: defaultdict[str, list[FragmentPair]] = defaultdict(list)
    seen: defaultdict[str, int] = defaultdict(int)
    random = Random(seed)  # noqa: S311 - sampling
    for source, dialogue in dialogues(folder, split):
        lines = _Lines(dialogue)
        for query in dialogue.queries:
            if not query.utt_ids or not query.text.strip():
                continue
            seen[source] += 1
            at = len(found[source]) if len(found[source]) < most else random.randrange(seen[source])
            if at < most and (told := lines.of(query)):
                pair = FragmentPair(source, query.text, told, dialogue.id, frozenset(query.utt_ids))
                found[source][at : at + 1] = [pair]
    return dict(found)


def question_answer_pairs(pair: FragmentPair, most: int, random: Random) -> list[tuple[str, str]]:
    """(line, the next line by somebody else) of one fragment, no line twice; questions first (paper, FEM: intra)."""
    texts = [line.partition(": ")[2] or line for line in pair.lines]
    speakers = [line.partition(": ")[0] for line in pair.lines]
    places = [at for at, (one, two) in enumerate(pairwise(speakers)) if one != two]
    random.shuffle(places)
    places.sort(key=lambda at: not asks(texts[at]))
    taken: set[int] = set()
    chosen: list[tuple[str, str]] = []
    for at in places:
        enough = min(len(texts[at]), len(texts[at + 1])) >= 8
        if enough and not {at, at + 1} & taken and len(chosen) < most:
            taken |= {at, at + 1}
            chosen.append((texts[at], texts[at + 1]))
    return chosen


class Batches:
    """Draws batches of one source each, made of groups of fragments whose words look alike: hard negatives."""

    def __init__(self, pairs: Mapping[str, Sequence[FragmentPair]], likeness: Any, group: int) -> None:
        """likeness: texts -> unit rows by which fragments are compared."""
        self._pairs = {source: some for source, some in pairs.items() if len(some) >= group}
        self._near = {
            source: nearest(likeness([" ".join(pair.lines)[:_LIKE] for pair in some]))
            for source, some in self._pairs.items()
        }
        self._sources = sorted(self._pairs)
        self._shares = [SHARES.get(source, 1) for source in self._sources]
        self._group = group

    def draw(self, size: int, random: Random) -> list[FragmentPair]:
        """Up to `size` pairs of one source."""
        source = random.choices(self._sources, self._shares)[0]
        pairs, near = self._pairs[source], self._near[source]
        chosen: dict[int, None] = {}
        for _ in range(size // self._group):
            first = random.randrange(len(pairs))
            others = random.sample(list(near[first]), min(self._group - 1, near.shape[1]))
            chosen |= dict.fromkeys((first, *(int(at) for at in others)))
        return [pairs[at] for at in chosen]


def nearest(vectors: Floats) -> NDArray[np.int64]:
    """Shape (n, up to 12): for each row the places of the rows most like it, without itself."""
    found = []
    count = min(_NEAREST, len(vectors) - 1)
    for start in range(0, len(vectors), _CHUNK):
        likeness = vectors[start : start + _CHUNK] @ vectors.T
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -2
        found.append(np.argpartition(-likeness, count - 1, axis=1)[:, :count])
    return np.concatenate(found)


def sampled(
    pairs: Mapping[str, Sequence[FragmentPair]], most: int, seed: int
) -> Iterator[tuple[str, list[FragmentPair]]]:
    """(source, at most `most` of its pairs), the same in every run."""
    for source in sorted(pairs):
        some = list(pairs[source])
        Random(f"{seed} {source}").shuffle(some)  # noqa: S311 - sampling
        yield source, some[:most]


class _Lines:
    """The rendered turns of one dialogue, each rendered once: queries of a long dialogue share most of them."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._messages = dict(zip(dialogue.turn_ids, dialogue.messages, strict=True))
        self._known: dict[int, str] = {}

    def of(self, query: DialogueQuery) -> tuple[str, ...]:
        for turn in query.utt_ids:
            if turn not in self._known and turn in self._messages:
                self._known[turn] = render([self._messages[turn]])
        return tuple(line for turn in sorted(query.utt_ids) if (line := self._known.get(turn)))

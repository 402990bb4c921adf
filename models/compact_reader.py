"""This file is where the compact reader chooses the utterances and pictures of a fragment that answer a query.

The small reader that needs no download (FFR paper, the task of F2RVLM): the frozen embedder gives every line a vector,
models.features the evidence, and one pass of a small trained network (models.training.compact_reader) weighs all lines
of all fragments at once, each in the light of the others. It can only ever return ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.types import Answer, Message
from models.decision import Decision
from models.features import FEATURES, features
from models.lines import Lines, lines_of, text_facts
from models.providers import open_session
from models.questions import Question, question
from models.reading_windows import INPUTS, Reading, arrays, embedded_part, windows
from models.utterances import UtteranceEmbedder, UtteranceVectors

if TYPE_CHECKING:
    from models.bundle import ModelEntry

_BATCH_LINES = 2_048

Floats = NDArray[np.float64]
_Part = tuple[int, int, int]


@dataclass(frozen=True)
class ReaderNetwork:
    """The trained network and the cuts that belong to it; `dimension`: of the vectors it was trained with."""

    name: str
    session: Any
    decision: Decision
    dimension: int


class CompactReader:
    """A core.protocols.Reader. For one thread: it remembers the vectors of texts.

    budget: roughly how many tokens not yet known one call may embed where it gets several fragments; lines with the
    query's words nearby go first, the rest is read by its words. A fragment given alone is embedded in full.
    """

    def __init__(self, network: ReaderNetwork, embedder: UtteranceEmbedder, budget: int = 12_000) -> None:
        if embedder.dimension != network.dimension:
            raise ModelError(
                f"The reader {network.name} needs vectors of {network.dimension} numbers, {embedder.name} gives "
                f"{embedder.dimension}. Install ChatTrove again."
            )
        self.name = network.name
        self._network = network
        self._vectors = UtteranceVectors(embedder)
        self._budget = budget

    def read(self, query: str, fragments: Sequence[Sequence[Message]]) -> list[Answer]:
        """One Answer per fragment, in order, ids local to it; confidences and relevance are calibrated probabilities."""
        asked = question(query)
        pages = [lines_of(messages) for messages in fragments]
        readings = self._readings(asked, pages, None if len(fragments) == 1 else self._budget)
        return [
            self._answer(reading.lines, *found) for reading, found in zip(readings, self._odds(readings), strict=True)
        ]

    def _readings(self, asked: Question, pages: Sequence[Lines], budget: float | None) -> list[Reading]:
        known = self._embedded(asked, pages, budget)
        query = self._vectors.of([asked.text])[0]
        made = []
        for lines in pages:
            vectors, cosines = self._rows(lines, known), np.full(len(lines), np.nan)
            some = np.abs(vectors).max(axis=1, initial=0) > 0
            cosines[some] = vectors[some] @ query
            made.append(Reading(lines, vectors, query, features(asked, lines, cosines)))
        return made

    def _embedded(self, asked: Question, pages: Sequence[Lines], budget: float | None) -> set[str]:
        """The texts that get a vector: those known already, then those with the query's words, as far as the budget
        goes."""
        texts = {embedded_part(text): text for lines in pages for text in lines.texts if text}
        new = [text for text in texts if not self._vectors.known(text)]
        if budget is not None and sum(map(_tokens, new)) > budget:
            told = {text: sum(asked.telling.get(term, 0.0) for term in text_facts(texts[text]).counts) for text in new}
            new.sort(key=lambda text: (told[text], text), reverse=True)
            spent = np.cumsum([_tokens(text) for text in new])
            left_out = set(new[int(np.searchsorted(spent, budget, "right")) :])
            texts = {text: whole for text, whole in texts.items() if text not in left_out}
        self._vectors.of([asked.text, *sorted(texts)])
        return set(texts)

    def _rows(self, lines: Lines, known: set[str]) -> NDArray[np.float32]:
        """Shape (lines, dimension); zero rows for lines without words and those left out."""
        parts = [embedded_part(text) for text in lines.texts]
        places = [at for at, part in enumerate(parts) if part and part in known]
        rows = np.zeros((len(parts), self._network.dimension), np.float32)
        rows[places] = self._vectors.of([parts[at] for at in places])
        return rows

    def _odds(self, readings: Sequence[Reading]) -> list[tuple[Floats, float]]:
        """Log odds of every line, and of there being anything, per reading; windows that share a line are averaged."""
        sums = [np.zeros(len(reading.lines)) for reading in readings]
        times = [np.zeros(len(reading.lines)) for reading in readings]
        something = [-np.inf] * len(readings)
        for batch in _batches([len(reading.lines) for reading in readings]):
            inputs = arrays([(readings[number], start, end) for number, start, end in batch])
            found = self._network.session.run(None, {name: inputs[name] for name in INPUTS})[0]
            for row, (number, start, end) in zip(found, batch, strict=True):
                sums[number][start:end] += row[1 : 1 + end - start]
                times[number][start:end] += 1
                something[number] = max(something[number], float(row[0]))
        return [(each / np.maximum(many, 1), top) for each, many, top in zip(sums, times, something, strict=True)]

    def _answer(self, lines: Lines, odds: Floats, something: float) -> Answer:
        decision = self._network.decision
        chances, relevance = decision.chances(odds), float(decision.relevance(np.array(something)))
        if relevance < decision.relevance_cut:
            return Answer(relevance=relevance)
        numbers = np.cumsum(lines.pictures) - 1
        utterances: dict[int, float] = {}
        images: dict[int, float] = {}
        for at in np.flatnonzero(chances >= decision.least(chances)):
            if lines.pictures[at]:
                images[int(numbers[at])] = float(chances[at])
            elif lines.texts[at]:
                utterances[int(lines.messages[at])] = float(chances[at])
        return Answer(utterances, images, relevance)


def load_network(entry: "ModelEntry") -> ReaderNetwork:
    """The network of a manifest entry whose files were checked. Raises ModelError when it was trained for other
    evidence than this program's, or cannot be loaded."""
    if entry.facts.get("features") != list(FEATURES):
        raise ModelError(f"The reader {entry.name} was trained for other evidence. Install ChatTrove again.")
    opened = open_session(entry.files["network"].path)
    decision = Decision.from_record(entry.facts["decision"])
    return ReaderNetwork(f"{entry.name}:{entry.digest}", opened.session, decision, int(entry.facts["dimension"]))


def _batches(sizes: Sequence[int]) -> Iterator[list[_Part]]:
    """Windows (reading, start, end) of like length together, so that little is padded."""
    every = [(number, *window) for number, size in enumerate(sizes) if size for window in windows(size)]
    batch: list[_Part] = []
    for part in sorted(every, key=lambda part: part[2] - part[1]):
        if batch and (len(batch) + 1) * (part[2] - part[1]) > _BATCH_LINES:
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch


def _tokens(text: str) -> float:
    """Roughly what a word-piece tokenizer makes of a text."""
    plain = sum(character < "\u2e80" for character in text)
    return 2 + plain / 4 + (len(text) - plain)

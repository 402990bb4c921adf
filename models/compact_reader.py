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
from core.protocols import Check, unhindered
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
_FEW_LINES, _NEAR = 30, 0.6
_BESIDE = 0.8
_TELLING, _COSINE = FEATURES.index("telling_share"), FEATURES.index("meaning_cosine")

Floats = NDArray[np.float64]


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

    at_once = 20  # together they show it what a good answer looks like
    together = True

    def __init__(self, network: ReaderNetwork, embedder: UtteranceEmbedder, budget: int = 5_000) -> None:
        if embedder.dimension != network.dimension:
            raise ModelError(
                f"The reader {network.name} needs vectors of {network.dimension} numbers, {embedder.name} gives "
                f"{embedder.dimension}. Install ChatTrove again."
            )
        self.name = network.name
        self._network = network
        self._vectors = UtteranceVectors(embedder)
        self._budget = budget

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        """One Answer per fragment, in order, ids local to it; confidences and relevance are calibrated.

        Several fragments are read together as one long chat, the earlier messages first: what answers in one of them
        shows how little the others do, which a fragment of three messages alone could not tell.
        """
        check()
        order = sorted(range(len(fragments)), key=lambda number: fragments[number][0].id if fragments[number] else 0)
        lines = lines_of([message for number in order for message in fragments[number]])
        reading = self._reading(question(query), lines, None if len(fragments) == 1 else self._budget)
        odds, something = self._odds(reading)
        chosen = _Chosen(self._network.decision, lines, odds, something if _is_plausible(reading) else -np.inf)
        answers: dict[int, Answer] = {}
        first = 0
        for number in order:
            answers[number] = chosen.answer(first, first + len(fragments[number]))
            first += len(fragments[number])
        return [answers[number] for number in range(len(fragments))]

    def _reading(self, asked: Question, lines: Lines, budget: float | None) -> Reading:
        known = self._embedded(asked, lines, budget)
        query = self._vectors.of([asked.text])[0]
        vectors, cosines = self._rows(lines, known), np.full(len(lines), np.nan)
        some = np.abs(vectors).max(axis=1, initial=0) > 0
        cosines[some] = vectors[some] @ query
        return Reading(lines, vectors, query, features(asked, lines, cosines))

    def _embedded(self, asked: Question, lines: Lines, budget: float | None) -> set[str]:
        """The texts that get a vector: those known already, then those with the query's words, as far as the budget
        goes."""
        texts = {embedded_part(text): text for text in lines.texts if text}
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

    def _odds(self, reading: Reading) -> tuple[Floats, float]:
        """Log odds of every line, and of there being anything; windows that share a line are averaged."""
        size = len(reading.lines)
        sums, times, something = np.zeros(size), np.zeros(size), -np.inf
        for batch in _batches(size):
            inputs = arrays([(reading, start, end) for start, end in batch])
            found = self._network.session.run(None, {name: inputs[name] for name in INPUTS})[0]
            for row, (start, end) in zip(found, batch, strict=True):
                sums[start:end] += row[1 : 1 + end - start]
                times[start:end] += 1
                something = max(something, float(row[0]))
        return sums / np.maximum(times, 1), something


def _is_plausible(reading: Reading) -> bool:
    """False for a few lines that share no telling word with the query and are not near it in meaning either: among so
    few, nothing shows the network what is usual, and it takes the least bad for good."""
    few = len(reading.lines) < _FEW_LINES
    return not few or bool(
        (reading.evidence[:, _TELLING] > 0).any() or reading.evidence[:, _COSINE].max(initial=-1.0) >= _NEAR
    )


class _Chosen:
    """What of all the lines is sure enough, and which fragment it belongs to."""

    def __init__(self, decision: Decision, lines: Lines, odds: Floats, something: float) -> None:
        self._lines = lines
        self._chances = _with_pictures(lines, decision.chances(odds))
        self._relevance = float(decision.relevance(np.array(something)))
        self._best = float(self._chances.max(initial=0.0))
        self._sure = self._chances >= decision.least(self._chances)
        self._cut = decision.relevance_cut

    def answer(self, first: int, last: int) -> Answer:
        """Of the fragment whose messages are `first` to `last`; its relevance is that of all by how near its best line
        comes to the best."""
        lines, own = self._lines, (self._lines.messages >= first) & (self._lines.messages < last)
        share = float(self._chances[own].max(initial=0.0)) / self._best if self._best else 0.0
        if self._relevance * share < self._cut:
            return Answer(relevance=self._relevance * share)
        numbers = np.cumsum(lines.pictures & own) - 1
        utterances: dict[int, float] = {}
        images: dict[int, float] = {}
        for at in map(int, np.flatnonzero(own & self._sure)):
            if lines.pictures[at]:
                images[int(numbers[at])] = float(self._chances[at])
            elif lines.texts[at]:
                utterances[int(lines.messages[at]) - first] = float(self._chances[at])
        return Answer(utterances, images, self._relevance * share)


def _with_pictures(lines: Lines, chances: Floats) -> Floats:
    """A picture of which no word is known is judged by the message it comes with and those beside it."""
    beside = chances.copy()
    told = np.array([bool(text) for text in lines.texts], dtype=np.bool_)
    best = np.zeros(
        int(lines.messages.max(initial=-1)) + 3
    )  # per message, with one before the first and after the last
    np.maximum.at(best, lines.messages[told] + 1, chances[told])
    for at in map(int, np.flatnonzero(lines.pictures & ~told)):
        place = int(lines.messages[at])
        beside[at] = max(chances[at], _BESIDE * float(best[place : place + 3].max()))
    return beside


def load_network(entry: "ModelEntry") -> ReaderNetwork:
    """The network of a manifest entry whose files were checked. Raises ModelError when it was trained for other
    evidence than this program's, or cannot be loaded."""
    if entry.facts.get("features") != list(FEATURES):
        raise ModelError(f"The reader {entry.name} was trained for other evidence. Install ChatTrove again.")
    opened = open_session(entry.files["network"].path)
    decision = Decision.from_record(entry.facts["decision"])
    return ReaderNetwork(f"{entry.name}:{entry.digest}", opened.session, decision, int(entry.facts["dimension"]))


def _batches(size: int) -> Iterator[list[tuple[int, int]]]:
    """Windows (start, end) of `size` lines, as many at once as memory likes; the last is no longer than the others."""
    every = windows(size) if size else []
    at_once = max(1, _BATCH_LINES // max((end - start for start, end in every), default=1))
    for first in range(0, len(every), at_once):
        yield every[first : first + at_once]


def _tokens(text: str) -> float:
    """Roughly what a word-piece tokenizer makes of a text."""
    plain = sum(character < "\u2e80" for character in text)
    return 2 + plain / 4 + (len(text) - plain)

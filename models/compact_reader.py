"""This file is where the compact reader chooses the utterances and pictures of a fragment that answer a query.

It is the baseline that a trained model replaces later (FFR paper, F2RVLM): no language model, but similarity of
meaning (any utterance embedder), the query's telling words, and the form of question and answer, weighed by small
fitted logistic models (models.judgement). It runs anywhere in milliseconds and can only ever return ids.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.fragments import clean, image_text, images_of
from core.types import Answer, Attachment, Message
from models.evidence import FEATURES, Lines, Question, features, question, word_shares
from models.judgement import (
    Judgement,
    chance,
    context_features,
    fitted,
    log_odds,
    relevance_features,
)
from models.utterances import UtteranceEmbedder, UtteranceVectors

_UTTERANCE_CHARACTERS = 400
_LONGEST, _WINDOW, _STEP = 40, 35, 20
_PICTURES_APART = 10
_NEIGHBOUR_TRUST = 0.8
_PICTURE_BONUS = 0.5
_AFTER_QUESTION = FEATURES.index("after_question")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What the models say of one fragment: log odds per utterance in context, the evidence behind, and the chance that
    the fragment answers at all."""

    odds: Floats
    evidence: Floats
    relevance: float

    @property
    def chances(self) -> Floats:
        """The confidence of each utterance: that the fragment answers, times that the utterance does if so."""
        return chance(self.odds) * self.relevance


class CompactReader:
    """A core.protocols.Reader. What is longer than 40 utterances is read in windows, whose answers are united.

    embedder: None reads by words alone. budget: roughly how many tokens not yet known one call may embed where it gets
    several fragments; utterances with the query's words nearby go first. A fragment given alone is embedded in full.
    judgements: other coefficients than the shipped ones, by script.
    """

    name = "compact-baseline-1"

    def __init__(
        self,
        embedder: UtteranceEmbedder | None,
        budget: int = 3_000,
        judgements: Mapping[str, Judgement] | None = None,
    ) -> None:
        self._vectors = UtteranceVectors(embedder) if embedder is not None else None
        self._budget = budget
        self._judgements = judgements

    def read(self, query: str, fragments: Sequence[Sequence[Message]]) -> list[Answer]:
        """One Answer per fragment, in order, ids local to it. Confidences and relevance are fitted probabilities.

        A picture is judged by its own words (caption, file name, text in it) in its message's place, or, without any,
        by its message and the messages beside it. Raises ModelError when the coefficients cannot be read.
        """
        asked = self.ask(query)
        judgement = (self._judgements or fitted())["unspaced" if asked.unspaced else "spaced"]
        pages = [[_page(messages[start:end]) for start, end in windows(len(messages))] for messages in fragments]
        flat = [lines for parts in pages for page in parts for lines in page.versions]
        shares = [word_shares(asked, lines) for lines in flat]
        known = self._embedded(flat, shares, None if len(fragments) == 1 else self._budget)
        readings = iter(
            [self._reading(asked, lines, share, (known, judgement)) for lines, share in zip(flat, shares, strict=True)]
        )
        found = [
            [_judged(asked, page, [next(readings) for _ in page.versions], judgement) for page in parts]
            for parts in pages
        ]
        return [_unite(messages, chosen, judgement) for messages, chosen in zip(fragments, found, strict=True)]

    def ask(self, query: str) -> Question:
        """The query taken apart and embedded."""
        vector = self._vectors.of([clean(query, 1_000)])[0] if self._vectors is not None else None
        return question(query, vector)

    def evidence(self, asked: Question, messages: Sequence[Message]) -> Floats:
        """The evidence of every utterance of one window, all embedded; what models.training.calibrate fits on."""
        lines = _page(messages).versions[0]
        shares = word_shares(asked, lines)
        return features(asked, lines, shares, self._rows(lines, self._embedded([lines], [shares], None)))

    def _embedded(self, flat: Sequence[Lines], shares: Sequence[Floats], budget: int | None) -> set[str]:
        """The texts that get a vector within the budget: those known already, then by words nearby, then by length."""
        if self._vectors is None:
            return set()
        best: dict[str, tuple[float, int]] = {}
        for lines, share in zip(flat, shares, strict=True):
            for text, near in zip(lines.texts, share[:, 1], strict=True):
                if text:
                    best[text] = max(best.get(text, (0.0, 0)), (float(near), min(len(text), 80)))
        chosen = {text for text in best if self._vectors.known(text)}
        left = float("inf") if budget is None else float(budget)
        for text in sorted(best.keys() - chosen, key=lambda text: (best[text], text), reverse=True):
            left -= _tokens(text)
            if left < 0:
                break
            chosen.add(text)
        self._vectors.of(sorted(chosen))
        return chosen

    def _rows(self, lines: Lines, known: set[str]) -> NDArray[np.float32] | None:
        if self._vectors is None:
            return None
        places = [at for at, text in enumerate(lines.texts) if text in known]
        found = self._vectors.of([lines.texts[at] for at in places])
        rows = np.zeros((len(lines.texts), found.shape[1]), dtype=np.float32)
        rows[places] = found
        return rows

    def _reading(self, asked: Question, lines: Lines, shares: Floats, how: tuple[set[str], Judgement]) -> Reading:
        known, judgement = how
        return judge(asked, features(asked, lines, shares, self._rows(lines, known)), judgement)


def windows(size: int) -> list[tuple[int, int]]:
    """Start and end of the stretches that are read at once: 35 utterances, 15 of them shared (FFR paper)."""
    if size <= _LONGEST:
        return [(0, size)]
    return [(start, min(start + _WINDOW, size)) for start in range(0, size - _WINDOW + _STEP, _STEP)]


def judge(asked: Question, evidence: Floats, judgement: Judgement) -> Reading:
    """The three models, one after the other, over the evidence of one fragment."""
    if not len(evidence):
        return Reading(np.zeros(0), evidence, 0.0)
    alone = log_odds(evidence, judgement.alone)
    odds = log_odds(context_features(alone, evidence[:, _AFTER_QUESTION]), judgement.context)
    relevance = log_odds(relevance_features(odds, evidence, len(asked.terms)), judgement.relevance)
    return Reading(odds, evidence, float(chance(relevance)))


@dataclass(frozen=True)
class _Page:
    """A fragment to be read: the utterances, then the same with the pictures' words put in their place: version 1
    holds the first picture of each message, version 2 the second... The tenth and later ones of a message share one.

    pictures: per picture the version that holds its words (0: it has none) and its message's place.
    """

    versions: tuple[Lines, ...]
    pictures: tuple[tuple[int, int], ...]


def _page(messages: Sequence[Message]) -> _Page:
    texts = [_own_text(message) for message in messages]
    speakers = [message.sender for message in messages]
    versions = [list(texts)]
    pictures = []
    for at, message in enumerate(messages):
        told = 0
        for picture in images_of([message]):
            words = clean(image_text(picture), _UTTERANCE_CHARACTERS)
            told = min(told + bool(words), _PICTURES_APART)
            pictures.append((told if words else 0, at))
            if words:
                versions += [list(texts) for _ in range(told + 1 - len(versions))]
                versions[told][at] = clean(f"{words} {versions[told][at]}", _UTTERANCE_CHARACTERS)
    return _Page(tuple(Lines.of(version, speakers) for version in versions), tuple(pictures))


def _own_text(message: Message) -> str:
    """What the message says without its pictures; other attachments count by their names and captions."""
    others: list[Attachment] = [each for each in message.attachments if not each.is_image]
    words = [clean(message.text, _UTTERANCE_CHARACTERS), *(image_text(each) for each in others)]
    return clean(" ".join(word for word in words if word), _UTTERANCE_CHARACTERS)


@dataclass(frozen=True)
class _Chances:
    """Confidence of each utterance and picture of one window, 0 where what it was read with answers nothing; and of the
    window."""

    spoken: Floats
    seen: Sequence[float]
    relevance: float


def _judged(asked: Question, page: _Page, readings: Sequence[Reading], judgement: Judgement) -> _Chances:
    # A caption that fits makes its own picture an answer, not the words and pictures that happen to stand beside it.
    answers = [float(reading.relevance >= judgement.relevance_cut) for reading in readings]
    spoken = readings[0].chances * np.array([answers[0] * bool(text) for text in page.versions[0].texts])
    seen = [answers[version] * _picture_chance(asked, page, readings, (version, at)) for version, at in page.pictures]
    return _Chances(spoken, seen, max(reading.relevance for reading in readings))


def _unite(messages: Sequence[Message], parts: Sequence[_Chances], judgement: Judgement) -> Answer:
    """What any window is sure enough of; an id that several windows hold has the best of their confidences."""
    before = [0]
    for message in messages:
        before.append(before[-1] + len(images_of([message])))
    utterances: dict[int, float] = {}
    images: dict[int, float] = {}
    for (start, _), part in zip(windows(len(messages)), parts, strict=True):
        least = judgement.least(max([*part.spoken, *part.seen], default=0.0))
        _raise(utterances, start, part.spoken, least)
        _raise(images, before[start], part.seen, least)
    return Answer(utterances, images, max(part.relevance for part in parts))


def _raise(found: dict[int, float], start: int, chances: Iterable[float], cut: float) -> None:
    for at, p in enumerate(chances, start):
        if p >= cut:
            found[at] = max(found.get(at, 0.0), float(p))


def _picture_chance(asked: Question, page: _Page, readings: Sequence[Reading], picture: tuple[int, int]) -> float:
    version, at = picture
    texts, reading = page.versions[version].texts, readings[version]
    chances = chance(reading.odds + _PICTURE_BONUS * asked.picture_wanted) * reading.relevance
    if texts[at]:
        return float(chances[at])
    beside = [float(chances[near]) for near in (at - 1, at + 1) if 0 <= near < len(texts) and texts[near]]
    return _NEIGHBOUR_TRUST * max(beside, default=0.0)


def _tokens(text: str) -> float:
    """Roughly what a word-piece tokenizer makes of a text."""
    plain = sum(character < "\u2e80" for character in text)
    return 2 + plain / 4 + (len(text) - plain)

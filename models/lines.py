"""This file is where a fragment becomes lines to choose from: one per utterance, and one per picture after its message.

A line knows its text, who says it, whom it addresses, what it replies to and when; the lines of one reading also know
their terms, so that a query's words are looked up and not searched for.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from core.fragments import clean, image_text
from core.lexical import terms
from core.types import Attachment, Message
from models.addressing import NOBODY, People
from models.questions import pieces
from models.term_weights import weight
from models.utterances import asks

UTTERANCE_CHARACTERS = 600
_NUMBER = re.compile(r"\d|[零一二两三四五六七八九十百千万]+[点个块元月号日年天分岁人次]")

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Postings = Mapping[str, tuple[Whole, Floats]]


@dataclass(frozen=True)
class TextFacts:
    """What one text shows by itself, whatever is asked."""

    counts: Counter[str]
    pieces: frozenset[str]
    asks: bool
    has_number: bool
    mass: float


@dataclass(frozen=True)
class Lines:
    """n lines in order. texts: their own words; messages: the place of each line's message; pictures: True for the
    lines that are pictures. speakers, addressed: numbers of people, -1 for nobody; replied: the place of the message
    that a line quotes, -1 for none; gaps: minutes since the message before, NaN where times are lacking."""

    texts: Sequence[str]
    messages: Whole
    pictures: NDArray[np.bool_]
    speakers: Whole
    names: Sequence[str | None]
    addressed: Whole
    replied: Whole
    gaps: Floats

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def facts(self) -> list[TextFacts]:
        return [text_facts(text) for text in self.texts]

    @cached_property
    def postings(self) -> Postings:
        """Term -> (lines that have it, how often)."""
        return _postings([each.counts for each in self.facts])

    @cached_property
    def piece_postings(self) -> Postings:
        """Piece -> (lines that have it, 1)."""
        return _postings([dict.fromkeys(each.pieces, 1) for each in self.facts])

    @cached_property
    def lengths(self) -> Floats:
        return np.array([sum(each.counts.values()) for each in self.facts], dtype=np.float64)

    @cached_property
    def asking(self) -> Floats:
        return np.array([each.asks for each in self.facts], dtype=np.float64)

    @cached_property
    def numbers(self) -> Floats:
        return np.array([each.has_number for each in self.facts], dtype=np.float64)

    @cached_property
    def masses(self) -> Floats:
        return np.array([each.mass for each in self.facts], dtype=np.float64)


def lines_of(messages: Sequence[Message]) -> Lines:
    """The lines of a fragment or of a whole conversation; a message without words still has its line."""
    people = People([message.sender for message in messages])
    place_of = {message.key: at for at, message in enumerate(messages)}
    gaps = _gaps(messages)
    texts: list[str] = []
    rows: list[tuple[int, bool]] = []
    for at, message in enumerate(messages):
        texts += [own_text(message), *(picture_text(each) for each in message.attachments if each.is_image)]
        rows += [(at, False), *((at, True) for each in message.attachments if each.is_image)]
    places = np.array([at for at, _ in rows], dtype=np.int64)
    # A picture's words ("red bicycle: 120 EUR") address nobody; its message may.
    addressed = np.array([people.addressed(own_text(message)) for message in messages], dtype=np.int64)
    replied = [place_of.get(message.reply_to, NOBODY) if message.reply_to else NOBODY for message in messages]
    return Lines(
        texts=texts,
        messages=places,
        pictures=np.array([picture for _, picture in rows], dtype=np.bool_),
        speakers=np.array(people.speakers, dtype=np.int64)[places],
        names=[messages[at].sender for at in places],
        addressed=addressed[places],
        replied=np.array(replied, dtype=np.int64)[places],
        gaps=gaps[places],
    )


def own_text(message: Message) -> str:
    """What the message says without its pictures; other attachments count by their names and captions."""
    others: list[Attachment] = [each for each in message.attachments if not each.is_image]
    words = [clean(message.text, UTTERANCE_CHARACTERS), *(image_text(each) for each in others)]
    return clean(" ".join(word for word in words if word), UTTERANCE_CHARACTERS)


def picture_text(picture: Attachment) -> str:
    """A picture's own words: caption, telling file name, text read in it; often none."""
    return clean(image_text(picture), UTTERANCE_CHARACTERS)


@lru_cache(maxsize=100_000)
def text_facts(text: str) -> TextFacts:
    counts = Counter(terms(text))
    return TextFacts(counts, pieces(counts), asks(text), _NUMBER.search(text) is not None, sum(map(weight, counts)))


def _postings(found: Sequence[Mapping[str, int]]) -> Postings:
    places: dict[str, list[int]] = {}
    times: dict[str, list[int]] = {}
    for at, counts in enumerate(found):
        for term, often in counts.items():
            places.setdefault(term, []).append(at)
            times.setdefault(term, []).append(often)
    return {term: (np.array(places[term]), np.array(times[term], dtype=np.float64)) for term in places}


def _gaps(messages: Sequence[Message]) -> Floats:
    """Minutes before each message; time that runs backwards is no pause."""
    instants = np.array([np.nan if message.sent_at is None else message.sent_at for message in messages])
    return np.concatenate([[np.nan], np.maximum(np.diff(instants), 0) / 60_000]) if len(messages) else np.zeros(0)

"""This file is where chosen messages and pictures become spans: in order, merged, with the messages around them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.types import Attachment, Message, Span, SpanImage, SpanMessage

Neighbours = Callable[[int, int, int], Sequence[Message]]
"""neighbours(message id, before, after): up to so many messages ahead of it, itself, and up to so many behind it, in
the conversation's order; empty for an unknown id."""


@dataclass
class Chosen:
    """What is to be seen of one conversation, by id. Confidence None: found, but confirmed by nobody.

    messages and images (by attachment id) are highlighted; shown: all that context is put around, highlighted or not.
    """

    messages: dict[int, float | None] = field(default_factory=dict)
    images: dict[int, float | None] = field(default_factory=dict)
    shown: dict[int, Message] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The highest confidence, 0 without any."""
        sure = [value for value in (*self.messages.values(), *self.images.values()) if value is not None]
        return max(sure, default=0.0)

    def add_message(self, message: Message, confidence: float | None) -> None:
        self.show([message])
        self.messages[message.id] = _surer(self.messages.get(message.id), confidence)

    def add_image(self, owner: Message, image: Attachment, confidence: float | None) -> None:
        self.show([owner])
        self.images[image.id] = _surer(self.images.get(image.id), confidence)

    def show(self, messages: Iterable[Message]) -> None:
        self.shown.update((message.id, message) for message in messages)


def spans_of(chosen: Chosen, neighbours: Neighbours, context: int) -> tuple[Span, ...]:
    """Spans in the conversation's order. Chosen messages with at most 2 * context + 2 steps between them share a span,
    with everything that was said in between."""
    runs = _runs(_Around(chosen.shown, neighbours, context).sequences(), chosen.shown, context)
    return tuple(_span(run, chosen) for run in runs)


def surest(span: Span) -> float:
    """The highest confidence in a span, 0 where nobody has confirmed anything."""
    sure = [each.confidence for each in span.messages] + [each.confidence for each in span.images]
    return max((confidence for confidence in sure if confidence is not None), default=0.0)


class _Around:
    """Fetches what surrounds the chosen messages, each stretch once."""

    def __init__(self, shown: dict[int, Message], neighbours: Neighbours, context: int) -> None:
        self._shown, self._neighbours = shown, neighbours
        # A message with `margin` known ones on both sides needs no fetching: stretches around two such messages
        # overlap whenever the two are near enough to share a span.
        self._margin = context + 1
        self._reach = 2 * self._margin
        self._known: set[int] = set()

    def sequences(self) -> Iterator[Sequence[Message]]:
        for number, message in self._shown.items():
            if number not in self._known:
                around = self._neighbours(number, self._reach, self._reach) or [message]
                self._remember(around, number)
                yield around

    def _remember(self, around: Sequence[Message], asked: int) -> None:
        place = next((at for at, message in enumerate(around) if message.id == asked), 0)
        first = 0 if place < self._reach else self._margin
        last = len(around) if len(around) - place <= self._reach else len(around) - self._margin
        self._known.update(message.id for message in around[first:last])


def _runs(sequences: Iterable[Sequence[Message]], shown: dict[int, Message], context: int) -> Iterator[list[Message]]:
    for chain in _chains(sequences):
        wanted = [at for at, message in enumerate(chain) if message.id in shown]
        breaks = [place for place in range(1, len(wanted)) if wanted[place] - wanted[place - 1] > 2 * context + 2]
        for first, last in pairwise([0, *breaks, len(wanted)] if wanted else []):
            yield chain[max(0, wanted[first] - context) : wanted[last - 1] + context + 1]


def _chains(sequences: Iterable[Sequence[Message]]) -> list[list[Message]]:
    """Stretches that overlap, joined; in the conversation's order.

    A stretch is consecutive, so who follows whom is known; between stretches that share nothing time decides.
    """
    messages: dict[int, Message] = {}
    following: dict[int, int] = {}
    for sequence in sequences:
        messages.update((message.id, message) for message in sequence)
        following.update((one.id, other.id) for one, other in pairwise(sequence))
    followers = set(following.values())
    chains: list[list[Message]] = []
    # An import may move messages between two calls of neighbours; so each is placed once, and none is lost.
    placed: set[int] = set()
    for first in sorted(messages, key=lambda number: number in followers):
        chain: list[Message] = []
        number: int | None = first
        while number is not None and number not in placed:
            placed.add(number)
            chain.append(messages[number])
            number = following.get(number)
        if chain:
            chains.append(chain)
    return sorted(chains, key=_place)


def _place(chain: Sequence[Message]) -> tuple[int, int]:
    known = next((message.sent_at for message in chain if message.sent_at is not None), -1)
    return known, chain[0].id


def _span(run: Sequence[Message], chosen: Chosen) -> Span:
    messages = tuple(
        SpanMessage(message, message.id in chosen.messages, chosen.messages.get(message.id)) for message in run
    )
    images = tuple(
        SpanImage(image, f"{message.key}#{place}", image.id in chosen.images, chosen.images.get(image.id))
        for message in run
        for place, image in enumerate(message.attachments)
        if image.is_image
    )
    return Span(messages, images)


def _surer(one: float | None, other: float | None) -> float | None:
    return max((value for value in (one, other) if value is not None), default=None)

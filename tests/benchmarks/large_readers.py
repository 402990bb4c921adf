"""This file is where a large reader is timed: loading, twenty candidates, packed against one by one, FFRS against all.

The chats are drawn from real words (tests.benchmarks.compact), some messages with a picture of noise. Made-up weights
answer nonsense: what is measured is time, memory, and whether two ways to read the same agree.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.fragments import render
from core.protocols import Pixels
from core.types import Answer, Attachment, Message
from models.bundle import Bundle, shipped_models
from models.vision_language.generator import Generator
from models.vision_language.reader import Packing, VisionLanguageReader
from tests.benchmarks.compact import Chat
from tests.benchmarks.measuring import Figure, Table

Fragments = Sequence[Sequence[Message]]
_QUESTION = "when does the train leave"
_FRAGMENT = 10


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is read. candidates: of one question; messages: of a candidate, fewest and most; pictures: one message
    in so many has one, of `side` pixels; dialogues, turns: of the corpus; top: fragments that FFRS reads of it."""

    candidates: int = 20
    messages: tuple[int, int] = (5, 15)
    pictures: int = 20
    side: int = 448
    dialogues: int = 500
    turns: int = 25
    top: int = 20


SMOKE = Amount(candidates=5, messages=(2, 4), pictures=6, side=84, dialogues=8, turns=10, top=3)
"""Enough to see that everything runs."""


def measure(table: Table, name: str, load: Callable[[], Generator], amount: Amount) -> None:
    """All figures of one backend; `name` begins each row."""
    generator = _measure_loading(table, name, load)
    chat = Pictured(amount)
    candidates = [chat.fragment() for _ in range(amount.candidates)]
    _measure_candidates(table, name, generator, (candidates, chat.picture))
    measure_packing(table, name, generator, (candidates, chat.picture))
    _measure_together(table, name, generator, (candidates, chat.picture))
    _measure_ffrs(table, name, generator, (chat, amount))
    generator.close()


def measure_packing(
    table: Table, name: str, generator: Generator, asked: tuple[Fragments, Callable[[Attachment, int], Pixels | None]]
) -> None:
    """Several candidates in one prompt against one in each: passes, seconds, and how many answers are the same."""
    candidates, pictures = asked
    found: dict[int, tuple[list[Answer], int, float]] = {}
    usual = Packing().together
    for together in (1, usual):
        reader = VisionLanguageReader(generator, pictures, packing=Packing(together=together))
        started = time.perf_counter()
        answers = reader.read(_QUESTION, candidates)
        found[together] = answers, reader.timing.prompts, time.perf_counter() - started
    (alone, passes, seconds), (packed, fewer, less) = found[1], found[usual]
    table.add(
        Figure(f"{name}: packed, passes", fewer, "", "one by one", passes),
        Figure(f"{name}: packed, {len(candidates)} candidates", less, "s", "one by one", seconds),
        Figure(f"{name}: packed, answers with the same ids", 100 * _same(alone, packed), "%"),
    )


def _measure_loading(table: Table, name: str, load: Callable[[], Generator]) -> Generator:
    started = time.perf_counter()
    generator = load()
    made = time.perf_counter() - started
    VisionLanguageReader(generator, _nothing).read(_QUESTION, [Chat().messages(1)])
    ready = time.perf_counter() - started
    table.add(
        Figure(f"{name}: frameworks and files, before the weights", made, "s"),
        Figure(f"{name}: loaded, with the first answer", ready, "s"),
    )
    print(f"  computed by {generator.device}")
    for note in getattr(generator, "notes", ()):
        print(f"  note: {note}")
    return generator


def _measure_candidates(table: Table, name: str, generator: Generator, asked: tuple[Fragments, Any]) -> None:
    candidates, pictures = asked
    reader = VisionLanguageReader(generator, pictures)
    started = time.perf_counter()
    reader.read(_QUESTION, candidates)
    seconds = time.perf_counter() - started
    prompt, answer = reader.timing.tokens_per_second
    table.add(
        Figure(f"{name}: {len(candidates)} candidates", seconds, "s"),
        Figure(f"{name}: of that, making prompts and pictures", reader.timing.preparing, "s"),
        Figure(f"{name}: prompt tokens", reader.timing.prompt_tokens, ""),
        Figure(f"{name}: reading prompts", prompt, "tok/s"),
        Figure(f"{name}: writing answers", answer, "tok/s"),
    )


def _measure_together(table: Table, name: str, generator: Generator, asked: tuple[Fragments, Any]) -> None:
    """Several prompts computed side by side against each alone: the answers ought to be the same."""
    limits = getattr(generator, "_limits", None)
    if limits is None:
        return  # a backend that computes one prompt at a time
    candidates, pictures = asked
    usual, found = limits.at_once, []
    for at_once in (1, max(4, usual)):
        limits.at_once = at_once
        reader = VisionLanguageReader(generator, pictures, packing=Packing(together=1))
        started = time.perf_counter()
        found.append((reader.read(_QUESTION, candidates), time.perf_counter() - started, limits.at_once))
    limits.at_once = usual
    (alone, seconds, _), (together, less, at_once) = found
    table.add(
        Figure(f"{name}: {at_once} prompts side by side", less, "s", "each alone", seconds),
        Figure(f"{name}: side by side, answers with the same ids", 100 * _same(alone, together), "%"),
    )


def _measure_ffrs(table: Table, name: str, generator: Generator, asked: tuple["Pictured", Amount]) -> None:
    """The paper's comparison: the best fragments of all dialogues read, against every dialogue read whole."""
    chat, amount = asked
    dialogues = [chat.messages(amount.turns) for _ in range(amount.dialogues)]
    fragments = [each[at : at + _FRAGMENT] for each in dialogues for at in range(0, len(each), _FRAGMENT)]
    embedder = Bundle(shipped_models()).text_embedder()
    started = time.perf_counter()
    vectors = embedder.embed_texts([render(each) for each in fragments])
    indexed = time.perf_counter() - started
    started = time.perf_counter()
    best = np.argsort(-(vectors @ embedder.embed_query(_QUESTION)))[: amount.top]
    recalled = time.perf_counter() - started
    VisionLanguageReader(generator, chat.picture).read(_QUESTION, [fragments[at] for at in best])
    ffrs = time.perf_counter() - started
    started = time.perf_counter()
    VisionLanguageReader(generator, chat.picture, packing=Packing(together=1)).read(_QUESTION, dialogues)
    brute = time.perf_counter() - started
    table.add(
        Figure(f"{name}: indexing {len(fragments)} fragments, once", indexed, "s"),
        Figure(f"{name}: FFRS, recall", 1000 * recalled, "ms"),
        Figure(f"{name}: FFRS, top {amount.top}", ffrs, "s", f"reading all {amount.dialogues} dialogues", brute),
    )


class Pictured(Chat):
    """The chat of the compact models' benchmark, with pictures."""

    def __init__(self, amount: Amount) -> None:
        super().__init__()
        self._amount, self._chance, self._shown = amount, random.Random(9), 0

    def fragment(self) -> list[Message]:
        return self.messages(self._chance.randint(*self._amount.messages))

    def messages(self, size: int, *, timed: bool = True) -> list[Message]:
        return [self._perhaps_pictured(each) for each in super().messages(size, timed=timed)]

    def picture(self, attachment: Attachment, _: int) -> Pixels:
        side = self._amount.side
        return np.random.default_rng(attachment.id).integers(0, 255, (side, side, 3), dtype=np.uint8)

    def _perhaps_pictured(self, message: Message) -> Message:
        if self._chance.randrange(self._amount.pictures):
            return message
        self._shown += 1
        shown = Attachment(self._shown, message.id, "image", f"{self._shown}.jpg", "found")
        return replace(message, attachments=(shown,))


def _nothing(_: Attachment, __: int) -> None:
    return None


def _same(one: Sequence[Answer], other: Sequence[Answer]) -> float:
    pairs = list(zip(one, other, strict=True))
    equal = [set(a.utterances) == set(b.utterances) and set(a.images) == set(b.images) for a, b in pairs]
    return sum(equal) / max(1, len(equal))

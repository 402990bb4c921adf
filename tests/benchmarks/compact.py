"""This file is where the compact models are timed by themselves: embedder, reader and segmenter on chats never seen.

The words are real ones (models/training/smoke_topics.json), because made-up ones fall into many more tokens. No text is
read twice, so nothing comes out of a memory.
"""

import json
import random
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import models.training
from core.types import Message
from models.bundle import Bundle, shipped_models
from tests.benchmarks.measuring import Figure, Table, rate, times
from tests.benchmarks.taking_in import bare_session

_CANDIDATES = 20
_SHORTEST, _LONGEST = 10, 60
_QUESTIONS = 20
_MINUTE = 60_000


def measure(table: Table) -> None:
    bundle, chat = Bundle(shipped_models()), Chat()
    table.add(bare_session(bundle.embedder()))
    _measure_reader(table, bundle, chat)
    for timed in (True, False):
        segmenter = bundle.segmenter()
        segmenter.clusters(chat.messages(200, timed=timed))
        messages = chat.messages(4_000, timed=timed)
        found = rate(len(messages), lambda some=messages, by=segmenter: by.clusters(some))  # type: ignore[misc]
        table.add(Figure(f"segment, {'with' if timed else 'without'} times", found, "utt/s", "the aim", 5_000))


def _measure_reader(table: Table, bundle: Bundle, chat: "Chat") -> None:
    """20 candidates of 10 to 60 messages; each question comes with candidates of its own."""
    reader = bundle.reader()
    asked = [(chat.line(), [chat.messages(chat.length()) for _ in range(_CANDIDATES)]) for _ in range(_QUESTIONS)]

    def read(item: object) -> None:
        question, fragments = item  # type: ignore[misc]
        reader.read(question, fragments)

    read(asked.pop())
    reader = bundle.reader()
    # `times` calls the first one twice; the small one takes that place.
    taken = times(read, [(chat.line(), [chat.messages(1)]), *asked])
    table.add(Figure(f"read, {_CANDIDATES} new candidates, p50", taken.p50, "ms", "the aim", 1_000))
    table.add(Figure(f"read, {_CANDIDATES} new candidates, p95", taken.p95, "ms", "the aim", 1_000))


class Chat:
    """Lines of 3 to 14 real English words or 4 to 24 Chinese characters, by six people, half a minute apart."""

    def __init__(self, seed: int = 3) -> None:
        self._random = random.Random(seed)
        topics = json.loads(Path(models.training.__path__[0], "smoke_topics.json").read_text("utf-8"))
        english, chinese = (" ".join(" ".join(topic) for topic in topics[each]["topics"]) for each in ("en", "zh"))
        self._words = sorted(set(re.findall(r"[a-z]{2,}", english)))
        self._characters = sorted(set(re.findall("[\u4e00-\u9fff]", chinese)))
        self._numbers = count()

    def line(self) -> str:
        if self._random.random() < 0.5:
            return " ".join(self._random.choices(self._words, k=self._random.randint(3, 14)))
        return "".join(self._random.choices(self._characters, k=self._random.randint(4, 24)))

    def length(self) -> int:
        return self._random.randint(_SHORTEST, _LONGEST)

    def messages(self, size: int, *, timed: bool = True) -> Sequence[Message]:
        made = []
        for place in range(size):
            person = self._random.randrange(6)
            at = next(self._numbers) * _MINUTE // 2 if timed else None
            made.append(Message(place, 1, str(place), person, f"P{person}", at, None, "message", self.line()))
        return made

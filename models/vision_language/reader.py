"""This file is where a vision-language model is a reader: core.protocols.Reader over any backend.

Fragments become stretches (windows), stretches share prompts (packing), a backend answers them with ids (generator),
and these become one Answer per fragment (answers).
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.protocols import Check, PictureOf, unhindered
from core.types import Answer, Message, ReaderWork
from models.prompt_wording import Wording, own_wording, read_wording
from models.vision_language.answers import Answers
from models.vision_language.generator import Generator, Reply
from models.vision_language.packing import Limits, Packed, Packer
from models.vision_language.sights import Sights
from models.vision_language.timing import Timing
from models.vision_language.windows import stretches

if TYPE_CHECKING:
    from models.entries import ModelEntry


@dataclass(frozen=True, slots=True)
class Packing:
    """together: how many fragments may share a prompt, 1 for one by one; budget: tokens that such a prompt may have."""

    together: int = 4
    budget: int = 4_096


class VisionLanguageReader:
    """A core.protocols.Reader. For one thread at a time.

    timing: what it has cost since it was made. at_once: as many candidates as the backend likes prompts, each with as
    many fragments as may share one.
    """

    def __init__(
        self,
        generator: Generator,
        pictures: PictureOf,
        wording: Wording | None = None,
        *,
        packing: Packing | None = None,
    ) -> None:
        self._generator, self._pictures = generator, pictures
        self._wording = wording or own_wording()
        self._packing = packing or Packing()
        self.timing = Timing()

    @property
    def name(self) -> str:
        """Changes with the backend, the wording and how prompts are shared, because answers do."""
        told = f"{self._wording.digest} {self._packing.together} {self._packing.budget}"
        return f"{self._generator.name}:{hashlib.sha256(told.encode()).hexdigest()[:6]}"

    @property
    def at_once(self) -> int:
        return max(1, self._generator.at_once) * max(1, self._packing.together)

    @property
    def work(self) -> ReaderWork:
        """What core.readers.TellsOfItsWork tells."""
        return ReaderWork(self._generator.device, self.timing.tokens, self.timing.seconds, self._generator.notes)

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        """One Answer per fragment, in order. Raises ModelError, and as `check` does."""
        return list(self.answers(query, fragments, check))

    def answers(
        self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered
    ) -> Iterator[Answer]:
        """The same, each as soon as it is there."""
        found, given = Answers(), 0
        for packed, reply in self._replies(query, fragments, check):
            found.take(packed, reply)
            newest = packed.stretches[-1]
            done = newest.fragment + newest.last
            while given < done:
                yield self._given(found, given)
                given += 1
        for number in range(given, len(fragments)):
            yield self._given(found, number)

    def close(self) -> None:
        self._generator.close()

    def _given(self, found: Answers, number: int) -> Answer:
        self.timing.fragments += 1
        return found.of(number)

    def _replies(
        self, query: str, fragments: Sequence[Sequence[Message]], check: Check
    ) -> Iterator[tuple[Packed, Reply]]:
        """Prompts are made just before they are read, so that the first answer waits for no later picture."""
        waiting = self._packer(query).prompts(stretches(fragments), check)
        while batch := self._prepared(waiting):
            replies = self._generator.replies([packed.prompt for packed in batch], check)
            try:
                for packed in batch:
                    yield packed, self._next(replies)
            finally:
                # An iterator that is left midway ends now, not when it is collected.
                getattr(replies, "close", lambda: None)()

    def _packer(self, query: str) -> Packer:
        room = self._generator.room
        limits = Limits(room, min(room, self._packing.budget), max(1, self._packing.together))
        sights = Sights(self._pictures, self._generator.most_pixels)
        return Packer((query, self._wording), sights, self._generator.tokens, limits)

    def _prepared(self, waiting: Iterator[Packed]) -> list[Packed]:
        started = time.perf_counter()
        batch = list(islice(waiting, max(1, self._generator.at_once)))
        self.timing.preparing += time.perf_counter() - started
        return batch

    def _next(self, replies: Iterator[Reply]) -> Reply:
        reply = next(replies, None)
        if reply is None:
            raise ModelError(f"The model {self._generator.name} gave fewer answers than it was asked for.")
        self.timing.add(reply)
        return reply


def reader_over(generator: Generator, pictures: PictureOf, entry: "ModelEntry") -> VisionLanguageReader:
    """The reader of a manifest entry: with the wording that it brings along (its file "prompt"), and its packing (facts
    "packed" and "packed_tokens"). Raises ModelError for a wording that cannot be used."""
    brought = entry.files.get("prompt")
    usual = Packing()
    packing = Packing(
        together=_within(entry.facts.get("packed"), (1, 16), usual.together),
        budget=_within(entry.facts.get("packed_tokens"), (256, 65_536), usual.budget),
    )
    return VisionLanguageReader(generator, pictures, read_wording(brought.path) if brought else None, packing=packing)


def _within(value: Any, bounds: tuple[int, int], otherwise: int) -> int:
    return value if type(value) is int and bounds[0] <= value <= bounds[1] else otherwise

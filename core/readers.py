"""This file is where it stands what a reader may be able to do beyond core.protocols.Reader; one is asked for it."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from core.protocols import Check, Reader, unhindered
from core.types import Answer, Message, ReaderWork


@runtime_checkable
class JudgesTogether(Protocol):
    """A reader whose answer for one fragment depends on the others it is given: where `together` is True, no candidate
    is spared, because a candidate less is another judgement of the rest. Readers without it judge each for itself."""

    @property
    def together(self) -> bool: ...


@runtime_checkable
class TellsOfItsWork(Protocol):
    """A reader that knows who computes it and counts its tokens."""

    @property
    def work(self) -> ReaderWork:
        """All that it has done since it was made; cheap, and never raises."""
        ...


@runtime_checkable
class AnswersInTurn(Protocol):
    """A reader that has an answer as soon as the model has written it, so that one that fails keeps those before."""

    def answers(
        self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered
    ) -> Iterator[Answer]:
        """As core.protocols.Reader.read, one after the other."""
        ...


def judges_together(reader: Reader) -> bool:
    return isinstance(reader, JudgesTogether) and reader.together


def work_of(reader: Reader) -> ReaderWork:
    """Empty for a reader that tells nothing."""
    return reader.work if isinstance(reader, TellsOfItsWork) else ReaderWork()


def answers_of(reader: Reader, query: str, fragments: Sequence[Sequence[Message]], check: Check) -> Iterator[Answer]:
    """One after the other where the reader can, else all when the last is there."""
    if isinstance(reader, AnswersInTurn):
        yield from reader.answers(query, fragments, check)
    else:
        yield from reader.read(query, fragments, check)


class Nobody:
    """The reader of questions that need none: those of filters alone."""

    name = ""
    at_once = 20

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        return [Answer() for _ in fragments]

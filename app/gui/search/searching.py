"""This file is where a search runs: found at once, then settled as the reader confirms; a new one ends the old one."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.work import collector
from app.gui.work.lanes import Job, Lane
from core.types import Message, Progress, Query, SearchResult

if TYPE_CHECKING:
    from app.session import Session
    from core.query import Chip


_WARM = "hello"


@dataclass(frozen=True)
class Understood:
    """A question as parsed."""

    text: str
    query: Query
    chips: "tuple[Chip, ...]"


@dataclass(frozen=True)
class Found:
    """A list of results. settled: the reader is done; milliseconds since the search began on the lane."""

    results: tuple[SearchResult, ...]
    settled: bool
    milliseconds: int


class Searching(QObject):
    """Signals of the search under way; nothing of an earlier one arrives after `ask`."""

    understood = Signal(object)
    found = Signal(object)
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._job: Job | None = None

    def ask(self, text: str, language: str) -> None:
        """Begins a search and ends the one under way."""
        self.stop()
        self._job = self._lane.submit(
            lambda session, job: _search(session, job, text, language),
            part=self._take,
            done=self._take,
            progress=self._pass_on,
            failed=self.failed.emit,
        )

    def warm_up(self) -> None:
        """Loads the models before they are needed; a trouble with them is told when they are."""
        self._lane.submit(lambda session, job: self._load(session), failed=lambda error: None)

    def _load(self, session: "Session") -> None:
        session.find(session.parse(_WARM).query, 1)
        collector.calm()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, part: object) -> None:
        (self.understood if isinstance(part, Understood) else self.found).emit(part)

    def _pass_on(self, progress: Progress) -> None:
        self.progressed.emit(progress)


def _search(session: "Session", job: Job, text: str, language: str) -> Found:
    began = time.monotonic()
    understood = understand(session, text, language)
    job.send(understood)
    candidates = session.find(understood.query)
    job.send(_found(session.preview(understood.query, candidates), False, began))
    last: list[SearchResult] = []
    for last in session.read(understood.query, candidates, job.report):
        job.send(_found(last, False, began))
    return _found(last, True, began)


def understand(session: "Session", text: str, language: str) -> Understood:
    """Raises QueryError."""
    from core.query import describe

    parsed = session.parse(text)
    return Understood(text, parsed.query, describe(parsed, text, language))


@dataclass(frozen=True)
class Exact:
    """What stands word for word in the messages: for search as one types."""

    text: str
    messages: tuple[Message, ...]
    titles: dict[int, str]
    chips: "tuple[Chip, ...]"


def exact(session: "Session", text: str, language: str) -> Exact:
    """Raises QueryError."""
    understood = understand(session, text, language)
    messages = session.exact(text, 7) if understood.query.words or understood.query.phrases else []
    numbers = {message.conversation_id for message in messages}
    titles = {number: session.conversation(number).title for number in numbers}
    return Exact(text, tuple(messages), titles, understood.chips)


def _found(results: Iterable[SearchResult], settled: bool, began: float) -> Found:
    return Found(tuple(results), settled, round((time.monotonic() - began) * 1000))

"""This file is where a search runs: found at once, then settled as the reader confirms; a new one ends the old one."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.work import collector
from app.gui.work.lanes import Job, Lane
from core.types import Message, Progress, Query, Reading, SearchResult

if TYPE_CHECKING:
    from app.session import Session
    from core.query import Chip, Scope


SHOWN = 5
"""Exact matches below the field while one types."""

COUNTED = 1_000
"""Exact matches are counted, and listed when all are asked for, so far; more are "1,000+"."""

_LONGEST = 300
"""Longer text stands nowhere word for word: it is not looked for while one types."""

_WARM = "hello"


@dataclass(frozen=True)
class Understood:
    """A question as parsed."""

    text: str
    query: Query
    chips: "tuple[Chip, ...]"


@dataclass(frozen=True)
class Found:
    """A list of results. settled: the reader is done; milliseconds since the search began on the lane; reading: how far
    and by whom it was read, None before any reader has answered."""

    results: tuple[SearchResult, ...]
    settled: bool
    milliseconds: int
    reading: Reading | None = None


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

    def ask(self, text: str, language: str, scope: "Scope | None" = None, *, everything: bool = False) -> None:
        """Begins a search and ends the one under way. scope: only there; everything: also what cannot change the page
        is read."""
        self.stop()
        self._job = self._lane.submit(
            lambda session, job: _search(session, job, (text, language, scope), everything=everything),
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


def _search(session: "Session", job: Job, asked: "tuple[str, str, Scope | None]", *, everything: bool = False) -> Found:
    began = time.monotonic()
    understood = understand(session, *asked)
    job.send(understood)
    candidates = session.find(understood.query)
    job.send(_found(session.preview(understood.query, candidates), False, began))
    last = Reading(())
    for last in session.read(understood.query, candidates, job.report, everything=everything):
        job.send(_found(last.results, False, began, last))
    return _found(last.results, True, began, last)


def understand(session: "Session", text: str, language: str, scope: "Scope | None" = None) -> Understood:
    """Raises QueryError."""
    from core.query import EVERYTHING, describe, within

    parsed = session.parse(text)
    return Understood(text, within(parsed.query, scope or EVERYTHING), describe(parsed, text, language))


@dataclass(frozen=True)
class Exact:
    """What stands word for word in the messages: for search as one types. total: how many there are, counted up to
    COUNTED; words: what is emphasised in them."""

    text: str
    messages: tuple[Message, ...]
    titles: dict[int, str]
    chips: "tuple[Chip, ...]"
    total: int = 0
    words: tuple[str, ...] = ()


def exact(session: "Session", asked: "tuple[str, str, Scope | None]", limit: int = SHOWN) -> Exact:
    """asked: text, language of the window, scope. Raises QueryError."""
    text, _, scope = asked
    understood = understand(session, *asked)
    words = (*understood.query.words, *understood.query.phrases)
    if not words or len(text) > _LONGEST:
        return Exact(text, (), {}, understood.chips)
    messages = session.exact(text, limit, scope)
    numbers = {message.conversation_id for message in messages}
    titles = {number: session.conversation(number).title for number in numbers}
    total = session.count_exact(text, COUNTED, scope) if len(messages) == limit else len(messages)
    return Exact(text, tuple(messages), titles, understood.chips, total, words)


def _found(results: Iterable[SearchResult], settled: bool, began: float, reading: Reading | None = None) -> Found:
    return Found(tuple(results), settled, round((time.monotonic() - began) * 1000), reading)

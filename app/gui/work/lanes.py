"""This file is where work leaves the event loop: a lane is one thread that runs jobs in turn, each with a Session.

A Session belongs to the thread that made it, so a lane makes its own on that thread and keeps it between jobs. What a
job sends goes through one signal object that is made on the GUI thread before the first work is submitted and stays as
long as the application: an object of Qt that a lane's thread is the last to let go of is deleted there, and while the
window's own thread works with it the two may wait for each other for ever.
This is one of the two places that catch every exception (the other is main): none may die unseen on a thread.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.errors import Cancelled
from core.types import Progress

if TYPE_CHECKING:
    from app.session import Session

Work = Callable[["Session", "Job"], Any]
"""Runs on the lane's thread; what it returns is handed to `done` on the GUI thread."""

PROGRESS_SECONDS = 0.1

PATIENCE_SECONDS = 1.5
"""A step of a model can take longer than anybody wants to wait for a window to close."""


class _Post(QObject):
    """arrived: what a job of any lane sends (job, what, value). Belongs to the application."""

    arrived = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self.arrived.connect(self._hand_over)

    def _hand_over(self, job: "Job", what: str, value: object) -> None:
        job.deliver(what, value)


@cache
def _post() -> _Post:
    return _Post()


class Job:
    """One piece of work under way. `report` is a core.protocols.Report; `send` hands over a part of the result."""

    def __init__(self, work: Work, handlers: dict[str, Callable[[Any], None] | None]) -> None:
        self._work = work
        self._handlers = handlers
        self._cancelled = threading.Event()
        self._last: tuple[Progress | None, float] = (None, 0.0)
        self._arrived = _post().arrived

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Asks the work to stop at its next report; nothing of it is delivered any more, except that it has ended."""
        self._cancelled.set()

    def report(self, progress: Progress) -> None:
        """Sends progress on, at most ten times a second per stage, nothing twice. Raises Cancelled after `cancel`."""
        self.check()
        told, sent = self._last
        now = time.monotonic()
        ended = progress.total > 0 and progress.done >= progress.total
        fresh = told is None or progress.stage != told.stage
        if progress != told and (fresh or ended or now - sent >= PROGRESS_SECONDS):
            self._last = (progress, now)
            self._arrived.emit(self, "progress", progress)

    def abandon(self) -> None:
        """Whatever becomes of the work, nobody is told: who asked for it is gone."""
        self._cancelled.set()
        self._handlers = {}

    def check(self) -> None:
        """Raises Cancelled after `cancel`; for work that has nothing to report."""
        if self.cancelled:
            raise Cancelled("stopped")

    def send(self, part: object) -> None:
        """Hands a part of the result to the GUI thread. Raises Cancelled after `cancel`."""
        self.check()
        self._arrived.emit(self, "part", part)

    def run(self, session: Callable[[], "Session"]) -> None:
        """Does the work on the calling thread; every end is delivered, none raised."""
        try:
            self.check()
            self._arrived.emit(self, "done", self._work(session(), self))
        except Cancelled:
            self._arrived.emit(self, "stopped", None)
        except Exception as error:
            self._arrived.emit(self, "failed", error)

    def deliver(self, what: str, value: object) -> None:
        """Hands on what has arrived on the GUI thread; only the post calls it."""
        handler = self._handlers.get(what)
        if handler is not None and (not self.cancelled or what == "stopped"):
            handler(value)
        if what in ("done", "failed", "stopped"):
            ended = self._handlers.get("ended")
            self._handlers = {}
            if ended is not None:
                ended(self)


class Lane:
    """One worker thread with its own Session, made when the first job needs it."""

    def __init__(self, name: str, open_session: Callable[[], "Session"], failed: Callable[[Exception], None]) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"chattrove-{name}")
        self._open = open_session
        self._failed = failed
        self._session: Session | None = None
        self._stale = False
        self._ending: Future[None] | None = None
        self._live: set[Job] = set()
        self._yielding: Job | None = None

    def submit(
        self,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,
        part: Callable[[Any], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        stopped: Callable[[Any], None] | None = None,
        yields: bool = False,
    ) -> Job:
        """Queues work; the callables run on the GUI thread, which must be the calling one.

        yields: the work is cancelled as soon as any other is queued. A lane that is closed takes nothing any more: the
        job comes back cancelled.
        """
        job = Job(
            work,
            {
                "done": done,
                "part": part,
                "progress": progress,
                "failed": failed or self._failed,
                "stopped": stopped,
                "ended": self._live.discard,
            },
        )
        if self._yielding is not None:
            self._yielding.cancel()
        self._yielding = job if yields else None
        if self._ending is not None:
            job.cancel()
        else:
            self._live.add(job)
            self._pool.submit(job.run, self._current)
        return job

    @property
    def busy(self) -> bool:
        return bool(self._live)

    def renew(self) -> None:
        """The next job gets a fresh Session: another lane has changed what the archive holds."""
        self._stale = True

    def cancel(self) -> None:
        """Asks every job to stop."""
        for job in tuple(self._live):
            job.cancel()

    def close(self, patience: float = PATIENCE_SECONDS) -> bool:
        """Cancels everything and closes the Session on its thread; waits for the thread's end, but no longer than
        `patience`: False when it still works then. Nothing of what it does is delivered any more."""
        self.cancel()
        if self._ending is None:
            self._ending = self._pool.submit(self._drop)
        self._pool.shutdown(wait=False)
        ended = bool(wait([self._ending], timeout=max(patience, 0)).done)
        for job in self._live:  # also of one that has ended: its last word may still be on its way
            job.abandon()
        self._live.clear()
        return ended

    def _current(self) -> "Session":
        if self._stale:
            self._stale = False
            self._drop()
        if self._session is None:
            self._session = self._open()
        return self._session

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

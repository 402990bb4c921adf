"""This file is where a workshop serves its window: calls come in by one pipe, their answers go out by another.

Each session of the window has a thread and a Session here. When the window is gone, whatever way it went, the pipe
ends, and so does this process. This is one of the places that catch every exception: none may die unseen on a thread.
"""

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.session import Session
from app.session.beside.wire import Answer, Call, Cancel, Close, Outlet, receive
from core.errors import Cancelled, ChatTroveError
from core.types import Progress

SWITCH_SECONDS = 0.0001
"""How long one session's work may hold the interpreter while another's wants it: a question beside an import."""

_PROGRESS_SECONDS = 0.05
_END_SECONDS = 4.0


def serve() -> None:
    """Serves until the window is gone; never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides what Ctrl-C means
    sys.setswitchinterval(SWITCH_SECONDS)
    inlet, outlet = _own_pipes()
    Server(Outlet(outlet, lambda: os._exit(0))).run(inlet)
    os._exit(0)


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The standard streams, kept from everything else: a library that prints must not print between the answers."""
    inlet, outlet = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(silence, number)
    os.close(silence)
    return inlet, outlet


class Server:
    """Distributes calls to the threads of their sessions."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._workers: dict[int, _Worker] = {}

    def run(self, inlet: IO[bytes]) -> None:
        """Returns when the pipe has ended, after everything under way was asked to stop and had some time for it."""
        while (word := receive(inlet)) is not None:
            if isinstance(word, Call):
                if word.session not in self._workers:
                    self._workers[word.session] = _Worker(word.directory, self._outlet)
                self._workers[word.session].take(word)
            elif isinstance(word, Cancel):
                for worker in self._workers.values():
                    worker.cancel(word.number)
            elif isinstance(word, Close) and word.session in self._workers:
                self._workers.pop(word.session).end()
        for worker in self._workers.values():
            worker.stop()
        until = time.monotonic() + _END_SECONDS
        for worker in self._workers.values():
            worker.join(max(0.0, until - time.monotonic()))


class _Worker(threading.Thread):
    """Does the calls of one session in turn, on one Session that is opened by the first."""

    def __init__(self, directory: Path, outlet: Outlet) -> None:
        super().__init__(daemon=True)
        self._directory, self._outlet = directory, outlet
        self._calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._stopped = False
        self._session: Session | None = None
        self.start()

    def take(self, call: Call) -> None:
        self._calls.put(call)

    def cancel(self, number: int) -> None:
        self._cancelled.add(number)

    def stop(self) -> None:
        """Cancels everything and ends."""
        self._stopped = True
        self.end()

    def end(self) -> None:
        """Ends after the calls that have come."""
        self._calls.put(None)

    def run(self) -> None:
        while (call := self._calls.get()) is not None:
            self._answer(call)
        if self._session is not None:
            self._session.close()

    def _answer(self, call: Call) -> None:
        try:
            self._check(call)
            value = self._do(call)
        except Exception as error:
            if not isinstance(error, ChatTroveError):
                error.add_note(f"In the workshop:\n{traceback.format_exc()}")
            self._fail(call, error)
        else:
            self._outlet.send(Answer(call.number, "done", value))
        finally:
            self._cancelled.discard(call.number)

    def _do(self, call: Call) -> object:
        if self._session is None:
            self._session = Session(self._directory, beside_window=True)
        arguments = dict(call.arguments)
        if call.reports:
            arguments["report"] = _Reporter(self, call, self._outlet)
        value: object = getattr(self._session, call.method)(**arguments)
        if not isinstance(value, Iterator):
            return value
        for part in value:
            self._check(call)
            self._outlet.send(Answer(call.number, "part", part))
        return None

    def _fail(self, call: Call, error: Exception) -> None:
        try:
            self._outlet.send(Answer(call.number, "failed", error))
        except Exception:  # an exception that cannot be pickled
            self._outlet.send(Answer(call.number, "failed", RuntimeError("".join(traceback.format_exception(error)))))

    def _check(self, call: Call) -> None:
        if self._stopped or call.number in self._cancelled:
            raise Cancelled("stopped")

    check = _check


class _Reporter:
    """A Report that sends progress on, at most twenty times a second per stage. Raises Cancelled."""

    def __init__(self, worker: _Worker, call: Call, outlet: Outlet) -> None:
        self._worker, self._call, self._outlet = worker, call, outlet
        self._stage, self._sent = "", 0.0

    def __call__(self, progress: Progress) -> None:
        self._worker.check(self._call)
        now = time.monotonic()
        ended = 0 < progress.total <= progress.done
        if progress.stage != self._stage or ended or now - self._sent >= _PROGRESS_SECONDS:
            self._stage, self._sent = progress.stage, now
            self._outlet.send(Answer(self._call.number, "progress", progress))

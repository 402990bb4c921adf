"""This file is where work runs ahead in a thread of its own, a few pieces before those that are waited for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import NamedTuple, TypeVar

Piece = TypeVar("Piece")

AHEAD = 2
"""So many finished pieces may wait: more would only be memory."""

_PATIENCE = 0.1


class _End(NamedTuple):
    """The last thing that the thread hands over; error is what ended it, None when all is done."""

    error: BaseException | None


@contextmanager
def ahead(work: Callable[[Event], Iterator[Piece]], waiting: Callable[[], None]) -> Iterator[Iterator[Piece]]:
    """The pieces of `work`, made in another thread. waiting is called ten times a second while none is ready.

    What `work` raises is raised where the pieces are walked. When the walk is left early, the event that `work` was
    given is set, and the thread has ended before this returns.
    """
    ready: Queue[Piece | _End] = Queue(AHEAD)
    stopped = Event()
    thread = Thread(target=_run, args=(work, ready, stopped), name="reading ahead", daemon=True)
    thread.start()
    try:
        yield _pieces(ready, waiting)
    finally:
        stopped.set()
        thread.join()


def _run(work: Callable[[Event], Iterator[Piece]], ready: "Queue[Piece | _End]", stopped: Event) -> None:
    error: BaseException | None = None
    try:
        for piece in work(stopped):
            _hand_over(piece, ready, stopped)
            if stopped.is_set():
                return
    except BaseException as raised:
        error = raised
    _hand_over(_End(error), ready, stopped)


def _hand_over(piece: "Piece | _End", ready: "Queue[Piece | _End]", stopped: Event) -> None:
    while not stopped.is_set():
        try:
            ready.put(piece, timeout=_PATIENCE)
        except Full:
            continue
        return


def _pieces(ready: "Queue[Piece | _End]", waiting: Callable[[], None]) -> Iterator[Piece]:
    while True:
        try:
            piece = ready.get(timeout=_PATIENCE)
        except Empty:
            waiting()
            continue
        if isinstance(piece, _End):
            if piece.error is not None:
                raise piece.error
            return
        yield piece

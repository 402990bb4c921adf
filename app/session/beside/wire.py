"""This file is where the words are that a window and its workshop exchange, and how they pass through a pipe.

They are pickled: both ends are the same program, the pipes belong to nobody else, and nothing of them is ever stored.
"""

import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

COMMAND = "beside-window"
"""The command of this program that serves a window."""


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a Session to be called. number: of the call; session: whose turn it takes; reports: whether the
    method is given a Report."""

    number: int
    session: int
    directory: Path
    method: str
    arguments: dict[str, Any]
    reports: bool


@dataclass(frozen=True, slots=True)
class Cancel:
    """The call is to end at its next report."""

    number: int


@dataclass(frozen=True, slots=True)
class Close:
    """The session is not used any more."""

    session: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What has become of a call. "done" with its value and "failed" with its exception are the last of it."""

    number: int
    kind: Literal["progress", "part", "done", "failed"]
    value: Any

    @property
    def last(self) -> bool:
        return self.kind in ("done", "failed")


class Outlet:
    """The writing end of a pipe, for several threads. lost: called when nobody reads there any more."""

    def __init__(self, pipe: IO[bytes], lost: Callable[[], None]) -> None:
        self._pipe, self._lost = pipe, lost
        self._lock = threading.Lock()

    def send(self, word: object) -> None:
        """Raises what pickling raises, before anything is written."""
        data = pickle.dumps(word, pickle.HIGHEST_PROTOCOL)
        try:
            with self._lock:
                self._pipe.write(data)
                self._pipe.flush()
        except (OSError, ValueError):
            self._lost()


def receive(pipe: IO[bytes]) -> Any:
    """The next word; None when the other end is gone."""
    try:
        return pickle.load(pipe)  # noqa: S301 - see above
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        return None

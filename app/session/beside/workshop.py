"""This file is where a window keeps its workshop: a process of its own that imports, indexes, searches and reads.

Chroma and ONNX Runtime hold the interpreter while they load and while they write: 50 to 200 ms each time, seconds in a
large index. In the window's own process no thread and no smaller step would keep it from standing still then.
"""

import itertools
import queue
import subprocess
import threading
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeAlias

from app.session.beside.wire import COMMAND, Answer, Call, Cancel, Close, Outlet, receive
from app.session.program import own_program
from core.errors import WorkshopLost
from core.protocols import Report
from core.types import Progress

_LOOK_SECONDS = 0.03
"""How often a call that waits asks its Report whether it was cancelled."""

_END_SECONDS = 5.0
_LOST = (
    "The part of ChatTrove that imports and searches has ended by itself, perhaps for want of memory. What was stored "
    "before is safe. Try again."
)

Exchange = Generator[Any, None, Any]
"""Yields the parts of an answer and returns its value."""

_Process: TypeAlias = "subprocess.Popen[bytes]"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A call under way, and who is to answer it."""

    process: _Process
    outlet: Outlet
    answers: "queue.SimpleQueue[Answer]"


class Workshop:
    """The process is started by the first call, and by the first one after it has ended. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._outlet: Outlet | None = None
        self._calls: dict[int, _Waiting] = {}
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """None while there is no process."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def number(self) -> int:
        """A new one, for a call or a session."""
        return next(self._numbers)

    def exchange(self, call: Call, report: Report | None) -> Exchange:
        """Has a call answered. `report` gets the progress, and again and again what it got last: when it raises
        Cancelled, or the generator is closed, the call is cancelled and its end is waited for.

        Raises what the call raises, and WorkshopLost.
        """
        waiting = self._submit(call)
        told: Progress | None = None
        ended = False
        try:
            while not ended:
                try:
                    answer = waiting.answers.get(timeout=_LOOK_SECONDS)
                except queue.Empty:
                    if report is not None and told is not None:
                        report(told)
                    continue
                ended = answer.last
                if answer.kind == "failed":
                    raise answer.value
                if answer.kind == "part":
                    yield answer.value
                elif answer.kind == "progress" and report is not None:
                    told = answer.value
                    report(told)
            return answer.value
        finally:
            if not ended:
                waiting.outlet.send(Cancel(call.number))
                while not waiting.answers.get().last:
                    pass
            self._calls.pop(call.number, None)

    def end_session(self, number: int) -> None:
        """Lets go of a session; its process stays."""
        outlet = self._outlet
        if outlet is not None:
            outlet.send(Close(number))

    def close(self) -> None:
        """Ends the process; what it is doing stops at its next report, and is killed where that takes too long."""
        with self._lock:
            process, self._process, self._outlet = self._process, None, None
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.close()  # the other end takes this for the end
            process.wait(_END_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()

    def _submit(self, call: Call) -> _Waiting:
        with self._lock:
            if self._process is None or self._outlet is None:
                self._process, self._outlet = self._start()
            waiting = _Waiting(self._process, self._outlet, queue.SimpleQueue())
            self._calls[call.number] = waiting
        waiting.outlet.send(call)
        return waiting

    def _start(self) -> tuple[_Process, Outlet]:
        try:
            process = subprocess.Popen(  # noqa: S603 - this very program
                [*own_program(), COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise WorkshopLost(f"A part of ChatTrove cannot be started: {error}") from error
        assert process.stdin is not None
        threading.Thread(target=self._listen, args=(process,), name="chattrove-workshop", daemon=True).start()
        return process, Outlet(process.stdin, lambda: self._lose(process))

    def _listen(self, process: _Process) -> None:
        """Hands every answer to the call that waits for it, until the process has ended."""
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdout as pipe:
            while isinstance(answer := receive(pipe), Answer):
                waiting = self._calls.get(answer.number)
                if waiting is not None:
                    waiting.answers.put(answer)
        self._lose(process)
        with suppress(OSError):
            process.stdin.close()
        process.wait()

    def _lose(self, process: _Process) -> None:
        """Nobody is left to answer what this process was asked; also what is cancelled ends so. For any thread."""
        with self._lock:
            if self._process is process:
                self._process = self._outlet = None
        for number, waiting in tuple(self._calls.items()):
            if waiting.process is process:
                waiting.answers.put(Answer(number, "failed", WorkshopLost(_LOST)))


def whole(exchange: Exchange) -> Any:
    """The value of an exchange that yields no parts."""
    try:
        next(exchange)
    except StopIteration as ended:
        return ended.value
    raise TypeError("the method gives its answer in parts")

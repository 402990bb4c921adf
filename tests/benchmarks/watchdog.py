"""This file is where an event loop is watched: how long it stood still, in which phase, and what each thread did.

Beside it runs a control: a plain process with the same timer and no work at all. What stops both is the machine's
doing, and so is the time that the loop's thread was ready to run and got no processor (Linux counts it). A stall is the
program's own by as much as neither explains it.
"""

import faulthandler
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT_MS = 50.0
"""From which on a person sees that the window stands still."""

TURN_MS = 5
_CONTROL = """
import json, sys, threading, time
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
over, gaps, last = threading.Event(), [], time.perf_counter()
while not over.is_set():
    time.sleep(%(turn)f)
    now = time.perf_counter()
    if now - last > 0.015:
        gaps.append((last, now))
    last = now
print(json.dumps(gaps))
"""


@dataclass(frozen=True, slots=True)
class Stall:
    """The loop stood still from one moment to another (time.perf_counter). Milliseconds: busy, that its thread ran;
    queued, that it got no processor; own, that the machine does not explain. stack: of all threads, taken when the
    interpreter could be had after LIMIT_MS."""

    phase: str
    began: float
    ended: float
    stack: str
    busy: float
    queued: float
    own: float = 0.0

    @property
    def milliseconds(self) -> float:
        return 1000 * (self.ended - self.began)


@dataclass
class Phase:
    """The turns of the loop in one phase, in milliseconds, and the stalls."""

    gaps: list[float] = field(default_factory=list)
    stalls: list[Stall] = field(default_factory=list)

    @property
    def worst(self) -> float:
        return max(self.gaps, default=0.0)

    @property
    def p99(self) -> float:
        return sorted(self.gaps)[int(0.99 * len(self.gaps))] if self.gaps else 0.0

    @property
    def own(self) -> list[Stall]:
        """Those that the machine alone does not explain; known after the end."""
        return [each for each in self.stalls if each.own > LIMIT_MS]


class Watchdog(QObject):
    """Watches the loop of the calling thread within `with`. At the end the stalls are set against the control's."""

    def __init__(self) -> None:
        super().__init__()
        self.phases: dict[str, Phase] = {}
        self._name = ""
        self._last = 0.0
        self._timer = QTimer(self, interval=TURN_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._over = threading.Event()
        self._stacks: list[tuple[float, str]] = []
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._processor = Processor()

    def __enter__(self) -> Self:
        self._control = subprocess.Popen(
            [sys.executable, "-c", _CONTROL % {"turn": TURN_MS / 1000}],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._last = time.perf_counter()
        self._timer.start()
        self._looker = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._looker.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._timer.stop()
        self._over.set()
        self._looker.join()
        self._file.close()
        gaps = [(began, ended) for began, ended in json.loads(self._control.communicate()[0] or "[]")]
        for phase in self.phases.values():
            phase.stalls = [self._with_stack(_without(each, gaps)) for each in phase.stalls]

    def phase(self, name: str) -> Phase:
        """What comes now is counted there."""
        self._name = name
        return self.phases.setdefault(name, Phase())

    def _turn(self) -> None:
        now = time.perf_counter()
        gap = 1000 * (now - self._last)
        busy, queued = self._processor.since()
        if self._name:
            phase = self.phases[self._name]
            phase.gaps.append(gap)
            if gap > LIMIT_MS:
                phase.stalls.append(Stall(self._name, self._last, now, "", busy, queued))
        self._last = time.perf_counter()

    def _look(self) -> None:
        """Takes the stacks once the loop, or this thread with it, has stood still for too long."""
        mine, seen = time.perf_counter(), 0.0
        while not self._over.wait(TURN_MS / 1000):
            now, last = time.perf_counter(), self._last
            late = now - mine > LIMIT_MS / 1000
            if late or (now - last > LIMIT_MS / 1000 and last != seen):
                seen = last
                self._stacks.append((now, self._dump()))
            mine = now

    def _dump(self) -> str:
        """What all threads do. Written by C with the interpreter in hand: Python frames that were looked at would keep
        what they hold, a painter for instance, beyond their end."""
        self._file.seek(0)
        self._file.truncate()
        faulthandler.dump_traceback(self._file, all_threads=True)
        self._file.seek(0)
        return self._file.read()

    def _with_stack(self, stall: Stall) -> Stall:
        near = [text for when, text in self._stacks if stall.began < when < stall.ended + TURN_MS / 1000]
        return replace(stall, stack=near[0] if near else "(nobody could look)\n")


def _without(stall: Stall, control: list[tuple[float, float]]) -> Stall:
    """The stall with its own part: what the control stood still at the same time is the machine's."""
    shared = sum(max(0.0, min(stall.ended, ended) - max(stall.began, began)) for began, ended in control)
    return replace(stall, own=max(0.0, stall.milliseconds - max(1000 * shared, stall.queued)))


def describe(stall: Stall) -> str:
    """The stall in words, with what the threads were doing."""
    parts = f"own {stall.own:.0f} ms, busy {stall.busy:.0f} ms, without processor {stall.queued:.0f} ms"
    return f"{stall.milliseconds:.0f} ms in {stall.phase}: {parts}\n{stall.stack}"


class Processor:
    """What the thread that makes this gets of the processors. Where the kernel does not tell how long it waited for
    one, that is taken for none."""

    def __init__(self) -> None:
        place = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._file = os.open(place, os.O_RDONLY) if place.exists() else None
        self._ran, self._waited = self._read()

    def since(self) -> tuple[float, float]:
        """Milliseconds that the thread ran and that it waited for a processor, since the last call."""
        before = self._ran, self._waited
        self._ran, self._waited = self._read()
        return self._ran - before[0], self._waited - before[1]

    def _read(self) -> tuple[float, float]:
        if self._file is None:
            return 1000 * time.thread_time(), 0.0
        ran, waited, _ = os.pread(self._file, 100, 0).split()
        return int(ran) / 1e6, int(waited) / 1e6


def told(watchdog: Watchdog) -> dict[str, dict[str, object]]:
    """All figures, fit for JSON."""
    return {
        name: {
            "p99": phase.p99,
            "worst": phase.worst,
            "over": len(phase.stalls),
            "own": len(phase.own),
            "worst_own": max((each.own for each in phase.stalls), default=0.0),
            "stacks": [describe(each) for each in phase.stalls],
        }
        for name, phase in watchdog.phases.items()
    }

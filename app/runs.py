"""This file is where it is known whether the program ended well: a mark while it runs, and what a native crash wrote.

Each run has a mark of its own, held by a lock that the system lets go of when the process is gone, however it went. So
a mark that nobody holds is of a run that did not end by itself; why is only known where a trace was written.
"""

import faulthandler
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from filelock import FileLock, Timeout

from app.bugs import versions
from app.settings import settings_path

_FILE = re.compile(r'File "([^"]+)"')
_MOST_TRACE = 20_000


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that did not end by itself. started: local time; trace: what the crash wrote, empty where nothing was, as
    when the process was killed or the power failed; versions: of that run."""

    started: str
    versions: str
    trace: str = ""

    @property
    def details(self) -> str:
        """All of it, for whoever mends it; no text of chats is in it."""
        why = self.trace or "Nothing was written about why: the process may have been killed, or the computer stopped."
        return f"{self.versions}\nStarted {self.started}, ended unexpectedly.\n\n{why}\n"


class Run:
    """The run of this process, once `begin` was called."""

    def __init__(self) -> None:
        self._folder = settings_path().with_name("running")
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock: FileLock | None = None
        self._trace: TextIO | None = None

    def begin(self) -> list[Ended]:
        """Marks that the program runs, and returns the earlier runs that did not end, each told once.

        Where the folder cannot be written nothing is marked, and nothing is ever told.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            ended = self._collect()
            self._mark()
        except OSError:
            return []
        return ended

    def end(self) -> None:
        """The program ends as it should."""
        if self._trace is not None:
            faulthandler.disable()
            self._trace.close()
            self._trace = None
        if self._lock is not None:
            self._remove(self._name)
            self._lock.release()
            self._path(self._name, "lock").unlink(missing_ok=True)
            self._lock = None

    def _mark(self) -> None:
        """The lock is held before there is a mark, so that no other process takes it for one left behind."""
        self._lock = FileLock(self._path(self._name, "lock"))
        self._lock.acquire(timeout=0)
        facts = {"started": datetime.now().astimezone().isoformat(timespec="seconds"), "versions": versions()}
        self._path(self._name, "json").write_text(json.dumps(facts), encoding="utf-8")
        self._trace = self._path(self._name, "trace").open("w", encoding="utf-8")
        faulthandler.enable(self._trace)

    def _collect(self) -> list[Ended]:
        ended = []
        for mark in sorted(self._folder.glob("*.json")):
            lock = FileLock(self._path(mark.stem, "lock"))
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue  # that window is open
            ended.append(self._read(mark))
            self._remove(mark.stem)
            lock.release()
            with suppress(OSError):
                self._path(mark.stem, "lock").unlink(missing_ok=True)
        return ended

    def _read(self, mark: Path) -> Ended:
        try:
            facts = json.loads(mark.read_text(encoding="utf-8"))
            started, told = str(facts["started"]), str(facts["versions"])
        except (OSError, ValueError, KeyError, TypeError):
            started, told = "at an unknown time", "unknown versions"
        trace = ""
        with suppress(OSError):
            trace = self._path(mark.stem, "trace").read_text(encoding="utf-8", errors="replace")[:_MOST_TRACE]
        return Ended(started, told, _FILE.sub(_shortened, trace).strip())

    def _remove(self, name: str) -> None:
        for ending in ("json", "trace"):
            with suppress(OSError):
                self._path(name, ending).unlink(missing_ok=True)

    def _path(self, name: str, ending: str) -> Path:
        return self._folder / f"{name}.{ending}"


def _shortened(found: re.Match[str]) -> str:
    """The way to a file may name a person."""
    return f'File "{"/".join(Path(found[1]).parts[-3:])}"'

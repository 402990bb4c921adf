"""This file is where imports wait for their turn: one after the other, paused, taken out, taken up after a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.answers import Answers, answers_of
from app.gui.work.engine import Engine
from core.types import ImportReport, WaitingImport


@dataclass(eq=False)
class Entry:
    """number: of its row in the archive, None until it is written; stored: its messages are in the archive."""

    paths: tuple[Path, ...]
    answers: Answers
    number: int | None = None
    running: bool = False
    stored: bool = False
    dropped: bool = False

    @property
    def title(self) -> str:
        return ", ".join(path.name for path in self.paths)


class Queue(QObject):
    """changed: another entry waits, runs or is over; left: there were imports that an earlier run had not ended.

    over: nothing is left to do, True when nothing was cut short. `paused`: nothing begins until `go_on`.
    """

    changed = Signal()
    over = Signal(bool)
    left = Signal(object)

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._index_left, self._complete = False, True
        self.entries: list[Entry] = []
        self.paused = False
        engine.importing.read.connect(self._stored)
        engine.importing.ended.connect(self._end)

    @property
    def waiting(self) -> list[Entry]:
        return [each for each in self.entries if not each.running]

    @property
    def held(self) -> bool:
        """Something is left to do, but not now."""
        return self.paused and (bool(self.entries) or self._index_left)

    def add(self, paths: Sequence[Path], answers: Answers) -> None:
        """Imports these exports as soon as nothing else is being imported."""
        entry = Entry(tuple(paths), answers)
        self.entries.append(entry)
        self._engine.looking.submit(
            lambda session, job: session.queue_import(entry.paths, answers),
            done=lambda number: self._written(entry, number),
        )
        self.paused = self.paused and self._engine.importing.busy
        self._next()
        self.changed.emit()

    def restore(self) -> None:
        """Looks what an earlier run has left over in the archive that is open now."""
        self.entries = self._running()
        self._engine.looking.submit(lambda session, job: session.queued_imports(), done=self._restore)

    def pause(self) -> None:
        """Stops where it is; what was read stays, and `go_on` reads the rest."""
        self.paused = True
        self._engine.importing.cancel()
        self.changed.emit()

    def go_on(self) -> None:
        self.paused = False
        if self._index_left:
            self._index_left = False
            self._engine.importing.resume()
        self._next()
        self.changed.emit()
        self._tell_when_over()

    def stop(self) -> None:
        """Gives up the import that runs, or that was paused; the next one begins."""
        for entry in self._running() or self.entries[:1]:
            self.drop(entry)
        self._index_left = self._complete = False
        self._engine.importing.cancel()
        if self.paused and not self._engine.importing.busy:
            self.go_on()

    def drop(self, entry: Entry) -> None:
        """Takes an import out before it has begun; one that runs is only not taken up again."""
        entry.dropped = True
        self._unwrite(entry)
        if not entry.running and entry in self.entries:
            self.entries.remove(entry)
        self.changed.emit()

    def _next(self) -> None:
        entry = self.entries[0] if self.entries else None
        if entry is None or self.paused or self._engine.importing.busy:
            return
        entry.running = True
        self._engine.importing.start(list(entry.paths), entry.answers)

    def _stored(self, report: ImportReport) -> None:
        """What is left now is to make it searchable, which every start of the program goes on with by itself."""
        for entry in self._running():
            entry.stored = True
            self._unwrite(entry)

    def _end(self, complete: bool) -> None:
        self._complete = self._complete and (complete or self.paused)
        for entry in self._running():
            entry.running = False
            self._index_left = self.paused and entry.stored and not complete
            if not self.paused or entry.stored or entry.dropped:
                self.entries.remove(entry)
                self._unwrite(entry)
        self._next()
        self.changed.emit()
        self._tell_when_over()

    def _tell_when_over(self) -> None:
        if not self._engine.importing.busy and not self.held:
            complete, self._complete, self.paused = self._complete, True, False
            self.over.emit(complete)

    def _running(self) -> list[Entry]:
        return [each for each in self.entries if each.running]

    def _restore(self, rows: Sequence[WaitingImport]) -> None:
        known = {each.number for each in self.entries}
        found = [Entry(row.paths, answers_of(row.answers), row.id) for row in rows if row.id not in known]
        if not found:
            return
        self.entries += found
        self.paused = True
        self.left.emit(found)
        self.changed.emit()

    def _written(self, entry: Entry, number: int) -> None:
        entry.number = number
        if entry.stored or entry.dropped or entry not in self.entries:
            self._unwrite(entry)

    def _unwrite(self, entry: Entry) -> None:
        number, entry.number = entry.number, None
        if number is not None:
            self._engine.looking.submit(lambda session, job: session.unqueue_import(number))

"""This file is where the text in pictures is read in the background, whenever nothing else is written to the archive.

It runs in the lane that imports and gives way to everything else there: it stops at its next report, and goes on when
the lane is calm again. The person can pause it; it then waits until the window is opened again, or until they go on.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.imports.importing import Speed
from app.gui.work.lanes import Job, Lane
from core.errors import ArchiveError
from core.types import Progress

if TYPE_CHECKING:
    from app.session import Session

CALM_MS = 1500
"""How long after other work the reading begins (again)."""

_LOCKED_MS = 60_000


class PictureReading(QObject):
    """paced: a Pace, None when nothing is being read; paused: whether the person has paused it; told: pictures with
    text were found (their number)."""

    paced = Signal(object)
    paused = Signal(bool)
    told = Signal(int)
    failed = Signal(object)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._job: Job | None = None
        self._clock = Speed()
        self._held = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)

    def wake(self, after: int | None = None) -> None:
        """There may be pictures to read. after: milliseconds."""
        if not self._held and self._job is None:
            self._timer.start(CALM_MS if after is None else after)

    def pause(self) -> None:
        """Stops after the picture in hand; asked a second time, goes on."""
        self._held = not self._held
        self.paused.emit(self._held)
        if not self._held:
            self.wake(0)
        elif self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Stops, for another archive; `wake` begins anew."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stops for good."""
        self._held = True
        self.stop()

    def _begin(self) -> None:
        if self._lane.busy:
            self._timer.start(CALM_MS)
            return
        self._clock = Speed()
        self._job = self._lane.submit(
            _read, yields=True, progress=self._show, done=self._end, stopped=self._stopped, failed=self._fail
        )

    def _show(self, progress: Progress) -> None:
        if progress.total:
            self.paced.emit(self._clock.measure(progress))

    def _end(self, with_text: int) -> None:
        self._job = None
        self.paced.emit(None)
        if with_text:
            self.told.emit(with_text)

    def _stopped(self, _: object) -> None:
        """Other work came between, or the person paused it."""
        self._end(1)
        self.wake()

    def _fail(self, error: Exception) -> None:
        """Another program that imports into this archive is waited for."""
        self._end(1)
        if isinstance(error, ArchiveError):
            self.wake(_LOCKED_MS)
        else:
            self.failed.emit(error)


def _read(session: "Session", job: Job) -> int:
    if not session.settings.read_pictures:
        return 0
    done = session.read_pictures(job.report)
    job.check()
    return done.with_text

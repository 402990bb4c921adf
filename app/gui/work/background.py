"""This file is where work is done in the background of the lane that writes, and gives way to everything else there.

It stops at its next report and goes on when the lane is calm again. The person can pause it; it then waits until the
window is opened again, or until they go on.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.work.lanes import Job, Lane, Work
from app.gui.work.pace import Speed
from core.errors import ArchiveError
from core.types import Progress

_LOCKED_MS = 60_000
"""How long another program that writes to this archive is waited for."""


class Background(QObject):
    """work: returns how much it did. calm: milliseconds after other work before it begins (again).

    paced: a Pace, None when nothing is done now; paused: whether the person has paused it. did: it has come to its end
    and has done something (how much). stopped: other work came between, or the person paused it; it may have done
    something.
    """

    paced = Signal(object)
    paused = Signal(bool)
    did = Signal(int)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, lane: Lane, work: Work, calm: int) -> None:
        super().__init__()
        self._lane, self._work, self._calm = lane, work, calm
        self._job: Job | None = None
        self._clock = Speed()
        self._held = self._closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def wake(self, after: int | None = None) -> None:
        """There may be something to do. after: milliseconds."""
        if not (self._held or self._closed or self.busy):
            self._timer.start(self._calm if after is None else after)

    def pause(self) -> None:
        """Stops after the piece in hand; asked a second time, goes on."""
        self._held = not self._held
        self.paused.emit(self._held)
        if not self._held:
            self.wake(0)
        elif self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Stops, for another archive or other models; `wake` begins anew."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stops for good."""
        self._closed = True
        self.stop()

    def _begin(self) -> None:
        if self._lane.busy:
            self._timer.start(self._calm)
            return
        self._clock = Speed()
        self._job = self._lane.submit(
            self._work, yields=True, progress=self._show, done=self._end, stopped=self._stop_short, failed=self._fail
        )

    def _show(self, progress: Progress) -> None:
        if progress.total:
            self.paced.emit(self._clock.measure(progress))

    def _end(self, done: int) -> None:
        self._rest()
        if done:
            self.did.emit(done)

    def _stop_short(self, _: object) -> None:
        self._rest()
        self.stopped.emit()
        self.wake()

    def _fail(self, error: Exception) -> None:
        self._rest()
        self.stopped.emit()
        if isinstance(error, ArchiveError):
            self.wake(_LOCKED_MS)
        else:
            self.failed.emit(error)

    def _rest(self) -> None:
        self._job = None
        self.paced.emit(None)

"""This file is where the search index is made anew in the background, after a change of models or because asked for.

It runs in the lane that imports and gives way to everything else there, as the reading of pictures does; what was made
is kept, and it goes on when the lane is calm again. Meanwhile the old index answers.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.imports.importing import Speed
from app.gui.work.lanes import Job, Lane
from core.errors import ArchiveError
from core.types import Progress

CALM_MS = 600
"""How long after other work it begins (again)."""

_LOCKED_MS = 60_000


class Renewing(QObject):
    """paced: a Pace, None when nothing is made anew now; paused: whether the person has paused it; renewed: fragments
    were made anew, and nothing is left to do."""

    paced = Signal(object)
    paused = Signal(bool)
    renewed = Signal()
    failed = Signal(object)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._job: Job | None = None
        self._clock = Speed()
        self._closed = False
        self.held = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def wake(self, after: int = CALM_MS) -> None:
        """There may be something to make anew. after: milliseconds."""
        if not (self.held or self._closed or self.busy):
            self._timer.start(after)

    def pause(self) -> None:
        """Stops after the batch in hand; asked a second time, goes on."""
        self.held = not self.held
        self.paused.emit(self.held)
        if not self.held:
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
            self._timer.start(CALM_MS)
            return
        self._clock = Speed()
        self._job = self._lane.submit(
            lambda session, job: session.renew_index(job.report),
            yields=True,
            progress=self._show,
            done=self._end,
            stopped=self._stopped,
            failed=self._fail,
        )

    def _show(self, progress: Progress) -> None:
        if progress.total:
            self.paced.emit(self._clock.measure(progress))

    def _end(self, made: int) -> None:
        self._job = None
        self.paced.emit(None)
        if made:
            self.renewed.emit()

    def _stopped(self, _: object) -> None:
        """Other work came between, or the person paused it."""
        self._end(0)
        self.wake()

    def _fail(self, error: Exception) -> None:
        """Another program that writes to this archive is waited for."""
        self._end(0)
        if isinstance(error, ArchiveError):
            self.wake(_LOCKED_MS)
        else:
            self.failed.emit(error)

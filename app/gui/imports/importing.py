"""This file is where an import runs: first the exports are read in, then what is new is made searchable."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.answers import Answers
from app.gui.work.lanes import Job, Lane
from app.gui.work.pace import Speed
from core.errors import ArchiveError, Cancelled, ChatTroveError
from core.types import FileReport, ImportReport, Problem

if TYPE_CHECKING:
    from app.session import Session


class Importing(QObject):
    """One import at a time. began: its paths; read: the ImportReport; ended: True when everything is searchable now."""

    began = Signal(object)
    paced = Signal(object)
    read = Signal(object)
    ended = Signal(bool)
    failed = Signal(object)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._job: Job | None = None
        self._clock = Speed()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def start(self, paths: Sequence[Path], answers: Answers) -> bool:
        """Begins; False when one is under way already."""
        if self._job is not None:
            return False
        self._clock = Speed()
        self.began.emit(list(paths))
        self._submit(lambda session, job: _import(session, job, paths, answers))
        return True

    def resume(self) -> bool:
        """Makes searchable what an earlier run left over."""
        if self._job is not None:
            return False
        self._submit(lambda session, job: session.index(job.report))
        return True

    def cancel(self) -> None:
        """Stops at the next report; what was stored until then stays."""
        if self._job is not None:
            self._job.cancel()

    def _submit(self, work: object) -> None:
        self._job = self._lane.submit(
            work,  # type: ignore[arg-type]
            part=self.read.emit,
            progress=lambda progress: self.paced.emit(self._clock.measure(progress)),
            done=lambda _: self._end(True),
            stopped=lambda _: self._end(False),
            failed=self._fail,
        )

    def _end(self, complete: bool) -> None:
        self._job = None
        self.ended.emit(complete)

    def _fail(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
        self.ended.emit(False)


def _import(session: "Session", job: Job, paths: Sequence[Path], answers: Answers) -> ImportReport:
    report = _read_all(session, job, paths, answers)
    job.send(report)
    if report.new:
        session.index(job.report)
    if job.cancelled:
        raise Cancelled("stopped")
    return report


def _read_all(session: "Session", job: Job, paths: Sequence[Path], answers: Answers) -> ImportReport:
    """One export that fails is told in the report and the others go on. Raises where none at all could be read."""
    total, errors = ImportReport(), []
    for group in session.together(paths):
        try:
            one = _read(session, job, group, answers)
        except (ArchiveError, Cancelled):
            raise
        except ChatTroveError as error:
            errors.append(error)
            reason = str(error).partition("\n")[0]
            total.files.append(FileReport(str(group[0]), "", problems=[Problem("", reason)]))
            continue
        total.files += one.files
        total.new += one.new
        total.known += one.known
    if errors and len(errors) == len(total.files):
        raise errors[0]
    return total


def _read(session: "Session", job: Job, paths: Sequence[Path], answers: Answers) -> ImportReport:
    from core.protocols import ReadOptions

    return session.import_exports(
        paths,
        report=job.report,
        options=ReadOptions(date_order=answers.date_order, mapping=answers.mapping),
        importer=answers.importer,
        copy_media=session.settings.copy_media,
    )

"""This file is where parcels go into the archive, one transaction each, and where progress is told."""

from collections.abc import Sequence

from core.archive import Archive
from core.archive.intake import Place
from core.importing.parcels import Parcel, Parcels
from core.importing.telling import Telling
from core.protocols import Report
from core.recognition import Claim
from core.types import ImportReport, Problem, Progress


class Storing:
    """One import into one archive."""

    def __init__(self, archive: Archive, path: str, report: Report) -> None:
        self._archive, self._report = archive, report
        self._telling = Telling(path)
        self._place: Place | None = None
        self._import_id = 0
        self._read = 0

    def begin(self, claims: Sequence[Claim]) -> None:
        """Opens the entry in the history of imports."""
        names = ", ".join(claim.importer.name for claim in claims)
        self._archive.intake.forget_cache()  # people may have been forgotten since the last import
        with self._archive.transaction():
            self._import_id = self._archive.history.begin(self._telling.path, names)

    def take(self, parcel: Parcel) -> None:
        """Stores one parcel; of an ambiguous conversation it is only counted."""
        self.wait()  # the last moment to stop before it is stored
        told = self._telling.take(parcel)
        if parcel.first:
            self._place = None
        if parcel.messages and not parcel.conversation.ambiguous:
            added = self._stored(parcel)
            told.conversation_id = self._place.conversation_id if self._place else None
            self._telling.report.new += added
            self._telling.report.known += len(parcel.messages) - added
        self._read += len(parcel.messages)
        self.wait()

    def wait(self) -> None:
        """Tells how far it is; may raise Cancelled."""
        self._report(Progress("read", self._read, 0))

    def end(self, problems: Sequence[Problem], parcels: Parcels) -> ImportReport:
        """Closes the entry in the history and returns the report. problems: those of the export as a whole."""
        self._telling.end(problems, parcels)
        with self._archive.transaction():
            self._archive.history.finish(self._import_id, self._telling.report)
        return self._telling.report

    def _stored(self, parcel: Parcel) -> int:
        intake = self._archive.intake
        with self._archive.transaction():
            if self._place is None:
                part = self._archive.history.part(self._import_id, parcel.conversation.form)
                self._place = intake.conversation(parcel.conversation, part, parcel.messages)
            return intake.add(self._place, parcel.messages)

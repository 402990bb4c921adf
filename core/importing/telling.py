"""This file is where it is told what an import read: per importer, per conversation, per file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from core.archive.incoming import Incoming
from core.importing.parcels import Parcel, Parcels
from core.instants import iso_utc
from core.tally import Tally
from core.types import Account, ConversationReport, FileReport, ImportReport, MediaCount, Problem, Repair

Note = TypeVar("Note", Problem, Repair)

KEPT = 1000
"""How many problems and repairs of one file are kept word for word; all are counted."""


@dataclass
class Telling:
    """The report of one import as it grows."""

    path: str
    report: ImportReport = field(default_factory=ImportReport)
    _told: ConversationReport = field(default_factory=lambda: ConversationReport(""))
    _people: dict[str, str] = field(default_factory=dict)

    def take(self, parcel: Parcel) -> ConversationReport:
        """Counts a parcel; returns the report of its conversation."""
        file = self._file(parcel.importer)
        if parcel.first:
            self._told, self._people = ConversationReport(parcel.conversation.title), {}
            file.conversations.append(self._told)
            file.ambiguous.extend(parcel.conversation.ambiguous)
        for note in parcel.notes:
            _note(file, note)
        self._count(parcel)
        return self._told

    def end(self, problems: Sequence[Problem], parcels: Parcels) -> None:
        """What is known when all is read: the accounts, and what concerns the export as a whole."""
        for importer, tallies in parcels.tallies.items():
            file = self._file(importer)  # also of an importer that found no conversation
            for tally in tallies:
                file.accounts.append(_account(tally))
                if tally.undecoded:
                    what = f"{tally.undecoded} lines hold bytes that could not be read; they show as \ufffd"
                    _note(file, Repair(tally.entry, what))
        self.report.files[0].problems[:0] = problems
        if parcels.clock.doubtful:
            what = "messages fall in an hour that the clocks showed twice or never; the first reading was taken"
            self.report.files[-1].repairs.append(Repair(self.path, f"{parcels.clock.doubtful} {what}"))

    def _file(self, importer: str) -> FileReport:
        known = next((file for file in self.report.files if file.importer == importer), None)
        if known is None:
            known = FileReport(self.path, importer)
            self.report.files.append(known)
        return known

    def _count(self, parcel: Parcel) -> None:
        told, people = self._told, self._people
        for item in parcel.messages:
            message = item.message
            if message.kind == "notice":
                told.notices += 1
            else:
                told.messages += 1
                if message.sender is not None:
                    people[message.sender_key or message.sender] = message.sender
            _count_media(told.media, item)
        told.participants = sorted(people.values())
        shown = (item.message.local_time or iso_utc(item.sent_at) for item in parcel.messages)
        times = [time for time in shown if time]
        if times:
            told.first = min((told.first or times[0], *times), key=_written_order)
            told.last = max((told.last or times[0], *times), key=_written_order)


def _written_order(time: str) -> str:
    """What sorts written times: without the Z, which would put "12:00:00Z" behind "12:00:00.500Z"."""
    return time.removesuffix("Z")


def _count_media(media: MediaCount, item: Incoming) -> None:
    """A file that is there, but cannot be read, is stored as missing and counted as such."""
    for place, attachment in enumerate(item.message.attachments):
        unread = attachment.status == "found" and item.media[place : place + 1] == (None,)
        status = "missing" if unread else attachment.status
        setattr(media, status, getattr(media, status) + 1)


def _note(file: FileReport, note: Problem | Repair) -> None:
    if isinstance(note, Problem):
        _keep(file.problems, note, Problem(note.where, "more of this kind follow and are not listed"))
    else:
        file.repaired += 1
        _keep(file.repairs, note, Repair(note.where, "more of this kind follow and are not listed"))


def _keep(kept: list[Note], note: Note, more: Note) -> None:
    if len(kept) <= KEPT:
        kept.append(note if len(kept) < KEPT else more)


def _account(tally: Tally) -> Account:
    return Account(
        tally.entry,
        tally.unit,
        tally.taken,
        tally.messages,
        tally.continuations,
        tally.notices,
        tally.problems,
        dict(tally.others),
        tally.unaccounted,
    )

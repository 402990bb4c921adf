"""This file is where an export goes into the archive: recognised, read lazily, keyed, stored batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.archive import Archive
from core.archive.intake import Incoming, next_ordinal
from core.entry_names import file_name
from core.errors import BrokenExport
from core.export import Export
from core.instants import WallClock, iso_utc
from core.keys import Keys
from core.media import MediaStore
from core.protocols import ReadOptions, Report
from core.recognition import Claim, recognise
from core.tally import Tally
from core.types import (
    Account,
    ConversationReport,
    ExportedAttachment,
    ExportedConversation,
    ExportedMessage,
    FileReport,
    ImportReport,
    Problem,
    Progress,
    Repair,
    StoredMedia,
)

BATCH = 5000
KEPT = 1000
"""How many problems and repairs of one file are kept word for word; all are counted."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose for this import. importer: its name, when recognising should be skipped."""

    options: ReadOptions
    importer: str | None = None
    copy_media: bool = True


def import_export(archive: Archive, path: Path, choices: Choices, report: Report) -> ImportReport:
    """Reads one file, folder or zip into the archive and says what it held.

    Repeating it is harmless. Raises UnknownExport, BrokenExport, ArchiveError, and Cancelled as `report` does; what
    was committed before stays, and the next import goes on from there.
    """
    with Export(path) as export, archive.writing():
        return _Run(archive, export, choices, report).all(recognise(export, choices.importer))


class _Run:
    """One export on its way into one archive."""

    def __init__(self, archive: Archive, export: Export, choices: Choices, report: Report) -> None:
        self._archive, self._export, self._choices, self._report = archive, export, choices, report
        self._media = MediaStore(archive.directory)
        self._clock = WallClock(self._choices.options.zone)
        self._path = file_name(str(export.path))
        self._file = FileReport(self._path, "")
        self._total = ImportReport()
        self._read = 0

    def all(self, claims: Sequence[Claim]) -> ImportReport:
        self._media.remove_leftovers()
        with self._archive.transaction():
            import_id = self._archive.intake.begin(self._path, ", ".join(claim.importer.name for claim in claims))
        told = 0
        for claim in claims:
            self._claimed(claim, import_id)
            self._file.problems[:0] = self._export.problems[told:]
            told = len(self._export.problems)
        self._note_clock_changes()
        with self._archive.transaction():
            self._archive.intake.finish(import_id, self._total)
        return self._total

    def _claimed(self, claim: Claim, import_id: int) -> None:
        """What one importer reads of the export. That nothing of it can be read fails the import of that alone."""
        self._file = FileReport(self._path, claim.importer.name)
        self._total.files.append(self._file)
        counted = len(self._export.tallies)
        for conversation in claim.importer.read(self._export, claim.entries, self._choices.options):
            self._one(conversation, import_id)
        self._file.accounts = [_account(tally) for tally in self._export.tallies[counted:]]
        for tally in self._export.tallies[counted:]:
            if tally.undecoded:
                what = f"{tally.undecoded} lines hold bytes that could not be read; they show as \ufffd"
                self._keep(self._file.repairs, Repair(tally.entry, what))

    def _one(self, conversation: ExportedConversation, import_id: int) -> None:
        told = ConversationReport(conversation.title)
        self._file.conversations.append(told)
        self._file.ambiguous.extend(conversation.ambiguous)
        people: dict[str, str] = {}
        ordinal, keys, conversation_id = -(1 << 60), Keys(), None
        for batch in _batches(self._messages(conversation), BATCH):
            self._tell(told, batch, people)
            if not conversation.ambiguous:
                incoming = [self._incoming(message, keys) for message in batch]
                with self._archive.transaction():
                    if conversation_id is None:
                        conversation_id = self._archive.intake.conversation(conversation)
                    added = self._archive.intake.add(
                        (conversation_id, conversation.source), import_id, incoming, ordinal
                    )
                self._total.new += added
                self._total.known += len(incoming) - added
                for item in incoming:
                    ordinal = next_ordinal(ordinal, item)
            self._read += len(batch)
            self._report(Progress("read", self._read, 0))
        told.conversation_id = conversation_id
        told.participants = sorted(people.values())

    def _messages(self, conversation: ExportedConversation) -> Iterator[ExportedMessage]:
        for item in self._until_broken(conversation):
            if isinstance(item, ExportedMessage):
                yield item
            elif isinstance(item, Problem):
                self._keep(self._file.problems, item)
            else:
                self._file.repaired += 1
                self._keep(self._file.repairs, item)

    def _until_broken(self, conversation: ExportedConversation) -> Iterator[ExportedMessage | Problem | Repair]:
        """What was read before a break is kept, and the break is told."""
        try:
            yield from conversation.messages
        except BrokenExport as error:
            yield Problem(conversation.title, f"reading stopped here: {error}")

    def _keep(self, kept: list[Problem] | list[Repair], item: Problem | Repair) -> None:
        if len(kept) < KEPT:
            kept.append(item)  # type: ignore[arg-type]
        elif len(kept) == KEPT:
            kept.append(type(item)(item.where, "more of this kind follow and are not listed"))  # type: ignore[arg-type]

    def _tell(self, told: ConversationReport, batch: list[ExportedMessage], people: dict[str, str]) -> None:
        for message in batch:
            if message.kind == "notice":
                told.notices += 1
            else:
                told.messages += 1
                if message.sender is not None:
                    people[message.sender_key or message.sender] = message.sender
            for attachment in message.attachments:
                setattr(told.media, attachment.status, getattr(told.media, attachment.status) + 1)
        times = [time for message in batch if (time := message.local_time or iso_utc(message.sent_at))]
        if times:
            told.first = min(times) if told.first is None else min(told.first, *times)
            told.last = max(times) if told.last is None else max(told.last, *times)

    def _incoming(self, message: ExportedMessage, keys: Keys) -> Incoming:
        sent_at = message.sent_at
        if sent_at is None and message.local_time is not None:
            sent_at = self._clock.instant(message.local_time)
        media = tuple(self._stored(item) for item in message.attachments) if message.attachments else ()
        if any(media):
            self._report(Progress("read", self._read, 0))  # a batch may copy gigabytes: it can be cancelled
        return Incoming(keys.key(message), sent_at, message, media)

    def _stored(self, attachment: ExportedAttachment) -> StoredMedia | None:
        if attachment.status != "found" or attachment.entry is None:
            return None
        original = self._export.original(attachment.entry)
        try:
            # A path that is no text cannot be kept as one: such a file is copied.
            if original and not self._choices.copy_media and str(original) == file_name(str(original)):
                return self._media.refer(original)
            with self._export.open(attachment.entry) as stream:
                return self._media.add(stream, attachment.name)
        except BrokenExport as error:
            self._keep(self._file.problems, Problem(attachment.entry, str(error)))
            return None

    def _note_clock_changes(self) -> None:
        if self._clock.doubtful:
            what = "messages fall in an hour that the clocks showed twice or never; the first reading was taken"
            self._file.repairs.append(Repair(self._file.path, f"{self._clock.doubtful} {what}"))


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


def _batches(messages: Iterator[ExportedMessage], size: int) -> Iterator[list[ExportedMessage]]:
    batch: list[ExportedMessage] = []
    for message in messages:
        batch.append(message)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

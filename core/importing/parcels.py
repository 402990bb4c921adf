"""This file is where what importers read becomes parcels of messages that are ready to be stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event

from core.archive.incoming import Incoming, words_of
from core.errors import BrokenExport
from core.export import Export
from core.importing.files import Files
from core.instants import WallClock
from core.keys import Keys
from core.protocols import ReadOptions
from core.recognition import Claim
from core.tally import Tally
from core.types import ExportedConversation, ExportedMessage, Problem, Repair, StoredMedia

SIZE = 5000
"""Messages in a parcel, which is one transaction; so many notes do not wait for messages."""


@dataclass(slots=True)
class Parcel:
    """Some messages of one conversation, with what was noted on the way. first: no parcel of it came before."""

    importer: str
    conversation: ExportedConversation
    messages: list[Incoming]
    notes: list[Problem | Repair]
    first: bool


class Parcels:
    """Reads one export; runs ahead of the archive in its own thread, and touches nothing but the export and media.

    tallies: the accounts of each importer, by its name; clock: what turned wall times into instants. Both are to be
    looked at when all is read.
    """

    def __init__(self, export: Export, options: ReadOptions, files: Files) -> None:
        self._export, self._options = export, options
        self._files = files
        self.tallies: dict[str, list[Tally]] = {}
        self.clock = WallClock(options.zone)

    def all(self, claims: Sequence[Claim], stopped: Event) -> Iterator[Parcel]:
        """The parcels of every importer in turn. Raises BrokenExport when none of them can read anything; what one of
        several cannot read is a Problem of the export. Ends early, or raises Cancelled, when `stopped` is set."""
        self._export.stop_when(stopped.is_set)
        errors: list[BrokenExport] = []
        found = False
        for claim in claims:
            before = len(self._export.tallies)
            try:
                for conversation in claim.importer.read(self._export, claim.entries, self._options):
                    found = True
                    yield from self._conversation(claim.importer.name, conversation, stopped)
                    if stopped.is_set():
                        return
            except BrokenExport as error:
                errors.append(error)
            self.tallies[claim.importer.name] = self._export.tallies[before:]
        if errors and not found:
            raise errors[0]
        self._export.problems.extend(Problem(self._export.name, str(error)) for error in errors)

    def _conversation(self, importer: str, conversation: ExportedConversation, stopped: Event) -> Iterator[Parcel]:
        parcel = Parcel(importer, conversation, [], [], first=True)
        keys = Keys(conversation.format)
        for item in _until_broken(conversation):
            if stopped.is_set():
                return
            if isinstance(item, ExportedMessage):
                parcel.messages.append(self._incoming(item, keys, parcel))
            else:
                parcel.notes.append(item)
            if len(parcel.notes) >= SIZE:
                yield Parcel(importer, conversation, [], parcel.notes, first=parcel.first)
                parcel = Parcel(importer, conversation, parcel.messages, [], first=False)
            if len(parcel.messages) == SIZE:
                yield parcel
                parcel = Parcel(importer, conversation, [], [], first=False)
        if parcel.first or parcel.messages or parcel.notes:
            yield parcel

    def _incoming(self, message: ExportedMessage, keys: Keys, parcel: Parcel) -> Incoming:
        sent_at = message.sent_at
        if sent_at is None and message.local_time is not None:
            sent_at = self.clock.instant(message.local_time)
        media: tuple[StoredMedia | None, ...] = ()
        if message.attachments and not parcel.conversation.ambiguous:
            media = tuple(self._files.stored(item, parcel.notes) for item in message.attachments)
        return Incoming(keys.key(message), sent_at, message, words_of(message), media)


def _until_broken(conversation: ExportedConversation) -> Iterator[ExportedMessage | Problem | Repair]:
    """What was read before a break is kept, and the break is told."""
    try:
        yield from conversation.messages
    except BrokenExport as error:
        yield Problem(conversation.title, f"reading stopped here: {error}")

"""This file is where the threads of an export become conversations, whichever of the two apps wrote them."""

from collections.abc import Iterator, Sequence

from core.errors import BrokenExport
from core.export import Export
from core.importers.meta.composing import Moment, Scene, exported, instant
from core.importers.meta.headers import Header, header_of
from core.importers.meta.paged import messages_of, surveyed
from core.importers.meta.people import Owners, is_nobody
from core.importers.meta.records import Record, records_of
from core.importers.meta.sniffing import App
from core.importers.meta.threads import Thread, thread_id, threads_of
from core.protocols import ReadOptions
from core.tally import counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_TITLES: dict[App, str] = {"messenger": "Messenger", "instagram": "Instagram"}
_AS_JSON = "the same thread is there as JSON: this page was left out"


def conversations_of(
    export: Export, entries: Sequence[str], options: ReadOptions, app: App
) -> Iterator[ExportedConversation]:
    """One conversation per thread; of a thread that is there as JSON and as pages the JSON.

    Raises BrokenExport when there is no thread.
    """
    if not entries:
        raise BrokenExport(f"{export.path.name}: no thread of {_TITLES[app]} inside. Export your messages as JSON.")
    threads = list(threads_of(export, entries))
    reader = _Reader(export, app, threads)
    for thread in threads:
        yield reader.paged(thread, options) if thread.form == "html" else reader.listed(thread)


class _Reader:
    """Reads the threads of one export."""

    def __init__(self, export: Export, app: App, threads: Sequence[Thread]) -> None:
        self._export, self._app = export, app
        self._owners = Owners(export, threads)

    def listed(self, thread: Thread) -> ExportedConversation:
        """A thread of JSON."""
        header = header_of(self._export, thread)
        owner = self._owners.of(header.participants)
        title = header.title or self._names(header.participants, owner)
        key = header.number or header.path or title
        form = f"{self._app}-{'e2ee-' if thread.form == 'encrypted' else ''}json"
        return ExportedConversation(
            self._app,
            key,
            title,
            self._messages(thread, key, header),
            header.kind,
            owner,
            format=form,
            has_id=bool(header.number),
        )

    def paged(self, thread: Thread, options: ReadOptions) -> ExportedConversation:
        """A thread of pages."""
        survey = surveyed(self._export, thread, options)
        owner = self._owners.of(survey.senders) or survey.owner
        title = survey.title or self._names(survey.senders, owner)
        number = thread_id(thread.folder)
        return ExportedConversation(
            self._app,
            number or title,
            title,
            messages_of(self._export, thread, survey, number or title),
            survey.kind,
            owner,
            survey.ambiguous,
            format=f"{self._app}-html",
            has_id=bool(number),
        )

    def _names(self, people: Sequence[str], owner: str | None) -> str:
        """What a thread without a title is called: after the others."""
        others = [name for name in people if name != owner and not is_nobody(name)]
        return ", ".join(others or people) or _TITLES[self._app]

    def _messages(self, thread: Thread, key: str, header: Header) -> Iterator[ExportedMessage | Problem | Repair]:
        yield from self._left_out(thread)
        for part in thread.parts:
            tally = self._export.tally(part.entry, "record")
            scene = Scene(self._export, key, part.entry)
            items = records_of(self._export, part, tally)
            yield from counted((_said(item, scene) for item in items), tally)

    def _left_out(self, thread: Thread) -> Iterator[Repair]:
        for entry in thread.left_out:
            tally = self._export.tally(entry, "record")
            tally.read()
            tally.other("page of a thread that is there as JSON")
            yield Repair(entry, _AS_JSON)


def _said(item: Record | Problem | Repair, scene: Scene) -> ExportedMessage | Problem | Repair:
    return exported(item.fields, scene, Moment(instant(item.fields)), item.where) if isinstance(item, Record) else item

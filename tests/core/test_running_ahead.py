"""This file is where reading in one thread and storing in another are tested: ends, errors, stops and what is told."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from core.archive import Archive
from core.errors import ArchiveError, BrokenExport, Cancelled
from core.export import Export
from core.importing.ahead import ahead
from core.importing.files import Files
from core.importing.parcels import SIZE, Parcels
from core.importing.storing import Storing
from core.media import MediaStore
from core.protocols import ReadOptions
from core.recognition import Claim, recognise
from core.types import (
    ExportedAttachment,
    ExportedConversation,
    ExportedMessage,
    ImportReport,
    Problem,
    Progress,
    Repair,
)

Items = Iterable[ExportedMessage | Problem | Repair]


class Reading:
    """An importer that reads what the test says."""

    def __init__(self, name: str, read: Callable[[Export], Iterator[ExportedConversation]]) -> None:
        self.name = self.title = name
        self._read = read

    def recognises(self, _: object) -> bool:
        return True

    def read(self, export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
        return self._read(export)


def chat(items: Items, name: str = "one") -> ExportedConversation:
    return ExportedConversation("fake", name, name, items)


def said(number: int, *files: ExportedAttachment) -> ExportedMessage:
    return ExportedMessage(str(number), "Ana", number * 1000, None, f"number {number}", attachments=files)


def take(archive: Archive, folder: Path, importers: Sequence[Reading], *, copied: bool = True) -> ImportReport:
    """What core.importing does, with these importers."""
    claims = [Claim(importer, ("chat.txt",)) for importer in importers]
    with Export(folder) as export:
        parcels = Parcels(export, ReadOptions(), Files(export, MediaStore(archive.directory), copied=copied))
        storing = Storing(archive, "folder", lambda _: None)
        storing.begin(claims)
        with ahead(lambda stopped: parcels.all(claims, stopped), storing.wait) as ready:
            for parcel in ready:
                storing.take(parcel)
        return storing.end(export.problems, parcels)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    (place / "chat.txt").write_bytes(b"x" * (4 << 20))
    return place


def reading_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "reading ahead"]


def test_what_the_work_raises_is_raised_where_it_is_walked() -> None:
    def work(_: Event) -> Iterator[int]:
        yield 1
        raise BrokenExport("it ends here")

    got: list[int] = []
    with pytest.raises(BrokenExport, match="ends here"), ahead(work, lambda: None) as pieces:
        got.extend(pieces)
    assert got == [1]
    assert reading_threads() == []


def test_a_walk_that_is_left_ends_the_thread_even_while_its_hands_are_full() -> None:
    def work(_: Event) -> Iterator[int]:
        yield from range(1_000_000)

    def store(piece: int) -> None:
        raise ArchiveError(f"The disk is full at {piece}.")

    with pytest.raises(ArchiveError, match="full at 0"), ahead(work, lambda: None) as pieces:
        store(next(pieces))
    assert reading_threads() == []


def test_stopping_ends_an_importer_that_reads_on_and_on(folder: Path) -> None:
    def endless(export: Export) -> Iterator[ExportedConversation]:
        while True:
            with export.open("chat.txt") as stream:
                while stream.read(1000):
                    pass
        yield chat(())

    def stop() -> None:
        raise Cancelled("Stopped.")

    claims = [Claim(Reading("endless", endless), ("chat.txt",))]
    with Export(folder) as export:
        parcels = Parcels(export, ReadOptions(), Files(export, MediaStore(folder), copied=True))
        with pytest.raises(Cancelled), ahead(lambda stopped: parcels.all(claims, stopped), stop) as ready:
            next(ready)
    assert reading_threads() == []


def test_a_stop_between_parcels_keeps_what_was_stored_and_the_next_import_goes_on(
    archive: Archive, folder: Path
) -> None:
    everything = Reading("fake", lambda _: iter([chat(said(number) for number in range(2 * SIZE + 10))]))

    def stop_after_the_first(progress: Progress) -> None:
        if progress.done:
            raise Cancelled("Stopped.")

    claims = [Claim(everything, ("chat.txt",))]
    with Export(folder) as export:
        parcels = Parcels(export, ReadOptions(), Files(export, MediaStore(folder), copied=True))
        storing = Storing(archive, "folder", stop_after_the_first)
        storing.begin(claims)
        with pytest.raises(Cancelled), ahead(lambda stopped: parcels.all(claims, stopped), storing.wait) as ready:
            deque(map(storing.take, ready))
    assert archive.chats.totals()[1] == SIZE
    report = take(archive, folder, [everything])
    assert (report.new, report.known) == (SIZE + 10, SIZE)
    archive.history.undo(archive.history.all()[-1].id)  # of the one that was stopped: the other one has its messages
    assert archive.chats.totals()[1] == 2 * SIZE + 10


def test_many_problems_do_not_wait_for_a_message(folder: Path) -> None:
    """A file in which nothing can be read must not fill the memory with its problems."""
    items: list[ExportedMessage | Problem] = [said(1), *[Problem("chat.txt", "bad")] * (3 * SIZE), said(2)]
    claims = [Claim(Reading("fake", lambda _: iter([chat(items)])), ("chat.txt",))]
    with Export(folder) as export:
        parcels = Parcels(export, ReadOptions(), Files(export, MediaStore(folder), copied=True))
        got = list(parcels.all(claims, Event()))
    assert [(len(parcel.messages), len(parcel.notes), parcel.first) for parcel in got] == [
        (0, SIZE, True),
        (0, SIZE, False),
        (0, SIZE, False),
        (2, 0, False),
    ]


def test_messages_behind_many_problems_are_stored(archive: Archive, folder: Path) -> None:
    items: list[ExportedMessage | Problem] = [*[Problem("chat.txt", "bad")] * (SIZE + 1), said(1)]
    report = take(archive, folder, [Reading("fake", lambda _: iter([chat(items)]))])
    assert (report.new, len(report.files[0].problems)) == (1, 1001)
    assert [told.messages for told in report.files[0].conversations] == [1]


def test_each_importer_is_told_with_its_own_accounts_even_where_it_found_nothing(
    archive: Archive, folder: Path
) -> None:
    def counting(entry: str) -> Callable[[Export], Iterator[ExportedConversation]]:
        def read(export: Export) -> Iterator[ExportedConversation]:
            export.tally(entry, "line").other("blank", 0)
            if entry != "nothing.txt":
                yield chat([said(1)], entry)
            else:
                export.problems.append(Problem(entry, "no chat in it"))

        return read

    names = ["first.txt", "nothing.txt", "last.txt"]
    report = take(archive, folder, [Reading(name, counting(name)) for name in names])
    told = {file.importer: [account.entry for account in file.accounts] for file in report.files}
    assert told == {name: [name] for name in names}
    assert Problem("nothing.txt", "no chat in it") in [note for file in report.files for note in file.problems]


def test_nothing_but_problems_is_told(archive: Archive, folder: Path) -> None:
    def read(export: Export) -> Iterator[ExportedConversation]:
        export.problems.append(Problem("chat.txt", "no chat in it"))
        return iter(())

    report = take(archive, folder, [Reading("fake", read)])
    assert [note.reason for file in report.files for note in file.problems] == ["no chat in it"]


def test_a_file_that_cannot_be_read_counts_as_missing(archive: Archive, folder: Path) -> None:
    files = (
        ExportedAttachment("image", "a.jpg", "found", "a.jpg"),
        ExportedAttachment("file", "c", "found", "chat.txt"),
    )
    report = take(archive, folder, [Reading("fake", lambda _: iter([chat([said(1, *files)])]))])
    media = report.files[0].conversations[0].media
    assert (media.found, media.missing) == (1, 1)
    assert archive.chats.totals() == (1, 1, 1)


def test_a_file_that_went_away_is_told_and_the_import_goes_on(archive: Archive, folder: Path) -> None:
    gone = ExportedAttachment("image", "a.jpg", "found", "a.jpg")
    (folder / "a.jpg").write_bytes(b"x")

    def read(_: Export) -> Iterator[ExportedConversation]:
        (folder / "a.jpg").unlink()
        yield chat([said(1, gone), said(2)])

    report = take(archive, folder, [Reading("fake", read)], copied=False)
    assert (report.new, [note.where for note in report.files[0].problems]) == (2, ["a.jpg"])


def test_looking_through_a_folder_can_be_stopped(folder: Path) -> None:
    def stop() -> None:
        raise Cancelled("Stopped.")

    with Export(folder) as export, pytest.raises(Cancelled):
        recognise(export, waiting=stop)

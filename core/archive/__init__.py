"""This file is where the archive is: one SQLite file that is the truth. SQL stands in this package and nowhere else."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from core.archive.activity import Activity
from core.archive.chats import Chats
from core.archive.connection import FILE_NAME, connect, naming_errors, transaction
from core.archive.cuts import Cuts
from core.archive.forgetting import Forgetting
from core.archive.gallery import Gallery
from core.archive.history import History
from core.archive.intake import Intake
from core.archive.judgements import Judgements
from core.archive.people import People
from core.archive.pictures import Pictures
from core.archive.questions import Questions
from core.archive.waiting import Waiting
from core.archive.words import Words
from core.errors import ArchiveError


class Archive:
    """An open archive; belongs to the thread that opened it. Several may be open on one directory (WAL).

    chats reads, intake adds, words finds exact text, cuts holds fragments and vectors, history knows the imports,
    people who is who, pictures what is written in them, waiting the imports to come,
    judgements what the person says of answers, questions what they asked.
    Raises ArchiveError on opening, see core.archive.connection.connect.
    """

    def __init__(self, directory: Path, *, page_limit: int | None = None) -> None:
        self.directory = directory
        self._connection = connect(directory, page_limit=page_limit)
        self.words = Words(self._connection)
        self.chats = Chats(self._connection)
        self.activity = Activity(self._connection)
        self.cuts = Cuts(self._connection)
        self.people = People(self._connection)
        self.waiting = Waiting(self._connection)
        self.judgements = Judgements(self._connection)
        self.questions = Questions(self._connection)
        self.pictures = Pictures(self._connection, self.chats, self.words)
        self.gallery = Gallery(self._connection, self.chats)
        self.intake = Intake(self._connection, self.words, self.cuts)
        self.history = History(self._connection, self.chats, (self.words, self.cuts))
        self.forgetting = Forgetting(self._connection, self.chats, (self.words, self.cuts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises ArchiveError when the disk is full, the file is locked or damaged."""
        try:
            with naming_errors(self.directory / FILE_NAME), transaction(self._connection):
                yield
        except BaseException:
            self.intake.forget_cache()
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the right to import and index: one process at a time. Raises ArchiveError when another has it."""
        lock = FileLock(self.directory / "writer.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ArchiveError(
                f"Another ChatTrove is importing into {self.directory}. Wait until it has finished, then try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def damage(self) -> list[str]:
        """What SQLite's own check finds wrong with the file and its references; empty when all is well."""
        found: list[str] = []
        try:
            checked = self._connection.execute("PRAGMA integrity_check(20)")
            found += (str(row[0]) for row in checked if row[0] != "ok")
            referring = self._connection.execute("PRAGMA foreign_key_check")
            found += (f"{row[0]} {row[1]} refers to a missing {row[2]}" for row in referring)
        except (ArchiveError, sqlite3.DatabaseError) as error:  # too damaged even to be checked to the end
            found.append(str(error))
        return found

    def words_faults(self) -> list[str]:
        """Whether the exact index has one entry per message, and one per fragment for its tags."""
        faults = []
        for table, rows in (("words", "messages"), ("fragment_tags", "fragments")):
            entries, wanted = (
                self._connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, rows)
            )
            if entries != wanted:
                faults.append(f"the exact index has {entries} entries for {wanted} {rows}")
        return faults

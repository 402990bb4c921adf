"""This file is where the archive's SQLite file is opened, brought to the current schema, and its errors are named."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from core.errors import ArchiveError

APPLICATION_ID = 0x54524F56  # "TROV"
FILE_NAME = "archive.sqlite3"


def connect(directory: Path, *, page_limit: int | None = None) -> sqlite3.Connection:
    """Opens (or makes) the archive in a directory and migrates it forward.

    page_limit caps the file's size in pages, as a full disk would. Raises ArchiveError for a newer schema, a file
    that is not an archive, damage, or no permission.
    """
    path = directory / FILE_NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, factory=_Connection)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(f"The archive {path} cannot be opened: {error}. Check the folder's permissions.") from error
    try:
        with naming_errors(path):
            _configure(connection, page_limit)
            _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


class _Connection(sqlite3.Connection):
    """A connection whose statements, also those that only read, fail with an ArchiveError."""

    def __init__(self, path: Path, **options: Any) -> None:
        super().__init__(path, **options)
        self._path = path

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        with naming_errors(self._path):
            return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        with naming_errors(self._path):
            return super().executemany(*arguments)


@contextmanager
def naming_errors(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into an ArchiveError that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "full" in text:
            advice = "The disk is full. Free some space and repeat the step; what was stored before is safe."
        elif "locked" in text or "busy" in text:
            advice = "Another program is writing to it. Close that program and try again."
        elif "readonly" in text:
            advice = "The file is read-only. Check its permissions."
        elif "unable to open" in text or "disk I/O" in text:
            advice = "Check that its disk is there, and that files can be written in its folder."
        elif "not a database" in text or "malformed" in text or "corrupt" in text:
            advice = "The file is damaged. Restore it from a backup, or import your exports into a new archive."
        else:
            raise
        raise ArchiveError(f"The archive {path} failed: {text}. {advice}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. A transaction inside another one is part of it."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.OperationalError):  # a full disk may have rolled back already
            connection.execute("ROLLBACK")
        raise


def _configure(connection: sqlite3.Connection, page_limit: int | None) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 1073741824")
    if page_limit is not None:
        connection.execute(f"PRAGMA max_page_count = {int(page_limit)}")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    steps = sorted(
        (step for step in resources.files("core.archive").joinpath("schema").iterdir() if step.name.endswith(".sql")),
        key=lambda step: step.name,
    )
    if _scalar(connection, "PRAGMA user_version") == len(steps) and _is_ours(connection):
        return
    with transaction(connection):  # read again inside: another process may be making the archive right now
        version = _scalar(connection, "PRAGMA user_version")
        _refuse_foreign(connection, path, version, len(steps))
        for step in steps[version:]:
            for statement in _statements(step.read_text(encoding="utf-8")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _is_ours(connection: sqlite3.Connection) -> bool:
    return _scalar(connection, "PRAGMA application_id") == APPLICATION_ID


def _refuse_foreign(connection: sqlite3.Connection, path: Path, version: int, known: int) -> None:
    empty = not _scalar(connection, "SELECT count(*) FROM sqlite_master")
    if not _is_ours(connection) and not (empty and version == 0):
        raise ArchiveError(f"{path} is a database of another program. Choose another folder for the archive.")
    if version > known:
        raise ArchiveError(
            f"The archive {path} was written by a newer ChatTrove (schema {version}, this one knows {known}). "
            "Update ChatTrove, or open another archive with --archive."
        )


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _scalar(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])

"""This file is where an archive is glanced at without being opened: nothing is made, migrated or locked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from core.archive.connection import APPLICATION_ID, FILE_NAME, naming_errors
from core.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Glance:
    """How much an archive holds; messages are counted without notices."""

    conversations: int
    messages: int


def glance(directory: Path) -> Glance:
    """What lies in a folder. Raises ArchiveError for none, another program's, a newer or a damaged one."""
    path = directory / FILE_NAME
    if not path.is_file():
        raise ArchiveError(f"There is no archive in {directory}. Choose the folder that has {FILE_NAME} in it.")
    with _named(path), closing(sqlite3.connect(_address(path), uri=True)) as connection:
        if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
            raise ArchiveError(f"{path} is a database of another program. Choose another folder for the archive.")
        version, known = _number(connection, "PRAGMA user_version"), _known_version()
        if version > known:
            raise ArchiveError(
                f"The archive {path} was written by a newer ChatTrove (schema {version}, this one knows {known}). "
                "Update ChatTrove, or open another archive."
            )
        row = connection.execute("SELECT count(*), coalesce(sum(messages), 0) FROM conversations").fetchone()
        return Glance(int(row[0]), int(row[1]))


def _address(path: Path) -> str:
    """Without a journal nobody has it open, and SQLite need not make one to read."""
    journal = path.with_name(f"{FILE_NAME}-wal").exists()
    return f"{path.resolve().as_uri()}?{'mode=ro' if journal else 'mode=ro&immutable=1'}"


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        with naming_errors(path):
            yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"The archive {path} is damaged: {error}. Restore it from a backup.") from error


def _known_version() -> int:
    steps = resources.files("core.archive").joinpath("schema").iterdir()
    return sum(1 for step in steps if step.name.endswith(".sql"))


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])

"""This file is where the vectors of another embedder wait beside the archive until every fragment has one.

They lie in a file of their own, which is only ever made, filled and deleted: the archive stays as it is meanwhile, and
a kill costs the batch in hand.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from core.archive.connection import naming_errors
from core.archive.cuts import FloatMatrix
from core.errors import ArchiveError

_FILES = "new-vectors-*.sqlite3"
_LOCK = "renewing.lock"
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (fragment_id INTEGER PRIMARY KEY, vector BLOB NOT NULL)"
_AT_ONCE = 2000
_PATIENCE = 30.0


class NewVectors:
    """Vectors that one embedder has made so far, by fragment; those of any other are thrown away on opening.

    One process at a time. Raises ArchiveError when another has them open, or the file cannot be written.
    """

    def __init__(self, directory: Path, model: str) -> None:
        self._directory, self._path = directory, _place(directory, model)
        self._lock = FileLock(directory / _LOCK)
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            where = self._directory
            raise ArchiveError(f"Another ChatTrove is making the search index of {where} anew. Wait for it.") from error
        try:
            self._connection = _opened(self._path)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()
        self._connection = None
        self._lock.release()

    @property
    def last(self) -> int:
        """The highest fragment id that has a vector here, 0 for none: they come in the order of the ids."""
        return int(self._rows.execute("SELECT coalesce(max(fragment_id), 0) FROM vectors").fetchone()[0])

    def ids(self) -> NDArray[np.int64]:
        """Ids of all fragments with a vector here, ascending, shape (n,)."""
        rows = self._rows.execute("SELECT fragment_id FROM vectors ORDER BY fragment_id").fetchall()
        return np.array(rows, np.int64).ravel()

    def add(self, ids: Sequence[int], vectors: FloatMatrix) -> None:
        """Keeps vectors, shape (len(ids), dimension)."""
        rows = [(number, vector.astype("<f2").tobytes()) for number, vector in zip(ids, vectors, strict=True)]
        with naming_errors(self._path), self._rows:
            self._rows.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def walk(self) -> Iterator[tuple[int, bytes]]:
        """Every fragment id with its vector as the archive keeps it."""
        rows = self._rows.execute("SELECT fragment_id, vector FROM vectors ORDER BY fragment_id")
        while some := rows.fetchmany(_AT_ONCE):
            yield from some

    def of(self, ids: Sequence[int]) -> FloatMatrix:
        """The vectors of these fragments, shape (len(ids), dimension)."""
        found = [self._rows.execute("SELECT vector FROM vectors WHERE fragment_id = ?", (each,)) for each in ids]
        return np.stack([np.frombuffer(rows.fetchone()[0], "<f2") for rows in found]).astype(np.float32)

    def empty(self) -> None:
        """They are in the archive now."""
        with naming_errors(self._path), self._rows:
            self._rows.execute("DELETE FROM vectors")
        self._rows.execute("VACUUM")

    @property
    def _rows(self) -> sqlite3.Connection:
        assert self._connection is not None, "not opened"
        return self._connection


def forget_new_vectors(directory: Path) -> None:
    """Throws away what waits. Raises ArchiveError when another process holds it."""
    try:
        with FileLock(directory / _LOCK).acquire(timeout=_PATIENCE):
            for path in directory.glob(_FILES):
                path.unlink(missing_ok=True)
    except (Timeout, OSError) as error:
        raise ArchiveError(f"The new vectors in {directory} cannot be deleted ({error}). Close ChatTrove.") from error


def new_vectors_waiting(directory: Path, model: str) -> int:
    """How many vectors of an embedder wait."""
    path = _place(directory, model)
    if not path.is_file():
        return 0
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as rows:
            return int(rows.execute("SELECT count(*) FROM vectors").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0


def _place(directory: Path, model: str) -> Path:
    return directory / _FILES.replace("*", hashlib.sha256(model.encode()).hexdigest()[:16])


def _opened(path: Path) -> sqlite3.Connection:
    """A damaged file is made anew: only work is lost."""
    for other in set(path.parent.glob(_FILES)) - {path}:
        other.unlink(missing_ok=True)
    rows = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        rows.execute(_TABLE)
    except sqlite3.DatabaseError:
        rows.close()
        path.unlink(missing_ok=True)
        rows = sqlite3.connect(path, timeout=_PATIENCE)
        with naming_errors(path):
            rows.execute(_TABLE)
    return rows

"""This file is where an archive is looked at from outside, and is left as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.archive import Archive
from core.archive.glance import Glance, glance
from core.errors import ArchiveError


def test_an_archive_tells_how_much_it_holds_and_no_file_is_made(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    before = sorted(tmp_path.iterdir())
    assert glance(tmp_path) == Glance(0, 0)
    assert sorted(tmp_path.iterdir()) == before


def test_it_is_told_while_another_writes(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive, archive.transaction():
        assert glance(tmp_path) == Glance(0, 0)


def test_a_folder_without_an_archive_is_refused_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        glance(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("PRAGMA user_version = 999", "newer ChatTrove"),
        ("PRAGMA application_id = 5", "another program"),
        ("DROP TABLE conversations", "conversations"),
    ],
)
def test_one_that_cannot_be_opened_says_why(tmp_path: Path, statement: str, told: str) -> None:
    Archive(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "archive.sqlite3")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
        connection.commit()
    with pytest.raises(ArchiveError, match=told):
        glance(tmp_path)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite3").write_bytes(b"no database at all" * 900)
    with pytest.raises(ArchiveError, match="damaged"):
        glance(tmp_path)

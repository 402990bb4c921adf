"""This file is where strangers' databases are tested: whatever is wrong with one is one error, with a reason in words.

Also how they are asked in pieces (core.sqlite_rows), past pages that are damaged or lead back to one another.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.foreign_database import DamagedDatabase, ForeignDatabase
from core.sqlite_rows import Database

PAGE = 4096


def made(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(script)
    return path


def test_a_complaint_that_is_no_text_is_damage_with_a_reason(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE message (text);")
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE T\xff\xfeLE"))
    with ForeignDatabase(path) as database, pytest.raises(DamagedDatabase, match="malformed database schema") as told:
        database.has("message")
    assert isinstance(told.value, BrokenExport)
    assert "\ufffd" in str(told.value)


def test_what_is_no_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with ForeignDatabase(tmp_path / "a.db") as database, pytest.raises(DamagedDatabase):
        database.has("message")
    with pytest.raises(DamagedDatabase):
        ForeignDatabase(tmp_path / "nothing.db")


def test_a_value_that_no_column_can_hold_is_damage_not_an_overflow(tmp_path: Path) -> None:
    with ForeignDatabase(made(tmp_path / "a.db", "CREATE TABLE t (a);")) as database, pytest.raises(DamagedDatabase):
        list(database.rows("SELECT a FROM t WHERE a = ?", (1 << 70,)))


def test_text_that_is_no_utf_8_is_read_all_the_same(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'61ff62' AS TEXT));")
    with ForeignDatabase(path) as database:
        assert [row["a"] for row in database.rows("SELECT a FROM t")] == ["a\ufffdb"]
        assert list(database.rows("SELECT a, 1 FROM t", as_tuples=True)) == [("a\ufffdb", 1)]


def test_nothing_is_written_into_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a);")
    before = path.read_bytes()
    with ForeignDatabase(path) as database, pytest.raises(DamagedDatabase, match="readonly"):
        list(database.rows("INSERT INTO t VALUES (1)"))
    assert path.read_bytes() == before


def test_what_stands_in_its_log_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "PRAGMA journal_mode = WAL; CREATE TABLE t (a);")
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("INSERT INTO t VALUES (7)")
        writer.commit()
        with ForeignDatabase(path) as database:
            assert [row["a"] for row in database.rows("SELECT a FROM t")] == [7]


def test_a_view_is_no_table(tmp_path: Path) -> None:
    with ForeignDatabase(made(tmp_path / "a.db", "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t;")) as database:
        assert (database.has("t"), database.has("v"), database.has("w")) == (True, False, False)


def test_pages_that_lead_back_to_one_another_are_not_read_for_ever(tmp_path: Path) -> None:
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
    fill = f"CREATE TABLE t (a); INSERT INTO t {rows} SELECT printf('%0500d', i) FROM n;"
    path = made(tmp_path / "a.db", f"PRAGMA page_size = {PAGE}; {fill}")
    raw = bytearray(path.read_bytes())
    root = PAGE  # The second page; its cells begin with the number of a page each, at the places listed in its head.
    assert raw[root] == 5
    first, fourth = (root + int.from_bytes(raw[root + 12 + 2 * n : root + 14 + 2 * n]) for n in (0, 3))
    raw[fourth : fourth + 4] = raw[first : first + 4]
    path.write_bytes(raw)
    with Database(path) as database:
        numbers = [row[0] for row in database.integers("t", ["a"])]
        assert "out of order" in database.damages["t"]
    assert numbers == sorted(set(numbers))
    assert {1, 400} <= set(numbers)


def test_a_table_with_numbers_of_its_own_making_is_damage(tmp_path: Path) -> None:
    with Database(
        made(tmp_path / "a.db", "CREATE TABLE t (ROWID TEXT, a); INSERT INTO t VALUES ('x', 1);")
    ) as database:
        assert list(database.scan("t", ["a"])) == []
        assert list(database.damages) == ["t"]

"""This file is where copies of entries are tested, for what reads files only, and what is remembered of beginnings."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import core.export.heads
from core.errors import BrokenExport
from core.export import Export, Limits
from tests.core.export.makers import read, stored, write, zipped


def database(path: Path) -> dict[str, bytes]:
    """A database whose last rows stand in its journal only, as in one that was copied while it was in use."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE message (text)")
        opened.execute("INSERT INTO message VALUES ('hello')")
        opened.commit()
        return {name: (path.parent / name).read_bytes() for name in (path.name, f"{path.name}-wal")}


def rows(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute("SELECT text FROM message").fetchall()


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_database_is_read_with_its_journal_and_stays_as_it_is(wrapped: bool, tmp_path: Path) -> None:
    files = {f"data/{name}": raw for name, raw in database(tmp_path / "chat.db").items()}
    for name, raw in files.items():
        write(tmp_path / "folder" / name, raw)
    path = write(tmp_path / "e.zip", zipped(files)) if wrapped else tmp_path / "folder"
    scratch = tmp_path / "scratch"
    with Export(path, scratch=scratch) as export:
        with export.as_file("data/chat.db", ["chat.db-wal", "chat.db-shm"]) as copy:
            assert copy.name == "chat.db"
            assert scratch in copy.parents
            assert rows(copy) == [("hello",)]
        assert not copy.parent.exists()
        assert {name: read(export, name) for name in files} == files
    assert [*scratch.iterdir()] == []


def test_beside_a_single_database_its_journal_is_taken_too(tmp_path: Path) -> None:
    for name, raw in database(tmp_path / "chat.db").items():
        write(tmp_path / "copy" / name, raw)
    with Export(tmp_path / "copy" / "chat.db") as export, export.as_file("chat.db", ["chat.db-wal"]) as copy:
        assert rows(copy) == [("hello",)]


def test_names_that_a_file_system_would_not_take_are_changed_together(tmp_path: Path) -> None:
    name = "消" * 80 + ": what? " + "x" * 200 + ".db"
    path = write(tmp_path / "e.zip", stored({f"a/{name}": b"1", f"a/{name}-wal": b"2", "b/evil-wal": b"3"}))
    with Export(path) as export, export.as_file(f"a/{name}", [f"{name}-wal", "../b/evil-wal", "none"]) as copy:
        assert copy.read_bytes() == b"1"
        assert (copy.parent / f"{copy.name}-wal").read_bytes() == b"2"
        assert len([*copy.parent.iterdir()]) == 2
        assert len(copy.name.encode()) < 250


def test_of_a_damaged_entry_the_copy_has_what_is_before_the_damage(tmp_path: Path) -> None:
    raw = stored({"chat.db": b"SQLite format 3\0" * 100})
    path = write(tmp_path / "e.zip", raw[:1000])
    with Export(path) as export:
        with export.as_file("chat.db") as copy:
            assert len(copy.read_bytes()) > 900
        assert export.problems[-1].where == "chat.db"
        assert "only its beginning" in export.problems[-1].reason


def test_copies_count_against_the_limits_and_leave_nothing_behind(tmp_path: Path) -> None:
    path = write(tmp_path / "e.zip", stored({"a.db": bytes(1000), "b.db": bytes(1000)}))
    with Export(path, Limits(total_bytes=1500), tmp_path / "scratch") as export:
        with export.as_file("a.db"):
            pass
        with pytest.raises(BrokenExport, match="more than"), export.as_file("b.db"):
            pass
        assert [file for file in (tmp_path / "scratch").rglob("*") if file.is_file()] == []


def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "e.zip", stored({"a.db": bytes(1000)}))
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def no_room(*_: object, **__: object) -> str:
        raise full

    with Export(path) as export:
        monkeypatch.setattr("tempfile.mkdtemp", no_room)
        with pytest.raises(BrokenExport, match="disk is full"), export.as_file("a.db"):
            pass


def test_an_entry_that_is_not_there_is_a_broken_export(tmp_path: Path) -> None:
    with Export(write(tmp_path / "e.zip", stored({"a.db": b"1"}))) as export:
        with pytest.raises(BrokenExport, match="no none"), export.as_file("none"):
            pass
        with pytest.raises(BrokenExport, match="no none"):
            export.open("none")


# ---------------------------------------------------------------- beginnings


def test_a_beginning_is_read_once_and_only_so_much_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.export.heads, "_ALL_BYTES", 20_000)
    path = write(tmp_path / "e.zip", stored({f"{number}.txt": b"%d" % number * 30_000 for number in range(4)}))
    with Export(path) as export:
        assert export.head("1.txt", 64) == b"1" * 64
        before = export.bytes_read
        assert export.head("1.txt", 4000) == b"1" * 4000
        assert export.bytes_read == before
        assert export.head("1.txt", 8000) == b"1" * 8000
        for number in range(4):
            assert export.head(f"{number}.txt", 10_000) == b"%d" % number * 10_000
        assert export._heads._size <= 20_000
        before = export.bytes_read
        assert export.head("3.txt", 10_000) == b"3" * 10_000
        assert export.bytes_read == before


def test_a_short_entry_is_not_read_again_for_more(tmp_path: Path) -> None:
    with Export(write(tmp_path / "e.zip", stored({"a.txt": b"short"}))) as export:
        before = export.bytes_read
        assert export.head("a.txt") == export.head("a.txt", 100) == b"short"
        assert export.bytes_read == before + 5


def test_what_cannot_be_read_at_all_is_told_once(tmp_path: Path) -> None:
    raw = bytearray(zipped({"chat.txt": b"hello" * 100, "b.txt": b"x"}))
    raw[38:45] = b"\xff" * 7
    with Export(write(tmp_path / "e.zip", bytes(raw))) as export:
        assert export.head("chat.txt") == export.head("chat.txt", 1 << 20) == b""
        assert [problem.where for problem in export.problems] == ["chat.txt"]

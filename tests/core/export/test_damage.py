"""This file is where exports are opened that are damaged, cut off, encrypted, or not there at all."""

import errno
import io
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import core.export.scratch
from core.errors import BrokenExport, ChatTroveError
from core.export import Export, lines_of
from core.export.roots import files_in
from core.types import Problem
from tests.core.export.makers import content, encrypted, make_zip, read, reasons, streamed_zip, write, zipped


def test_an_encrypted_zip_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "e.zip", encrypted(zipped({"a.txt": b"a", "b.txt": b"b"}), ["a.txt", "b.txt"]))
    with pytest.raises(BrokenExport, match="password"):
        Export(path)


def test_encrypted_entries_among_others_are_left_out_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "e.zip", encrypted(zipped({"a.txt": b"a", "b.txt": b"b"}), ["b.txt"]))
    assert content(path) == {"a.txt": b"a"}
    assert "encrypted" in reasons(path)["b.txt"]


@pytest.mark.parametrize("kind", ["stored", "deflated", "streamed"])
def test_a_zip_without_its_end_gives_all_whole_entries_and_the_start_of_the_last(kind: str, tmp_path: Path) -> None:
    entries = {f"{number}.bin": os.urandom(3000) + bytes(3000) for number in range(6)}
    if kind == "streamed":
        raw = streamed_zip(entries)
    else:
        method = zipfile.ZIP_STORED if kind == "stored" else zipfile.ZIP_DEFLATED
        raw = make_zip(tmp_path / "e.zip", entries, method).read_bytes()
    cut = raw.rindex(b"PK\x03\x04") + 2000
    (tmp_path / "cut.zip").write_bytes(raw[:cut])
    with Export(tmp_path / "cut.zip") as export:
        assert list(export.names()) == list(entries)
        assert {name: read(export, name) for name in list(entries)[:-1]} == dict(list(entries.items())[:-1])
        with export.open("5.bin") as stream:
            start = stream.read1(1 << 20)  # type: ignore[attr-defined]
            assert start
            assert entries["5.bin"].startswith(start)
            with pytest.raises(BrokenExport, match="cut off"):
                stream.read()
        assert export.head("5.bin") == start
        assert "cut off" in export.problems[0].reason


def test_damage_in_one_entry_leaves_the_others_and_what_was_before_it(tmp_path: Path) -> None:
    text = b"".join(b"1/1/24, 10:00 - Ann: line %d\n" % number for number in range(50_000))
    path = make_zip(tmp_path / "e.zip", {"chat.txt": text, "other.txt": b"fine"})
    raw = bytearray(path.read_bytes())
    place = raw.index(b"PK\x03\x04", 4) - 20_000
    raw[place : place + 8] = b"\xff" * 8
    path.write_bytes(raw)
    with Export(path) as export:
        assert read(export, "other.txt") == b"fine"
        got = []
        with pytest.raises(BrokenExport, match=r"chat\.txt"), export.open("chat.txt") as stream:
            got.extend(lines_of(stream, "utf-8"))
        assert len(got) > 20_000
        assert got[:20_000] == text.decode().split("\n")[:20_000]


def test_a_wrong_checksum_is_told_after_all_bytes_were_given(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"chat.txt": b"hello world"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"hello world", b"hellO world"))
    with Export(path) as export:
        assert export.head("chat.txt") == b"hellO world"
        with pytest.raises(BrokenExport, match="checksum"):
            read(export, "chat.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rarer_ways_of_packing_are_read_and_their_damage_is_told(method: int, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"chat.txt": b"hello" * 9000}, method)
    assert content(path) == {"chat.txt": b"hello" * 9000}
    raw = bytearray(path.read_bytes())
    raw[60:80] = bytes(20)
    path.write_bytes(raw)
    with pytest.raises(BrokenExport):
        content(path)


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"PK\x03\x04" + bytes(40), b"PK\x05\x06" + b"\xff" * 18])
def test_the_ruin_of_a_zip_is_a_broken_export(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "e.zip").write_bytes(raw)
    with suppress(BrokenExport), Export(tmp_path / "e.zip") as export:
        assert all(read(export, name) == b"" for name in export.names())


def test_an_empty_zip_an_empty_file_and_an_empty_folder_have_nothing_to_read(tmp_path: Path) -> None:
    make_zip(tmp_path / "e.zip", {})
    (tmp_path / "zero.zip").touch()
    (tmp_path / "folder").mkdir()
    assert content(tmp_path / "e.zip") == {}
    assert content(tmp_path / "zero.zip") == {"zero.zip": b""}
    assert content(tmp_path / "folder") == {}


def test_what_is_not_there_or_no_file_is_a_broken_export(tmp_path: Path) -> None:
    with pytest.raises(BrokenExport, match="no such file"):
        Export(tmp_path / "none.zip")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(BrokenExport, match="neither"):
            Export(tmp_path / "pipe")
        assert "left out" in reasons(tmp_path)["pipe"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_file_one_may_not_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "chat.txt").write_text("good")
    (tmp_path / "secret.txt").chmod(0)
    script = """
import sys
from pathlib import Path
from core.errors import BrokenExport
from core.export import Export
folder = Path(sys.argv[1])
import os
if os.geteuid() == 0:
    os.seteuid(65534)
for path, name in ((folder, "secret.txt"), (folder / "secret.txt", "")):
    try:
        with Export(path) as export:
            assert export.head("chat.txt") == b"good" and export.head(name) == b""
            export.open(name)
    except BrokenExport as error:
        print(error)
"""
    made = ("pytest-", "popen-")  # the latter where tests run in several processes
    for folder in (tmp_path, *(each for each in tmp_path.parents if each.name.startswith(made))):
        folder.chmod(0o755)
    run = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert ["secret.txt" in line and "ermission" in line for line in run.stdout.splitlines()] == [True, True]


def test_a_file_that_disappears_is_a_broken_export_when_opened(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("x")
    with Export(tmp_path) as export:
        (tmp_path / "chat.txt").unlink()
        assert export.size("chat.txt") == 0
        with pytest.raises(BrokenExport, match=r"chat\.txt"):
            export.open("chat.txt")


def test_lines_end_at_line_feeds_only() -> None:
    raw = "one\r\ntwo\x0b\u2028\x85\x0c\rstill two\nlast".encode()
    assert list(lines_of(io.BytesIO(raw), "utf-8")) == ["one", "two\x0b\u2028\x85\x0c\rstill two", "last"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 30), st.binary(max_size=12)), max_size=5),
    streamed=st.booleans(),
)
def test_a_damaged_zip_raises_nothing_but_errors_for_people(
    edits: list[tuple[int, int, bytes]], streamed: bool, tmp_path: Path
) -> None:
    entries = {"chat.txt": b"hello world " * 40, "图/1.jpg": bytes(range(256)), "c.txt": b"x"}
    raw = streamed_zip(entries) if streamed else make_zip(tmp_path / "o.zip", entries).read_bytes()
    for anywhere, length, new in edits:
        place = anywhere % (len(raw) + 1)
        raw = raw[:place] + new + raw[place + length :]
    (tmp_path / "e.zip").write_bytes(raw)
    with suppress(ChatTroveError), Export(tmp_path / "e.zip") as export:
        for name in export.names():
            export.resolve(name)
            export.head(name)
            with suppress(ChatTroveError):
                read(export, name)


def test_a_zip_of_a_folder_that_disappears_or_shrinks_is_a_broken_export_when_read(tmp_path: Path) -> None:
    gone = write(tmp_path / "gone.zip", zipped({"chat.txt": b"x"}))
    short = write(tmp_path / "short.zip", zipped({"chat.txt": b"x" * 100}))
    with Export(tmp_path) as export:
        gone.unlink()
        short.write_bytes(short.read_bytes()[:38])
        for name in ("gone.zip/chat.txt", "short.zip/chat.txt"):
            assert export.head(name) == b""
            with pytest.raises(BrokenExport, match=r"chat\.txt"):
                read(export, name)
        assert {problem.where for problem in export.problems} == {"gone.zip/chat.txt", "short.zip/chat.txt"}


def test_a_folder_that_disappears_while_it_is_listed_is_told(tmp_path: Path) -> None:
    for folder in "abc":
        write(tmp_path / folder / "chat.txt", folder)
    problems: list[Problem] = []
    listing = files_in(tmp_path, problems)
    assert next(listing)[0] == "a/chat.txt"
    shutil.rmtree(tmp_path / "b")
    assert [name for name, _ in listing] == ["c/chat.txt"]
    assert [problem.where for problem in problems] == ["b"]


def test_a_disk_that_is_full_costs_only_the_archive_that_would_have_to_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(core.export.scratch, "IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.mkdtemp", no_room)
    inner = zipped({"chat.txt": b"x"})
    path = make_zip(tmp_path / "e.zip", {"chat.txt": b"good", "in.zip": inner})
    assert content(path) == {"chat.txt": b"good", "in.zip": inner}
    assert "disk is full" in reasons(path)["in.zip"]

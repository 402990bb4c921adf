"""This file is where exports are opened that are hostile, damaged, huge or merely strange."""

import io
import os
import stat
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.entry_names import clean_name, zip_name
from core.errors import BrokenExport, ChatTroveError
from core.export import Export, Limits, lines_of

HOSTILE = [
    "../x.txt",
    "a/../../x.txt",
    "/etc/passwd",
    "C:\\x.txt",
    "c:x.txt",
    "..\\x.txt",
    "\\\\server\\share\\x.txt",
    "a.txt::$DATA",
    "a:$I30:$INDEX/x.txt",
]


def make_zip(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return path


def content(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with Export(path, limits) as export:
        return {name: read(export, name) for name in export.names()}


def read(export: Export, name: str) -> bytes:
    with export.open(name) as stream:
        return stream.read()


def reasons(path: Path) -> dict[str, str]:
    with Export(path) as export:
        return {problem.where: problem.reason for problem in export.problems}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", HOSTILE)
def test_a_zip_entry_that_would_leave_the_export_is_left_out_and_told(name: str, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {name: b"evil", "chat.txt": b"good"})
    assert content(path) == {"chat.txt": b"good"}
    assert "left out" in reasons(path)[name]
    with Export(path) as export:
        assert export.resolve(name) is None or export.resolve(name) == "chat.txt"
        assert export.resolve("../chat.txt") is None


def test_backslashes_of_windows_are_folders(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"photos\\one.jpg": b"1"})
    with Export(path) as export:
        assert export.resolve("photos/one.jpg") == "photos/one.jpg"
        assert export.resolve("photos\\one.jpg") == "photos/one.jpg"


def test_links_are_left_out_of_zips_and_folders(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "chat.txt").write_text("good")
    (folder / "link.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (folder / "linked").symlink_to(tmp_path / "secret")
    assert content(folder) == {"chat.txt": b"good"}
    assert set(reasons(folder)) == {"link.txt", "linked"}
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as packed:
        packed.writestr(info, "/etc/passwd")
        packed.writestr("chat.txt", "good")
    assert content(tmp_path / "e.zip") == {"chat.txt": b"good"}


@pytest.mark.parametrize(
    ("written", "encoding"),
    [("照片/北京天安门.jpg", "gbk"), ("été à Noël.jpg", "cp437"), ("Übung über Öl.txt", "cp437"), ("图1.jpg", "utf-8")],
)
def test_names_without_a_flag_are_read_as_what_their_bytes_look_like(written: str, encoding: str) -> None:
    info = zipfile.ZipInfo(written.encode(encoding).decode("cp437"))
    assert zip_name(info) == written


def test_a_unicode_name_beside_the_legacy_one_wins() -> None:
    info = zipfile.ZipInfo("?.jpg")
    field = struct.pack("<BL", 1, zlib.crc32(b"?.jpg")) + "한국.jpg".encode()
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert zip_name(info) == "한국.jpg"


def test_a_decomposed_name_of_a_mac_is_found_by_its_composed_form(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {unicodedata.normalize("NFD", "Müller/Foto.jpg"): b"1"})
    with Export(path) as export:
        assert export.names() == ("Müller/Foto.jpg",)
        assert export.resolve("müller/FOTO.JPG") == "Müller/Foto.jpg"


def test_of_two_entries_with_one_name_the_first_is_used_and_it_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as packed:
        packed.writestr("chat.txt", "first")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("chat.txt", "second")
    assert content(tmp_path / "e.zip") == {"chat.txt": b"first"}
    assert "first" in reasons(tmp_path / "e.zip")["chat.txt"]


def test_what_systems_leave_behind_is_not_seen(tmp_path: Path) -> None:
    noise = {
        "__MACOSX/._chat.txt": b"x",
        ".DS_Store": b"x",
        "a/Thumbs.db": b"x",
        "a/._p.jpg": b"x",
        "chat.txt": b"good",
    }
    assert content(make_zip(tmp_path / "e.zip", noise)) == {"chat.txt": b"good"}
    assert reasons(tmp_path / "e.zip") == {}


def test_a_zip_inside_is_opened_like_a_folder_and_stays_a_file(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"chat.txt": b"x"}).read_bytes()
    path = make_zip(tmp_path / "e.zip", {"files/inner.zip": inner})
    assert content(path) == {"files/inner.zip": inner, "files/inner.zip/chat.txt": b"x"}
    assert reasons(path) == {}
    with Export(path) as export:
        assert export.resolve("files/inner.zip") == "files/inner.zip"
        assert export.mounted == ("files/inner.zip",)


def test_a_base_name_finds_a_file_only_where_it_cannot_be_another_one(tmp_path: Path) -> None:
    entries = {
        "a/photos/p.jpg": b"a",
        "b/files/d.pdf": b"b",
        "x/same.jpg": b"1",
        "y/same.jpg": b"2",
        "z/IMG-1.jpg": b"3",
    }
    with Export(make_zip(tmp_path / "e.zip", entries)) as export:
        assert export.resolve("IMG-1.jpg") == "z/IMG-1.jpg"
        assert export.resolve("same.jpg") is None
        assert export.resolve("photos/p.jpg", "a") == "a/photos/p.jpg"
        assert export.resolve("photos/d.pdf", "b") == "b/files/d.pdf"
        assert export.resolve("photos/other.jpg", "a") is None
        assert export.resolve("photos/IMG-1.jpg", "a") is None


def test_beside_a_single_file_only_plain_files_under_its_folder_are_found(tmp_path: Path) -> None:
    (tmp_path / "export" / "photos").mkdir(parents=True)
    for name in ("export/result.json", "export/photos/p.jpg", "export/.hidden", "outside.jpg"):
        (tmp_path / name).write_text(name)
    (tmp_path / "export" / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (tmp_path / "export" / "up").symlink_to(tmp_path)
    with Export(tmp_path / "export" / "result.json") as export:
        assert export.resolve("photos/p.jpg") == "photos/p.jpg"
        assert read(export, "photos/p.jpg") == b"export/photos/p.jpg"
        for name in (".hidden", "link.jpg", "up/outside.jpg", "../outside.jpg", "photos", "files/result.json"):
            assert export.resolve(name) is None
        assert export.names() == ("result.json",)


@given(name=st.text(max_size=30))
def test_a_clean_name_never_leaves_its_folder(name: str) -> None:
    clean = clean_name(name)
    if clean is not None:
        assert not Path(clean).is_absolute()
        assert ".." not in clean.split("/")
        assert clean_name(clean) == clean


# ---------------------------------------------------------------- costs


def test_a_bomb_is_left_out_by_its_declared_size(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"bomb.txt": bytes(16 << 20), "chat.txt": b"good"})
    assert content(path) == {"chat.txt": b"good"}
    assert "unreasonable" in reasons(path)["bomb.txt"]


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"bomb.txt": bytes(16 << 20)})
    raw = path.read_bytes().replace(struct.pack("<L", 16 << 20), struct.pack("<L", 1000))
    path.write_bytes(raw)
    with Export(path) as export:
        assert export.names() == ("bomb.txt",)
        with pytest.raises(BrokenExport, match="unreasonable"):
            read(export, "bomb.txt")
        assert export.bytes_read < 10 << 20


def test_a_chat_of_one_repeated_line_is_no_bomb(tmp_path: Path) -> None:
    text = b"1/1/24, 10:00 - Ann: ok\n" * 200_000
    assert content(make_zip(tmp_path / "e.zip", {"chat.txt": text})) == {"chat.txt": text}


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {f"{number}.txt": os.urandom(1000) for number in range(20)})
    raw = bytearray(path.read_bytes())
    table = raw.index(b"PK\x01\x02")
    for _ in range(20):
        place = raw.index(b"PK\x01\x02", table)
        struct.pack_into("<L", raw, place + 42, 0)
        struct.pack_into("<L", raw, place + 20, 20_000)
        table = place + 4
    path.write_bytes(raw)
    with pytest.raises(BrokenExport, match="overlap"):
        Export(path)


def test_the_limits_hold_for_entries_bytes_and_the_whole(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {f"{number}.txt": os.urandom(1000) for number in range(10)})
    with pytest.raises(BrokenExport, match="more than 5 files"):
        Export(path, Limits(entries=5))
    with pytest.raises(BrokenExport):
        content(path, Limits(total_bytes=5000))
    assert content(path, Limits(entry_bytes=500)) == {}


def test_fifty_thousand_entries_are_listed_and_found(tmp_path: Path) -> None:
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(50_000):
            packed.writestr(f"photos/IMG_{number}.JPG", b"")
    with Export(path) as export:
        assert len(export.names()) == 50_000
        assert export.resolve("photos/img_49999.jpg") == "photos/IMG_49999.JPG"
        assert export.resolve("IMG_7.jpg") == "photos/IMG_7.JPG"


def test_zip64_is_read_with_and_without_its_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("a.txt", "b.txt"):
            with packed.open(name, "w", force_zip64=True) as entry:
                entry.write(name.encode() * 1000)
    wanted = {"a.txt": b"a.txt" * 1000, "b.txt": b"b.txt" * 1000}
    assert content(tmp_path / "e.zip") == wanted
    raw = (tmp_path / "e.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(raw[: raw.index(b"PK\x01\x02") + 5])
    assert content(tmp_path / "cut.zip") == wanted


# ---------------------------------------------------------------- damage


def encrypted(path: Path, names: list[str]) -> Path:
    raw = bytearray(path.read_bytes())
    for magic, flags_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = raw.find(magic)
        while place >= 0:
            if any(raw.startswith(name.encode(), place + name_at) for name in names):
                raw[place + flags_at] |= 1
            place = raw.find(magic, place + 4)
    path.write_bytes(raw)
    return path


def test_an_encrypted_zip_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = encrypted(make_zip(tmp_path / "e.zip", {"a.txt": b"a", "b.txt": b"b"}), ["a.txt", "b.txt"])
    with pytest.raises(BrokenExport, match="password"):
        Export(path)


def test_encrypted_entries_among_others_are_left_out_and_told(tmp_path: Path) -> None:
    path = encrypted(make_zip(tmp_path / "e.zip", {"a.txt": b"a", "b.txt": b"b"}), ["b.txt"])
    assert content(path) == {"a.txt": b"a"}
    assert "encrypted" in reasons(path)["b.txt"]


def streamed_zip(entries: dict[str, bytes]) -> bytes:
    """A zip written without seeking: the sizes stand behind the data."""

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return target.getvalue()


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
    for folder in (tmp_path, *tmp_path.parents[:2]):
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


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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

"""This file is where names inside exports are tested: hostile, foreign, double, and such as nobody wants to see."""

import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entry_names import clean_name, zip_name
from core.export import Export
from tests.core.export.makers import content, make_zip, read, reasons

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

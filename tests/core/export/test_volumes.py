"""This file is where archives in several parts are tested, complete ones and others."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.export import Export
from tests.core.export.makers import chats, content, pieces, read, reasons, spanned, stored, tarred, write, zipped

CHAT = {"_chat.txt": b"25/12/2023, 09:01 - Ana: hi\n" * 30, **{f"{n}.jpg": os.urandom(2000) for n in range(8)}}


def in_pieces(folder: Path, raw: bytes, name: str = "chats.zip", first: int = 1) -> list[Path]:
    return [
        write(folder / f"{name}.{number:03}", piece) for number, piece in enumerate(pieces(raw, len(raw) // 4), first)
    ]


def on_disks(folder: Path, raw: bytes, name: str = "chats", zip64: bool = False) -> list[Path]:
    *disks, last = spanned(raw, 4000, zip64)
    paths = [write(folder / f"{name}.z{number:02}", disk) for number, disk in enumerate(disks, 1)]
    return [*paths, write(folder / f"{name}.zip", last)]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", ["chats.zip", "chats.ZIP", "chats.tar", "chats.tar.gz"])
def test_any_piece_and_the_folder_give_the_whole(name: str, first: int, tmp_path: Path) -> None:
    raw = zipped(CHAT) if name.lower().endswith("zip") else tarred({**CHAT}, "w:gz" if name.endswith("gz") else "w")
    paths = in_pieces(tmp_path / "e", raw, name, first)
    for path in paths:
        assert content(path) == CHAT
        with Export(path) as export:
            assert export.name == "chats"
            assert export.problems == []
    found = chats(tmp_path / "e")
    assert {entry: found[f"{name}/{entry}"] for entry in CHAT} == CHAT
    with Export(tmp_path / "e") as export:
        assert export.mounted == (name,)
        assert export.holder(f"{name}/_chat.txt") == "chats"
        assert export.problems == []


@pytest.mark.parametrize("zip64", [False, True])
def test_any_disk_and_the_folder_give_the_whole(zip64: bool, tmp_path: Path) -> None:
    paths = on_disks(tmp_path / "e", stored(CHAT), zip64=zip64)
    assert len(paths) > 3
    for path in paths:
        assert content(path) == CHAT
        with Export(path) as export:
            assert export.name == "chats"
            assert export.problems == []
    found = chats(tmp_path / "e")
    assert {entry: found[f"chats.zip/{entry}"] for entry in CHAT} == CHAT


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs Info-ZIP")
def test_what_info_zip_splits_is_read(tmp_path: Path) -> None:
    for name, data in CHAT.items():
        write(tmp_path / "in" / name, data)
    big = os.urandom(200_000)
    write(tmp_path / "in" / "big.mp4", big)
    subprocess.run(["zip", "-q", "-r", "-s", "64k", "../e.zip", "."], cwd=tmp_path / "in", check=True)
    assert content(tmp_path / "e.zip") == CHAT | {"big.mp4": big}
    assert content(tmp_path / "e.z01") == CHAT | {"big.mp4": big}


def test_parts_inside_an_archive_are_put_together_too(tmp_path: Path) -> None:
    raw = zipped(CHAT)
    parts = {f"backup/chats.zip.{number:03}": piece for number, piece in enumerate(pieces(raw, 5000), 1)}
    found = chats(write(tmp_path / "e.zip", zipped(parts)))
    assert {entry: found[f"backup/chats.zip/{entry}"] for entry in CHAT} == CHAT


def test_a_missing_piece_is_named_and_what_is_before_it_is_read(tmp_path: Path) -> None:
    paths = in_pieces(tmp_path / "e", stored(CHAT))
    paths[1].unlink()
    with Export(tmp_path / "e") as export:
        assert read(export, "chats.zip/_chat.txt") == CHAT["_chat.txt"]
        assert any("chats.zip.002" in problem.reason for problem in export.problems)
    with Export(paths[2]) as export:
        told = " ".join(problem.reason for problem in export.problems)
        assert "chats.zip.002" in told
        assert read(export, "_chat.txt") == CHAT["_chat.txt"]


def test_a_missing_first_piece_is_named(tmp_path: Path) -> None:
    paths = in_pieces(tmp_path / "e", stored(CHAT))
    paths[0].unlink()
    with pytest.raises(BrokenExport, match=r"chats\.zip\.001"):
        Export(paths[1])
    assert r"chats.zip.001" in reasons(tmp_path / "e")["chats.zip"]


def test_a_missing_last_piece_is_named(tmp_path: Path) -> None:
    *paths, last = in_pieces(tmp_path, stored(CHAT))
    last.unlink()
    with Export(paths[0]) as export:
        assert any(last.name in problem.reason for problem in export.problems)
        assert read(export, "_chat.txt") == CHAT["_chat.txt"]


def test_a_missing_disk_is_named_and_what_lies_on_the_others_is_read(tmp_path: Path) -> None:
    paths = on_disks(tmp_path / "e", stored(CHAT))
    paths[1].unlink()
    with Export(paths[-1]) as export:
        assert [problem.reason.split()[2] for problem in export.problems] == ["chats.z02"]
        assert read(export, "_chat.txt") == CHAT["_chat.txt"]
        assert read(export, "7.jpg") == CHAT["7.jpg"]
        damaged = [name for name in export.names() if export.head(name) != CHAT[name]]
        assert damaged
        for name in damaged:
            with pytest.raises(BrokenExport, match=r"chats\.z02 is missing"):
                read(export, name)


@pytest.mark.parametrize("alone", [True, False])
def test_the_last_disk_alone_names_the_first(alone: bool, tmp_path: Path) -> None:
    paths = on_disks(tmp_path / "e", stored(CHAT))
    for path in paths[:-1]:
        path.unlink()
    told = reasons(paths[-1] if alone else tmp_path / "e")
    assert "missing" in told["chats.zip"]
    with Export(paths[-1]) as export:
        assert any("chats.z01" in problem.reason for problem in export.problems)


def test_disks_without_the_last_name_it(tmp_path: Path) -> None:
    *paths, last = on_disks(tmp_path / "e", stored(CHAT))
    last.unlink()
    with pytest.raises(BrokenExport, match=r"chats\.zip, is missing"):
        Export(paths[0])
    assert "chats.zip, is missing" in reasons(tmp_path / "e")["chats.zip"]


def test_a_zip_beside_a_file_that_is_called_like_a_part_is_an_ordinary_zip(tmp_path: Path) -> None:
    path = write(tmp_path / "game.zip", zipped(CHAT))
    write(tmp_path / "game.z01", b"a saved game")
    write(tmp_path / "other.z64", b"a game of the nineties")
    assert content(path) == CHAT
    assert reasons(tmp_path) == {}


def test_a_zip_that_claims_thousands_of_parts_is_not_believed(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + b"\xfe\xff\xfe\xff" + bytes(14)
    path = write(tmp_path / "e" / "chats.zip", b"no beginning" * 10 + end)
    with pytest.raises(BrokenExport, match="65535 parts"):
        Export(path)
    assert "65535 parts" in reasons(tmp_path / "e")["chats.zip"]


def test_two_split_archives_in_one_folder_are_kept_apart(tmp_path: Path) -> None:
    in_pieces(tmp_path, zipped(CHAT), "a.zip")
    in_pieces(tmp_path, zipped({"x.txt": os.urandom(100)}), "b.zip")
    on_disks(tmp_path, stored(CHAT), "c")
    with Export(tmp_path) as export:
        assert export.mounted == ("a.zip", "b.zip", "c.zip")
        assert export.problems == []


def test_a_table_that_claims_to_be_endless_is_not_asked_for(tmp_path: Path) -> None:
    """Nobody knows how long a missing part is, so nearly any place and size could lie in it."""
    end = b"PK\x05\x06" + b"\x01\0\x01\0" + b"\x01\0\x01\0" + b"\xff" * 8 + b"\0\0"
    with pytest.raises(BrokenExport, match=r"damaged"):
        Export(write(tmp_path / "chats.zip", b"no beginning" * 10 + end))

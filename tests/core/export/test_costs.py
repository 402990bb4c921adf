"""This file is where it is tested what zips, and zips in zips, may cost: bombs, lies, and very many entries."""

import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.export import Export, Limits
from tests.core.export.makers import chats, content, make_zip, read, reasons, stored, write, zipped


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


@pytest.mark.skipif(sys.platform == "win32", reason="a file with holes in it")
def test_a_zip_of_macos_beyond_4_gb_counts_on_from_nothing(tmp_path: Path) -> None:
    path = tmp_path / "e.zip"
    table = b""
    with path.open("wb") as file:
        for name, place in (("a.txt", 0), ("b.txt", (1 << 32) - 100), ("c.txt", (1 << 32) + 100)):
            raw = stored({name: name.encode()})
            data, entry = raw[: raw.index(b"PK\x01\x02")], raw[raw.index(b"PK\x01\x02") : raw.index(b"PK\x05\x06")]
            file.seek(place)
            file.write(data)
            table += entry[:42] + struct.pack("<L", place % (1 << 32)) + entry[46:]
        start = file.tell() % (1 << 32)
        file.write(table + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, len(table), start, 0))
    assert content(path) == {name: name.encode() for name in ("a.txt", "b.txt", "c.txt")}


# ---------------------------------------------------------------- archives inside


def test_a_bomb_is_found_through_its_wrappings(tmp_path: Path) -> None:
    bomb = zipped({"bomb.txt": bytes(64 << 20)})
    path = write(tmp_path / "e.zip", zipped({"in.zip": zipped({"in.zip": bomb, "chat.txt": b"good"})}))
    assert chats(path) == {"in.zip/chat.txt": b"good"}
    assert "unreasonable" in reasons(path)["in.zip/in.zip/bomb.txt"]


def test_a_bomb_that_packs_little_at_each_depth_is_measured_against_the_file_on_the_disk(tmp_path: Path) -> None:
    text = b"".join(b"1/1/24, 10:00 - Ann: line %d\n" % (number % 97) for number in range(1 << 20))
    inner = zipped({"chat.txt": text})
    outer = zipped({"in.zip": stored({f"{number}.zip": inner for number in range(60)})})
    assert len(inner) * 300 > len(text)
    assert len(outer) / 60 * 300 < len(text)
    with Export(write(tmp_path / "e.zip", outer)) as export:
        assert "in.zip/1.zip/chat.txt" not in export.names()
        assert export.bytes_read < 16 << 20


def test_a_bomb_inside_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    bomb = zipped({"bomb.txt": bytes(16 << 20)}).replace(struct.pack("<L", 16 << 20), struct.pack("<L", 1000))
    with Export(write(tmp_path / "e.zip", zipped({"in.zip": bomb}))) as export:
        with pytest.raises(BrokenExport, match="unreasonable"):
            read(export, "in.zip/bomb.txt")
        assert export.bytes_read < 10 << 20


def test_archives_that_unpack_to_more_and_more_archives_are_stopped(tmp_path: Path) -> None:
    """Each alone is within all limits; together they would fill a disk."""
    large = stored({"zeros.bin": bytes(7 << 20)})
    path = write(tmp_path / "e.zip", zipped({f"{number}.zip": large for number in range(30)}))
    with Export(path) as export:
        assert 0 < len(export.mounted) < 30
        assert export.bytes_read < 30 * (4 << 20)
        assert "unreasonable" in export.problems[-1].reason
        assert len(export.names()) == 30 + len(export.mounted)


def test_the_limits_are_those_of_the_whole_tree(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.zip", zipped({f"{entry}.txt": os.urandom(1000) for entry in range(10)}))
    with Export(tmp_path, Limits(entries=40)) as export:
        assert export.mounted == ("0.zip", "1.zip", "2.zip")
        assert [problem.where for problem in export.problems] == ["3.zip", "4.zip"]
        assert len(export.names()) == 35
    with pytest.raises(BrokenExport, match="more than"):
        content(tmp_path, Limits(total_bytes=25_000))


def test_plain_files_cost_nothing(tmp_path: Path) -> None:
    write(tmp_path / "e" / "chat.txt", bytes(100_000))
    assert content(tmp_path / "e", Limits(entry_bytes=100, total_bytes=100)) == {"chat.txt": bytes(100_000)}


def test_a_thousand_zips_are_opened_quickly(tmp_path: Path) -> None:
    raw = zipped({"_chat.txt": b"hi", "p.jpg": b"p"})
    path = write(tmp_path / "e.zip", stored({f"{number}.zip": raw for number in range(1000)}))
    with Export(path) as export:
        assert len(export.names()) == 3000

"""This file is where archives inside folders and archives are tested: opened like folders, and stopped in time."""

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import core.export.scratch
from core.errors import ChatTroveError
from core.export import Export
from tests.core.export.makers import (
    chats,
    content,
    encrypted,
    read,
    reasons,
    stored,
    tarred,
    with_names_in,
    write,
    zipped,
)


def test_a_folder_of_zips_is_one_export(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / f"WhatsApp Chat with {number}.zip", zipped({"_chat.txt": b"hi %d" % number, "p.jpg": b"p"}))
    with Export(tmp_path) as export:
        assert len(export.names()) == 60
        assert len(export.mounted) == 20
        assert read(export, "WhatsApp Chat with 7.zip/_chat.txt") == b"hi 7"
        assert export.holder("WhatsApp Chat with 7.zip/_chat.txt") == "WhatsApp Chat with 7"
        assert export.folder("WhatsApp Chat with 7.zip/_chat.txt") == "WhatsApp Chat with 7.zip"
        assert export.resolve("p.jpg", "WhatsApp Chat with 7.zip") == "WhatsApp Chat with 7.zip/p.jpg"
        assert export.problems == []


def test_an_archive_stands_before_its_entries_and_both_can_be_read(tmp_path: Path) -> None:
    inner = stored({"b.txt": b"b"})
    path = write(tmp_path / "e.zip", zipped({"a.txt": b"a", "x/inner.zip": inner, "z.txt": b"z"}))
    assert list(content(path).items()) == [
        ("a.txt", b"a"),
        ("x/inner.zip", inner),
        ("x/inner.zip/b.txt", b"b"),
        ("z.txt", b"z"),
    ]


@pytest.mark.parametrize("pack", [zipped, stored])
def test_three_archives_deep_is_deep_enough(pack: object, tmp_path: Path) -> None:
    raw = b""
    for number in reversed(range(6)):
        raw = pack({"chat.txt": b"%d" % number} | ({"in.zip": raw} if raw else {}))  # type: ignore[operator]
    path = write(tmp_path / "e.zip", raw)
    told = "in.zip/in.zip/in.zip/"
    assert [name for name in chats(path) if name.endswith("chat.txt")] == [
        "chat.txt",
        "in.zip/chat.txt",
        "in.zip/in.zip/chat.txt",
        f"{told}chat.txt",
    ]
    assert "deep enough" in reasons(path)[f"{told}in.zip"]
    assert content(path)[f"{told}in.zip"].startswith(b"PK")


def test_what_is_stored_is_read_where_it_lies_and_what_is_packed_is_unpacked_into_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.export.scratch, "IN_MEMORY", 1000)
    scratch = tmp_path / "archive" / "scratch"
    photo = os.urandom(5000)
    inner = stored({"chat.txt": b"hello", "photo.jpg": photo})
    plain = write(tmp_path / "plain.zip", stored({"in.zip": inner}))
    packed = write(tmp_path / "packed.zip", zipped({"in.zip": inner}))
    with Export(plain, scratch=scratch) as export:
        assert read(export, "in.zip/photo.jpg") == photo
        assert not scratch.exists()
    with Export(packed, scratch=scratch) as export:
        assert read(export, "in.zip/photo.jpg") == photo
        assert [file.stat().st_size for file in scratch.rglob("*") if file.is_file()] == [len(inner)]
    assert [*scratch.iterdir()] == []


def test_entries_of_one_archive_inside_can_be_read_side_by_side(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"a" * 600_000, "b.txt": b"b" * 600_000})
    path = write(tmp_path / "e.zip", stored({"in.zip": stored({"in.zip": inner})}))
    with (
        Export(path) as export,
        export.open("in.zip/in.zip/a.txt") as one,
        export.open("in.zip/in.zip/b.txt") as two,
    ):
        for _ in range(6):
            assert one.read(100_000) == b"a" * 100_000
            assert two.read(100_000) == b"b" * 100_000


@pytest.mark.parametrize("name", ["Report.docx", "book.epub", "game.apk", "lib.jar", "a.xlsx", "sticker.tgs"])
def test_documents_that_are_zips_inside_stay_documents(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, zipped({"[Content_Types].xml": b"x", "chat.txt": b"x"}))
    with Export(tmp_path) as export:
        assert export.names() == (name,)
        assert export.mounted == ()


def test_without_an_ending_a_zip_is_opened_and_a_document_is_not(tmp_path: Path) -> None:
    write(tmp_path / "WhatsApp Chat with Dr. Who", zipped({"_chat.txt": b"hi"}))
    write(tmp_path / "export.zip.download", zipped({"chat.txt": b"hi"}))
    write(tmp_path / "letter", zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}))
    write(tmp_path / "notes", b"just text")
    with Export(tmp_path) as export:
        assert export.mounted == ("WhatsApp Chat with Dr. Who", "export.zip.download")
        assert export.problems == []


def test_what_cannot_be_opened_inside_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    secret = encrypted(zipped({"a.txt": b"a", "b.txt": b"b"}), ["a.txt", "b.txt"])
    entries = {
        "secret.zip": secret,
        "ruin.zip": b"PK\x03\x04 and nothing",
        "page.zip": b"<html>Log in to download</html>",
        "empty.zip": b"",
        "other.7z": b"7z\xbc\xaf\x27\x1c...",
        "good.zip": zipped({"chat.txt": b"good"}),
    }
    path = write(tmp_path / "e.zip", zipped(entries))
    with Export(path) as export:
        assert export.mounted == ("good.zip",)
        assert read(export, "good.zip/chat.txt") == b"good"
        assert {name: read(export, name) for name in entries} == entries
    told = reasons(path)
    assert set(told) == {"secret.zip", "ruin.zip", "page.zip", "other.7z"}
    assert "password" in told["secret.zip"]
    assert "damaged" in told["ruin.zip"]
    assert "unpack it" in told["other.7z"]


def test_encrypted_entries_of_a_zip_inside_are_told_with_their_place(tmp_path: Path) -> None:
    inner = encrypted(zipped({"a.txt": b"a", "b.txt": b"b"}), ["b.txt"])
    path = write(tmp_path / "e" / "in.zip", inner).parent
    assert chats(path) == {"in.zip/a.txt": b"a"}
    assert "encrypted" in reasons(path)["in.zip/b.txt"]


def test_of_a_zip_inside_that_is_cut_off_what_is_there_is_read(tmp_path: Path) -> None:
    inner = zipped({"chat.txt": b"hello", "one.jpg": os.urandom(3000), "two.jpg": os.urandom(3000)})
    path = write(tmp_path / "e.zip", zipped({"in.zip": inner[:4000], "chat.txt": b"x"}))
    with Export(path) as export:
        assert read(export, "in.zip/chat.txt") == b"hello"
        assert len(export.head("in.zip/two.jpg")) > 500
    assert "cut off" in reasons(path)["in.zip"]


def test_a_zip_inside_whose_wrapping_is_damaged_is_read_up_to_the_damage(tmp_path: Path) -> None:
    inner = stored({f"{number}.txt": b"%09d\n" % number * 1000 for number in range(50)})
    raw = bytearray(zipped({"in.zip": inner, "chat.txt": b"fine"}))
    place = len(raw) // 2
    raw[place : place + 20] = b"\xff" * 20
    path = write(tmp_path / "e.zip", bytes(raw))
    with Export(path) as export:
        assert read(export, "chat.txt") == b"fine"
        assert read(export, "in.zip/9.txt") == b"000000009\n" * 1000
    assert "in.zip" in reasons(path)


def test_names_inside_are_read_made_safe_and_cleared_of_noise_at_every_depth(tmp_path: Path) -> None:
    entries = {
        "xxxx.txt": b"1",
        "../evil.txt": b"2",
        "/etc/passwd": b"3",
        "__MACOSX/._a.txt": b"4",
        ".DS_Store": b"5",
        "fotos\\one.jpg": b"6",
    }
    inner = with_names_in("gbk", zipped(entries), {"xxxx.txt": "茶会.txt"})
    path = write(tmp_path / "e" / "in.zip", inner).parent
    assert chats(path) == {"in.zip/茶会.txt": b"1", "in.zip/fotos/one.jpg": b"6"}
    assert set(reasons(path)) == {"in.zip/../evil.txt", "in.zip//etc/passwd"}


def test_a_folder_that_is_called_like_a_zip_beside_it_keeps_the_first_of_equal_names(tmp_path: Path) -> None:
    entries = {"in.zip": zipped({"a.txt": b"inner"}), "in.zip/a.txt": b"outer", "in.zip/b.txt": b"b"}
    path = write(tmp_path / "e.zip", zipped(entries))
    assert chats(path) == {"in.zip/a.txt": b"inner", "in.zip/b.txt": b"b"}
    assert "first" in reasons(path)["in.zip/a.txt"]


def test_zip64_and_a_program_in_front_are_read_inside_too(tmp_path: Path) -> None:
    large = tmp_path / "large.zip"
    with (
        zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("chat.txt", "w", force_zip64=True) as entry,
    ):
        entry.write(b"hello" * 1000)
    entries = {"large.zip": large.read_bytes(), "unpacks itself.zip": b"MZ program" * 100 + zipped({"chat.txt": b"x"})}
    path = write(tmp_path / "e.zip", zipped(entries))
    assert chats(path) == {"large.zip/chat.txt": b"hello" * 1000, "unpacks itself.zip/chat.txt": b"x"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(edits=[(0, 0, b"")], form="tar")
@given(
    edits=st.lists(st.tuples(st.integers(0, 1 << 14), st.integers(0, 30), st.binary(max_size=12)), max_size=5),
    form=st.sampled_from(["zip", "tar", "tar.gz", "gz"]),
)
def test_damage_in_archives_inside_raises_nothing_but_errors_for_people(
    edits: list[tuple[int, int, bytes]], form: str, tmp_path: Path
) -> None:
    chat = {"chat.txt": b"hello world " * 40, "图/1.jpg": bytes(range(256))}
    inner = tarred({**chat}) if form == "tar" else tarred({**chat}, "w:gz") if form == "tar.gz" else zipped(chat)
    for anywhere, length, new in edits:
        place = anywhere % (len(inner) + 1)
        inner = inner[:place] + new + inner[place + length :]
    path = write(tmp_path / "e.zip", stored({f"in.{form}": inner, "good.txt": b"good"}))
    with Export(path) as export:
        assert read(export, "good.txt") == b"good"
        for name in export.names():
            export.holder(name)
            export.head(name)
            try:
                read(export, name)
            except ChatTroveError:
                continue

"""This file is where several things that are given at once are tested: one export, each under its own name."""

import os
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.export import Export
from tests.core.export.makers import pieces, read, write, zipped


def test_each_thing_stands_at_the_top_under_its_own_name(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "b" / "WhatsApp Chat with Bob.zip", zipped({"_chat.txt": b"bob"})),
        write(tmp_path / "ChatExport" / "result.json", b"{}").parent,
        write(tmp_path / "b" / "log.txt", b"log"),
    ]
    with Export(paths) as export:
        assert export.names() == (
            "WhatsApp Chat with Bob.zip",
            "WhatsApp Chat with Bob.zip/_chat.txt",
            "ChatExport/result.json",
            "log.txt",
        )
        assert export.mounted == ("WhatsApp Chat with Bob.zip",)
        assert [export.holder(name) for name in export.names()[1:3]] == ["WhatsApp Chat with Bob", "ChatExport"]
        assert export.path == tmp_path
        assert export.problems == []


def test_one_thing_in_a_list_is_that_thing(tmp_path: Path) -> None:
    path = write(tmp_path / "e.zip", zipped({"chat.txt": b"x"}))
    with Export([path]) as export:
        assert (export.path, export.name, export.names()) == (path, "e", ("chat.txt",))


def test_of_two_with_one_name_the_second_gets_a_number_and_keeps_its_title(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / "Bob.zip", zipped({"_chat.txt": folder.encode()})) for folder in "ab"]
    folders = [write(tmp_path / folder / "Eve" / "chat.txt", folder).parent for folder in "ab"]
    with Export([*paths, *folders]) as export:
        assert {name: read(export, name) for name in export.names() if name.endswith("txt")} == {
            "Bob.zip/_chat.txt": b"a",
            "Bob (2).zip/_chat.txt": b"b",
            "Eve/chat.txt": b"a",
            "Eve (2)/chat.txt": b"b",
        }
        assert export.holder("Bob (2).zip/_chat.txt") == "Bob"
        assert export.holder("Eve (2)/chat.txt") == "Eve"
        assert export.mounted == ("Bob.zip", "Bob (2).zip")


def test_the_same_thing_given_twice_is_there_once(tmp_path: Path) -> None:
    path = write(tmp_path / "Bob.zip", zipped({"_chat.txt": b"x"}))
    with Export([path, tmp_path / "." / "Bob.zip"]) as export:
        assert export.names() == ("Bob.zip", "Bob.zip/_chat.txt")


def test_texts_of_one_folder_find_what_lies_beside_them(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, name) for name in ("Ana.txt", "Bob.txt")]
    write(tmp_path / "IMG-1.jpg", b"picture")
    with Export(paths) as export:
        assert export.names() == ("Ana.txt", "Bob.txt")
        assert export.resolve("IMG-1.jpg") == "IMG-1.jpg"
        assert read(export, "IMG-1.jpg") == b"picture"
        assert export.resolve("img-2.jpg") is None


def test_texts_of_different_folders_find_each_what_lies_beside_it(tmp_path: Path) -> None:
    paths = [write(tmp_path / "x" / name / "_chat.txt", name) for name in ("Ana", "Bob")]
    paths.append(write(tmp_path / "y" / "Bob" / "_chat.txt", "another Bob"))
    for path in paths:
        write(path.with_name("PHOTO-1.jpg"), str(path))
    with Export(paths) as export:
        assert export.names() == ("Ana/_chat.txt", "Bob/_chat.txt", "Bob (2)/_chat.txt")
        assert [export.holder(name) for name in export.names()] == ["Ana", "Bob", "Bob"]
        for path, name in zip(paths, export.names(), strict=True):
            found = export.resolve("PHOTO-1.jpg", export.folder(name))
            assert found is not None
            assert read(export, found) == str(path).encode()
            assert export.original(found) == path.with_name("PHOTO-1.jpg")


@pytest.mark.parametrize("given", ["one", "all", "mixed"])
def test_parts_are_put_together_however_many_of_them_are_given(given: str, tmp_path: Path) -> None:
    raw = zipped({"_chat.txt": bytes(range(256)) * 9})
    parts = [write(tmp_path / f"chats.zip.{number:03}", piece) for number, piece in enumerate(pieces(raw, 150), 1)]
    other = write(tmp_path / "other.txt", b"x")
    paths = {"one": [parts[0], other], "all": [*parts, other], "mixed": [other, parts[1], parts[0]]}[given]
    with Export(paths) as export:
        assert export.mounted == ("chats/chats.zip",)
        assert read(export, "chats/chats.zip/_chat.txt") == bytes(range(256)) * 9
        assert export.problems == []


def test_what_is_not_there_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "chat.txt", b"x")
    with Export([path, tmp_path / "gone.zip"]) as export:
        assert export.names() == ("chat.txt",)
        assert export.problems[0].where.endswith("gone.zip")
        assert "no such file" in export.problems[0].reason
    with pytest.raises(BrokenExport, match=r"gone\.zip"):
        Export([tmp_path / "gone.zip", tmp_path / "gone.txt"])
    with pytest.raises(BrokenExport, match="Nothing"):
        Export([])


def test_when_each_was_written_is_told_of_each(tmp_path: Path) -> None:
    one = write(tmp_path / "one.zip", zipped({"in.zip": zipped({"_chat.txt": b"x"})}))
    two = write(tmp_path / "two.txt", b"x")
    os.utime(one, (1000, 1000))
    os.utime(two, (2000, 2000))
    with Export(tmp_path) as export:
        assert export.modified_of("one.zip/in.zip/_chat.txt") == 1_000_000
        assert export.modified_of("two.txt") == 2_000_000
    with Export(one) as export:
        assert export.modified_of("in.zip/_chat.txt") == export.modified == 1_000_000

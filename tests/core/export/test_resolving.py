"""This file is where it is tested which file a message means, and that no message gets the picture of another chat."""

import time
from pathlib import Path

from core.export import Export
from tests.core.export.makers import write, zipped


def tree(path: Path, *names: str) -> Path:
    for name in names:
        write(path / name, name)
    return path


def test_media_in_another_part_of_the_same_export_are_found(tmp_path: Path) -> None:
    """Facebook: "part 1 of 3", all with the same folders inside, and names that start at the top of the export."""
    chat = "your_activity/messages/inbox/bob_12"
    write(tmp_path / "facebook-1.zip", zipped({f"{chat}/message_1.json": b"{}", f"{chat}/photos/1.jpg": b"1"}))
    write(tmp_path / "facebook-2.zip", zipped({f"{chat}/photos/2.jpg": b"2", "other/inbox/eve/photos/2.jpg": b"x"}))
    write(tmp_path / "facebook-3.zip", zipped({f"{chat}/Photos/3.JPG": b"3", f"{chat}/message_2.json": b"{}"}))
    with Export(tmp_path) as export:
        folder = f"facebook-1.zip/{chat}"
        for number, place in ((1, "photos/1.jpg"), (2, "photos/2.jpg"), (3, "Photos/3.JPG")):
            wanted = f"facebook-{number}.zip/{chat}/{place}"
            assert export.resolve(f"photos/{number}.jpg", folder) == wanted
            assert export.resolve(f"{chat}/photos/{number}.jpg", folder) == wanted
            assert export.resolve(f"{chat}/photos/{number}.jpg", "facebook-1.zip") == wanted
        assert export.resolve(f"{chat}/photos/4.jpg", folder) is None


def test_parts_that_were_unpacked_into_folders_are_parts_too(tmp_path: Path) -> None:
    tree(tmp_path, "part1/inbox/bob/message_1.json", "part2/inbox/bob/photos/2.jpg", "part3/inbox/eve/photos/2.jpg")
    with Export(tmp_path) as export:
        assert export.resolve("inbox/bob/photos/2.jpg", "part1/inbox/bob") == "part2/inbox/bob/photos/2.jpg"


def test_two_exports_of_one_kind_are_not_parts_of_one(tmp_path: Path) -> None:
    for name in ("WhatsApp Chat - Ana.zip", "WhatsApp Chat - Bob.zip"):
        write(tmp_path / name, zipped({"_chat.txt": b"hi"} | ({"PHOTO-1.jpg": b"p"} if "Bob" in name else {})))
    for name in ("old.zip", "new.zip"):
        photos = {"inbox/bob/photos/1.jpg": b"1"} if name == "old.zip" else {}
        write(tmp_path / name, zipped({"inbox/bob/message_1.json": b"{}"} | photos))
    with Export(tmp_path) as export:
        assert export.resolve("PHOTO-1.jpg", "WhatsApp Chat - Bob.zip") == "WhatsApp Chat - Bob.zip/PHOTO-1.jpg"
        assert export.resolve("PHOTO-1.jpg", "WhatsApp Chat - Ana.zip") is None
        assert export.resolve("inbox/bob/photos/1.jpg", "old.zip/inbox/bob") == "old.zip/inbox/bob/photos/1.jpg"
        assert export.resolve("inbox/bob/photos/1.jpg", "new.zip/inbox/bob") is None
        assert export.resolve("inbox/bob/photos/1.jpg", "new.zip") is None


def test_of_different_files_at_the_same_place_in_other_parts_none_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "1.zip", zipped({"inbox/bob/message_1.json": b"{}"}))
    write(tmp_path / "2.zip", zipped({"inbox/bob/photos/1.jpg": b"one", "inbox/bob/photos/2.jpg": b"two"}))
    write(tmp_path / "3.zip", zipped({"inbox/bob/photos/1.jpg": b"another", "inbox/bob/photos/2.jpg": b"two"}))
    with Export(tmp_path) as export:
        assert export.resolve("photos/1.jpg", "1.zip/inbox/bob") is None
        assert export.resolve("photos/2.jpg", "1.zip/inbox/bob") == "2.zip/inbox/bob/photos/2.jpg"


def test_the_pictures_of_another_chat_are_never_taken_for_those_of_this_one(tmp_path: Path) -> None:
    tree(tmp_path, "a/result.json", "b/result.json", "b/photos/photo_1.jpg", "b/inner/_chat.txt", "b/inner/IMG-7.jpg")
    with Export(tmp_path) as export:
        assert export.resolve("photos/photo_1.jpg", "b") == "b/photos/photo_1.jpg"
        assert export.resolve("photos/photo_1.jpg", "a") is None
        assert export.resolve("photo_1.jpg", "b/inner") is None
        assert export.resolve("IMG-7.jpg", "b") is None


def test_media_that_lie_with_no_chat_are_found_by_their_only_name(tmp_path: Path) -> None:
    tree(tmp_path, "chats/Bob.txt", "Media/WhatsApp Images/IMG-1.jpg", "Media/Sent/IMG-2.jpg", "Media/IMG-2.jpg")
    write(tmp_path / "media.zip", zipped({"IMG-3.jpg": b"3"}))
    with Export(tmp_path) as export:
        assert export.resolve("IMG-1.jpg", "chats") == "Media/WhatsApp Images/IMG-1.jpg"
        assert export.resolve("IMG-2.jpg", "chats") is None
        assert export.resolve("img-3.JPG", "chats") == "media.zip/IMG-3.jpg"


def test_a_name_from_the_top_of_the_export_is_found_from_any_folder_that_it_names(tmp_path: Path) -> None:
    tree(tmp_path, "data/messages/inbox/bob/m.json", "data/messages/stickers/1.png", "data/stickers/1.png")
    with Export(tmp_path) as export:
        assert export.resolve("messages/stickers/1.png", "data/messages/inbox/bob") == "data/messages/stickers/1.png"
        assert export.resolve("Messages/Stickers/1.PNG", "data/messages/inbox/bob") == "data/messages/stickers/1.png"


def test_names_are_found_quickly_among_very_many(tmp_path: Path) -> None:
    entries = {f"chats/{number % 1000}/photos/{number}/image0.jpg": b"" for number in range(50_000)}
    path = write(tmp_path / "e.zip", zipped(entries | {f"chats/{number}/chat.json": b"" for number in range(1000)}))
    with Export(path) as export:
        export.resolve("first.jpg", "chats/1")
        start = time.monotonic()
        for number in range(5000):
            assert export.resolve(f"photos/{number}/image0.jpg", f"chats/{number % 1000}")
            assert export.resolve("image0.jpg", f"chats/{number % 1000}") is None
        assert time.monotonic() - start < 5

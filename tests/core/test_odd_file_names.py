"""This file is where file names that are no text are tested: bytes of other encodings, as old tools unpack them."""

import os
from pathlib import Path

import pytest

from core.archive import Archive
from core.entry_names import file_name
from core.errors import Cancelled
from core.importing import Choices, import_export
from core.protocols import ReadOptions
from core.types import Progress

CHAT = "25/12/2023, 09:01 - Ana: 看\n26/12/2023, 09:01 - Bo: {0} (file attached)\n27/12/2023, 09:01 - Bo: hi\n"


@pytest.mark.parametrize("copy_media", [True, False])
def test_names_in_a_chinese_encoding_are_read_and_their_files_found(
    archive: Archive, tmp_path: Path, copy_media: bool
) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "与周末的对话".encode("gbk")))
    try:
        folder.mkdir()
        text = CHAT.format("爬山照片.jpg")
        Path(folder, os.fsdecode("WhatsApp 与周末的对话.txt".encode("gbk"))).write_text(text, encoding="utf-8")
        Path(folder, os.fsdecode("爬山照片.jpg".encode("gbk"))).write_bytes(b"a picture")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes names in UTF-8 only")
    report = import_export(archive, folder, Choices(ReadOptions(), copy_media=copy_media), lambda _: None)
    [told] = report.files[0].conversations
    assert (told.messages, told.media.found) == (3, 1)
    assert report.files[0].path.endswith("与周末的对话")
    assert report.files[0].problems == []


def test_a_file_name_is_text_whatever_the_system_gives() -> None:
    assert file_name("café 茶.txt") == "café 茶.txt"
    assert file_name(os.fsdecode("聚会照片".encode("gbk"))) == "聚会照片"
    for odd in ("a\udcffb", "half \ud83d emoji", "\ud83d\udcff"):
        assert file_name(odd).encode("utf-8")


def test_a_copied_file_can_be_cancelled_before_the_batch_is_full(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with Bo.txt").write_text(CHAT.format("IMG-20231226-WA0001.jpg"), encoding="utf-8")
    (tmp_path / "IMG-20231226-WA0001.jpg").write_bytes(b"a picture")
    (archive.directory / "media").mkdir()
    (archive.directory / "media" / ".incoming-killed").write_bytes(b"half a pic")
    steps: list[Progress] = []

    def cancel(progress: Progress) -> None:
        steps.append(progress)
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        import_export(archive, tmp_path / "WhatsApp Chat with Bo.txt", Choices(ReadOptions()), cancel)
    assert steps == [Progress("read", 0, 0)]
    assert archive.chats.conversations() == []
    assert [path.name for path in (archive.directory / "media").glob(".incoming-*")] == []

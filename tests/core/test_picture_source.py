"""Models are shown pictures of an archive, and those beside a file of dialogues; bad files never end the reading."""

import io
import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.archive import Archive
from core.dialogues import read_dialogues
from core.media import MediaStore
from core.picture_source import archive_pictures, dialogue_pictures
from core.types import Attachment, ExportedAttachment
from tests.core.conftest import say, store


def jpeg(width: int, height: int, *, turned: bool = False) -> bytes:
    """Red on the left, blue on the right, as it is looked at."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 255
    picture, exif, stream = Image.fromarray(pixels), Image.Exif(), io.BytesIO()
    if turned:
        exif[0x0112] = 6  # to be turned by a quarter, clockwise
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    picture.save(stream, "JPEG", quality=95, exif=exif)
    return stream.getvalue()


def kept(archive: Archive, content: bytes, *, beside: Path | None = None) -> Attachment:
    """A sent picture, in the archive's store or referred to where it lies."""
    media = MediaStore(archive.directory)
    if beside is not None:
        beside.write_bytes(content)
    stored = media.add(io.BytesIO(content), "a.jpg") if beside is None else media.refer(beside)
    sent = say("Ana", "", 0, attachments=(ExportedAttachment("image", "a.jpg", "found", ""),))
    number, _ = store(archive, "trip", [sent], [stored])
    (message,) = archive.chats.messages([int(each) for each in archive.chats.message_ids(number)])
    return message.attachments[0]


@pytest.mark.parametrize("referred", [False, True])
def test_a_picture_of_the_archive_is_shown_upright(archive: Archive, tmp_path: Path, referred: bool) -> None:
    attachment = kept(archive, jpeg(300, 200, turned=True), beside=tmp_path / "own.jpg" if referred else None)
    pixels = archive_pictures(archive)(attachment, 10**6)
    assert pixels is not None
    assert pixels.shape == (200, 300, 3)
    assert pixels[100, 20, 0] > 200 > 50 > pixels[100, 20, 2]
    assert pixels[100, 280, 2] > 200 > 50 > pixels[100, 280, 0]


def test_it_has_no_more_pixels_than_were_asked_for(archive: Archive) -> None:
    attachment = kept(archive, jpeg(3_000, 700))
    pixels = archive_pictures(archive)(attachment, 100_000)
    assert pixels is not None
    assert 90_000 < pixels.shape[0] * pixels.shape[1] <= 100_000
    assert abs(pixels.shape[1] / pixels.shape[0] - 3_000 / 700) < 0.1
    sliver = archive_pictures(archive)(kept(archive, jpeg(6_000, 2)), 1_000)
    assert sliver is not None
    assert sliver.shape[0] * sliver.shape[1] <= 1_000


@pytest.mark.parametrize(
    "content", [b"", b"no picture", jpeg(64, 64)[:300], b"%!PS-Adobe-3.0 EPSF-3.0", b"GIF89a" + b"\xff" * 40]
)
def test_bad_files_are_no_pictures_and_raise_nothing(archive: Archive, tmp_path: Path, content: bytes) -> None:
    assert archive_pictures(archive)(kept(archive, content), 10**6) is None
    (tmp_path / "bad.jpg").write_bytes(content)
    assert dialogue_pictures(tmp_path / "d.jsonl")(named("bad.jpg"), 10**6) is None


def test_what_is_not_there_is_no_picture(archive: Archive, tmp_path: Path) -> None:
    gone = kept(archive, jpeg(64, 64), beside=tmp_path / "own.jpg")
    (tmp_path / "own.jpg").unlink()
    pictures = archive_pictures(archive)
    assert pictures(gone, 10**6) is None
    assert pictures(named("a.jpg"), 10**6) is None
    assert pictures(Attachment(1, 1, "image", "a.jpg", "found", sha256="0" * 64), 10**6) is None


def named(name: str) -> Attachment:
    return Attachment(0, 0, "image", name, "not_exported")


def test_pictures_of_dialogues_lie_beside_their_file(tmp_path: Path) -> None:
    (tmp_path / "set" / "pictures").mkdir(parents=True)
    (tmp_path / "set" / "pictures" / "a.jpg").write_bytes(jpeg(60, 40))
    turns = [{"id": 5, "speaker": "Ana", "text": "look", "images": ["pictures/a.jpg", {"path": "pictures\\a.jpg"}]}]
    data = tmp_path / "set" / "data.jsonl"
    data.write_text(json.dumps({"dialogue_id": "d", "turns": turns}) + "\n")
    (dialogue,) = read_dialogues(data)
    for attachment in dialogue.messages[0].attachments:
        pixels = dialogue_pictures(data)(attachment, 10**6)
        assert pixels is not None
        assert pixels.shape == (40, 60, 3)


@pytest.mark.parametrize(
    "name",
    ["../secret.jpg", "/{outside}/secret.jpg", "link.jpg", "folder/../../secret.jpg", "a\0.jpg", "x" * 5_000, "", "."],
)
def test_nothing_outside_their_folder_is_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(jpeg(60, 40))
    folder = tmp_path / "set"
    (folder / "folder").mkdir(parents=True)
    try:
        (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    except OSError:
        pytest.skip("no symbolic links here")
    wanted = name.replace("/{outside}", str(tmp_path))
    assert dialogue_pictures(folder / "data.jsonl")(named(wanted), 10**6) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_in_place_of_a_picture_does_not_hold_the_reading_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert dialogue_pictures(tmp_path / "d.jsonl")(named("a.jpg"), 10**6) is None

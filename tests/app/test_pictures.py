"""This file is where the text in pictures is tested from the command line, with the shipped models."""

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

import resources
from app.cli import codes, pictures
from tests.app.conftest import Call

CHAT = """02/01/2024, 10:00 - Bo: where did you put it?
02/01/2024, 10:01 - Ana: IMG-20240102-WA0001.png (file attached)
02/01/2024, 10:02 - Bo: thanks, found it
"""
NAME = "IMG-20240102-WA0001.png"


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    """A chat with a picture in which words stand that nobody wrote."""
    folder = tmp_path / "WhatsApp Chat with Ana"
    folder.mkdir()
    (folder / "WhatsApp Chat with Ana.txt").write_text(CHAT, encoding="utf-8")
    picture = Image.new("RGB", (480, 200), "white")
    font = ImageFont.truetype(str(Path(resources.__path__[0], "fonts", "Inter-Regular.otf")), 32)
    for place, line in enumerate(("Left luggage Harwick", "Locker 118 code 7741")):
        ImageDraw.Draw(picture).text((30, 40 + 60 * place), line, fill="black", font=font)
    picture.save(folder / NAME)
    return folder


def test_what_stands_only_in_a_picture_is_answered_with_the_picture(chattrove: Call, receipt: Path) -> None:
    said = chattrove("import", receipt)
    assert "1 picture read, 1 with text." in said.out
    found = chattrove("search", "luggage locker", "--json")
    assert found.code == codes.FINE
    images = [image for result in found.json["results"] for span in result["spans"] for image in span["images"]]
    assert [(image["name"], image["highlighted"]) for image in images] == [(NAME, True)]
    assert "“luggage”" in found.json["results"][0]["why"]
    assert "Locker 118 code 7741" in chattrove("search", "luggage").out
    assert chattrove("doctor", "--json").json["pictures"] == {
        "read": 1,
        "with_text": 1,
        "unreadable": 0,
        "waiting": 0,
    }


def test_pictures_wait_where_they_are_not_wanted_yet(chattrove: Call, receipt: Path, own_settings: Path) -> None:
    assert "picture" not in chattrove("import", receipt, "--no-ocr", "--json").err
    assert chattrove("search", "luggage", "--json").json["results"] == []
    (own_settings / "settings.json").write_text(json.dumps({"read_pictures": False}), encoding="utf-8")
    assert "picture" not in chattrove("index").out
    (own_settings / "settings.json").unlink()
    assert "picture" not in chattrove("index", "--no-ocr").out
    assert "1 picture read, 1 with text." in chattrove("index").out
    assert chattrove("search", "luggage").code == codes.FINE


def test_an_import_reads_for_a_while_and_says_what_is_left(
    chattrove: Call, receipt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "IMPORT_SECONDS", -1)
    monkeypatch.setattr("app.cli.taking_in.IMPORT_SECONDS", -1)
    said = chattrove("import", receipt)
    assert said.code == codes.FINE
    assert "1 picture still to be read: chattrove index" in said.out


def test_a_file_that_is_no_picture_is_named(chattrove: Call, receipt: Path) -> None:
    (receipt / NAME).write_bytes(b"no picture")
    said = chattrove("import", receipt)
    assert said.code == codes.FINE
    assert f"Not readable as pictures: {NAME}" in said.out

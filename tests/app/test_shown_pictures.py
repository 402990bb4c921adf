"""Readers that look at pictures are shown those of the archive, and in `eval` those beside the dialogues."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from app.cli import codes
from core.fragments import images_of
from core.protocols import Check, PictureOf, unhindered
from core.types import Answer, Message
from models.bundle import Bundle
from tests.app.conftest import Call

CHAT = """02/01/2024, 10:00 - Bo: where is the boat?
02/01/2024, 10:01 - Ana: IMG-20240102-WA0001.png (file attached)
02/01/2024, 10:02 - Ana: IMG-20240102-WA0002.png (file attached)
"""


class Looking:
    """A reader that chooses every picture that is mostly blue."""

    name, at_once = "looking", 4

    def __init__(self, pictures: PictureOf) -> None:
        self._pictures = pictures

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        return [self._answer(messages) for messages in fragments]

    def _answer(self, messages: Sequence[Message]) -> Answer:
        seen = [self._pictures(each, 1_000) for each in images_of(messages)]
        blue = [at for at, pixels in enumerate(seen) if pixels is not None and pixels[..., 2].mean() > 200]
        return Answer({}, dict.fromkeys(blue, 0.9), 0.9 if blue else 0.0)


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bundle, "reader", lambda self, pictures, *_: Looking(pictures))


def draw(path: Path, colour: str) -> None:
    Image.new("RGB", (90, 60), colour).save(path)


def test_a_picture_is_found_by_how_it_looks(chattrove: Call, tmp_path: Path) -> None:
    folder = tmp_path / "WhatsApp Chat with Ana"
    folder.mkdir()
    (folder / "WhatsApp Chat with Ana.txt").write_text(CHAT, encoding="utf-8")
    draw(folder / "IMG-20240102-WA0001.png", "red")
    draw(folder / "IMG-20240102-WA0002.png", "blue")
    assert chattrove("import", folder, "--no-ocr").code == codes.FINE
    found = chattrove("search", "sailing vessel boat", "--json").json
    images = [image for result in found["results"] for span in result["spans"] for image in span["images"]]
    assert {image["name"]: image["highlighted"] for image in images} == {
        "IMG-20240102-WA0001.png": False,
        "IMG-20240102-WA0002.png": True,
    }


def test_a_reader_is_measured_with_the_pictures_beside_the_dialogues(chattrove: Call, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    draw(tmp_path / "pictures" / "a.png", "red")
    draw(tmp_path / "pictures" / "b.png", "blue")
    turns = [{"id": 0, "speaker": "A", "text": "look", "images": ["pictures/a.png", "pictures/b.png"]}]
    queries = [{"text": "the sea", "utt_ids": [], "img_ids": [1], "kind": "topic"}]
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps({"dialogue_id": "d", "turns": turns, "fragments": None, "queries": queries}) + "\n")
    assert chattrove("eval", "read", data, "--json").json["images"]["f1"] == 1.0

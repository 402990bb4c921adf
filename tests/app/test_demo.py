"""This file is where the demo is tested as a whole: the real models answer real questions about the bundled chat."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import resources
from app.cli import codes
from app.session import Session, bundled_demo
from core.types import SearchResult
from tests.app.conftest import Call

QUESTIONS = json.loads(Path(resources.__path__[0], "demo", "demo.json").read_text(encoding="utf-8"))["questions"]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with Session(tmp_path_factory.mktemp("demo")) as opened:
        opened.import_exports([bundled_demo().export], report=lambda _: None)
        opened.index(lambda _: None)
        yield opened


def ask(session: Session, question: str) -> list[SearchResult]:
    query = session.parse(question).query
    results: list[SearchResult] = []
    for settled in session.read(query, session.find(query), lambda _: None):
        results = list(settled.results)
    return results


def highlighted(results: list[SearchResult]) -> tuple[list[str], list[str]]:
    """Texts and picture names that are shown as the answer."""
    spans = [span for result in results if not result.maybe for span in result.spans]
    texts = [item.message.text for span in spans for item in span.messages if item.highlighted]
    return texts, [item.attachment.name for span in spans for item in span.images if item.highlighted]


def test_the_demo_prints_the_answer_with_its_picture(chattrove: Call) -> None:
    said = chattrove("demo", "--no-window")
    assert said.code == codes.FINE
    assert bundled_demo().question in said.out
    [wanted] = [item for item in QUESTIONS if item["query"] == bundled_demo().question]
    marked = [line for line in said.out.splitlines() if line.startswith("  > ")]
    assert any(words in line for words in wanted["expects"] for line in marked)
    for picture in wanted["images"]:
        assert any(picture in line for line in marked), picture


@pytest.fixture
def without_pictures(own_settings: Path) -> None:
    """Reading the pictures of the demo takes its 20 seconds, and one test waits for it."""
    (own_settings / "settings.json").write_text('{"read_pictures": false}', encoding="utf-8")


@pytest.mark.usefixtures("without_pictures")
def test_the_demo_is_searchable_a_second_time_without_work(chattrove: Call) -> None:
    chattrove("demo", "--no-window")
    assert chattrove("demo", "--no-window").code == codes.FINE
    assert chattrove("show").out.count("Harbour Flat") == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_recall_brings_what_answers_for_most_questions(session: Session, language: str) -> None:
    """The floor, with room for other processors."""
    asked: list[Any] = [item for item in QUESTIONS if item["language"] == language]
    found = 0
    for item in asked:
        candidates = session.find(session.parse(item["query"]).query)
        ids = [number for candidate in candidates for number in candidate.fragment.message_ids]
        texts = [message.text for message in session.messages(ids)]
        found += any(words in text for text in texts for words in item["expects"])
    assert found >= 0.75 * len(asked)


def test_reading_shows_what_was_asked_for(session: Session) -> None:
    texts, pictures = highlighted(ask(session, "plumber phone number"))
    assert any("07700 900461" in text for text in texts)
    assert "IMG-20250331-WA0004.jpg" in pictures
    texts, _ = highlighted(ask(session, "签证"))
    assert any("签证通过了" in text for text in texts)
    texts, pictures = highlighted(ask(session, "猫在沙发上睡觉的照片"))
    assert pictures == ["IMG-20250509-WA0001.jpg"]


def test_pictures_are_upright_in_thumbnails(session: Session) -> None:
    from PIL import Image

    candidates = session.find(session.parse("猫在沙发上睡觉的照片 has:image").query)
    [cat] = [
        item
        for message in session.messages(candidates[0].fragment.message_ids)
        for item in message.attachments
        if item.name == "IMG-20250509-WA0001.jpg"
    ]
    assert cat.sha256 is not None
    small = session.thumbnail(cat.sha256)
    assert small is not None
    with Image.open(small) as picture:
        assert (picture.width > picture.height) == ((cat.width or 0) > (cat.height or 0))


@pytest.mark.usefixtures("without_pictures")
def test_a_system_without_qts_libraries_gets_the_printed_answer(
    chattrove: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.demo.missing_libraries", lambda: ["libxcb-cursor.so.0"])
    said = chattrove("demo")
    assert said.code == codes.FINE
    assert "libxcb-cursor.so.0" in said.err
    assert bundled_demo().question in said.out
    assert chattrove("window").code == codes.USAGE

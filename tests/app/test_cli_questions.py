"""This file is where remembered and saved questions are tested as commands."""

from pathlib import Path

import pytest

from app.cli import codes
from app.settings import Settings, save_settings
from tests.app.conftest import Call


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    assert chattrove("import", "--zone", "UTC", "--no-ocr", family).code == codes.FINE
    return chattrove


def test_a_search_is_remembered_and_can_be_saved_asked_again_and_forgotten(filled: Call) -> None:
    assert filled("search", "has:image").code == codes.FINE
    assert [each["text"] for each in filled("questions", "--json").json] == ["has:image"]
    assert filled("questions", "--save", "Pictures so far", "has:image").code == codes.FINE
    assert "[Pictures so far]  has:image" in filled("questions", "--saved").out
    asked = filled("search", "--json", "--saved", "pictures SO far", "from:Bo")
    assert asked.json["query"] == "has:image from:Bo"
    assert len(asked.json["results"]) == 1
    assert filled("questions", "--forget", "Pictures so far").code == codes.FINE
    assert "has:image from:Bo" in filled("questions").out
    assert filled("questions", "--clear").out.startswith("1 question forgotten")
    assert filled("questions").out == "No questions are remembered.\n"


def test_nothing_is_remembered_while_the_settings_say_so(filled: Call) -> None:
    save_settings(Settings(keep_questions=False))
    filled("search", "has:image")
    assert filled("questions", "--json").json == []


def test_what_cannot_be_done_is_explained(chattrove: Call) -> None:
    chattrove("questions", "--save", "Boat", "boat")
    taken = chattrove("questions", "--save", "boat", "harbour")
    assert taken.code == codes.QUERY
    assert "saved as “boat” already" in taken.err
    unknown = chattrove("search", "--saved", "Rent")
    assert unknown.code == codes.QUERY
    assert "The names are: Boat." in unknown.err
    assert chattrove("questions", "--forget", "harbour").code == codes.QUERY
    assert chattrove("questions", "--save", " ", "x").code == codes.QUERY

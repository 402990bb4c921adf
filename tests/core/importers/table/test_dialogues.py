"""This file is where texts of "Name: text" are tested beyond their cases."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.importers.table.dialogues import is_dialogue, turn_of
from tests.core.importers.table.files import read, written


@pytest.mark.parametrize(
    ("line", "turn"),
    [
        ("Ann: hello", ("Ann", "hello")),
        ("小明：你好", ("小明", "你好")),
        ("User 1 : yes", ("User 1", "yes")),
        ("Dr. Bo Larsen: no", ("Dr. Bo Larsen", "no")),
        ("Éva:ok", ("Éva", "ok")),
    ],
)
def test_a_line_that_begins_with_a_name_is_a_turn(line: str, turn: tuple[str, str]) -> None:
    assert turn_of(line) == turn


@pytest.mark.parametrize(
    "line",
    [
        "http://example.org",
        "12:30 we met",
        "2024-05-01 10:00: x",
        '"key": "value"',
        "std::vector",
        "Well, she said: no",
        "one two three four five: x",
        "Ann:",
        "C:\\files",
        "- item: x",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert turn_of(line) is None


def test_two_lines_are_no_dialogue_and_a_monologue_is_none() -> None:
    assert not is_dialogue(["Ann: hello you", "Bo: hi there"])
    assert not is_dialogue(["Ann: hello you"] * 20)
    assert is_dialogue(["Ann: hello you", "Bo: hi there"] * 3)


words = st.text("abcdeé 好，!? ", min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=60)
@given(turns=st.lists(st.tuples(st.sampled_from(["Ann", "Bo Larsen", "小明"]), words), min_size=8, max_size=40))
def test_any_turns_are_read_as_they_were_said(
    turns: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    both = [
        ("Ann", "good morning you"),
        ("Bo Larsen", "good morning to you"),
        ("Ann", "so it is"),
        ("Bo Larsen", "a b"),
    ]
    text = "\n".join(f"{name}: {said}" for name, said in both + turns)
    found = read(written(tmp_path_factory.mktemp("talk"), text, "talk.txt"))
    assert [(message.sender, message.text) for message in found.messages] == both + turns
    assert found.unaccounted == 0


def test_an_encoding_that_is_not_unicode_is_read(tmp_path: Path) -> None:
    text = "小明：今天天气很好，我们去公园吧\n小红：好的，几点出发？\n" * 4
    found = read(written(tmp_path, text.encode("gb18030"), "talk.txt"))
    assert found.lines[0] == "小明: 今天天气很好，我们去公园吧"

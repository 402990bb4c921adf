"""Whom a message addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.addressing import NOBODY, People

CAST = ["gdb", "Ana Silva", "Bo", "小王", "really", None, "gdb"]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("gdb: yep, I have both", 0),
        ("gdb, yep I have both", 0),
        ("@Bo are you there", 2),
        ("thanks @ana", 1),
        ("I asked gdb yesterday", 0),
        ("really: you first", 4),
        ("that went really well", NOBODY),
        ("你问小王吧", 3),
        ("小王：你来吗", 3),
        ("nobody is named here", NOBODY),
        ("", NOBODY),
    ],
)
def test_a_name_at_the_head_a_mention_or_a_telling_name_in_the_text_addresses(text: str, whom: int) -> None:
    assert People(CAST).addressed(text) == whom


def test_one_speaker_has_one_number_whatever_the_case() -> None:
    assert People(["Ana", "bo", "ana", None]).speakers == [0, 1, 0, NOBODY]


def test_somebody_who_never_speaks_here_is_one_person_whoever_calls_them() -> None:
    people = People(["gdb", "Bo"])
    first = people.addressed("ripper0x: isn't a file?")
    assert first not in (0, 1, NOBODY)
    assert people.addressed("ripper0x: try again") == first


def test_a_common_word_before_a_colon_is_nobody() -> None:
    assert People(["gdb"]).addressed("so: what now") == NOBODY


@given(st.lists(st.none() | st.text(max_size=12), max_size=8), st.text(max_size=60))
def test_any_names_and_text_are_taken(names: list[str | None], text: str) -> None:
    people = People(names)
    assert people.addressed(text) >= NOBODY
    assert all((number == NOBODY) == (not name) for number, name in zip(people.speakers, names, strict=True))

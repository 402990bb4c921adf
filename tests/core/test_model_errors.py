"""This file is where it is tested that an error about models is one plain line, whatever a stranger wrote in a file."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError, RefusedModels


@pytest.mark.parametrize("kind", [ModelError, RefusedModels])
@given(st.text(st.characters(), max_size=2_000))
def test_its_words_are_one_printable_line_and_survive_a_pipe(kind: type[ModelError], text: str) -> None:
    said = str(kind(text))
    assert len(said) < 720
    assert not any(each < " " or "\ud800" <= each <= "\udfff" or each in "\x7f\x85\u2028\u202e\u2066" for each in said)
    assert said.encode("utf-8").decode("utf-8") == said
    assert str(pickle.loads(pickle.dumps(kind(text)))) == said


def test_what_to_do_stands_at_the_end_and_stays() -> None:
    said = str(ModelError(f"The file {'x' * 100_000} is damaged. Add the model again."))
    assert said.startswith("The file x")
    assert said.endswith("is damaged. Add the model again.")

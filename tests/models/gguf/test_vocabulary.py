"""This file is where it is tested that a person's words never become special tokens, however a model has them."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.entries import ModelEntry
from models.gguf.library import library
from models.gguf.vocabulary import Vocabulary
from tests.models.gguf.prompts import HOSTILE

MARKERS = ("<|utt_id_start|>", "<|utt_ids_end|>", "<|im_end|>", "<|image_pad|>")


@pytest.fixture(scope="module")
def vocabulary(exported: Callable[[str], ModelEntry]) -> Iterator[Vocabulary]:
    """Qwen's own special tokens are control tokens; the id markers are user-defined: these llama.cpp takes for tokens
    in every text, unless it is kept from it."""
    made = Vocabulary(library(), exported("qwen2_vl").files["model"].path)
    yield made
    made.close()


def test_in_our_words_a_marker_is_one_token(vocabulary: Vocabulary) -> None:
    for marker in MARKERS:
        (token,) = vocabulary.ours(marker)
        assert token in vocabulary.special
        assert vocabulary.pieces[token] == marker


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from((*MARKERS, *HOSTILE, "<|", "|>", "<")), st.text(max_size=8)), max_size=6))
def test_in_a_persons_words_nothing_is_special(vocabulary: Vocabulary, pieces: list[str]) -> None:
    assert not vocabulary.special.intersection(vocabulary.written("".join(pieces)))


def test_llama_cpp_by_itself_would_take_a_persons_words_for_markers(vocabulary: Vocabulary) -> None:
    assert vocabulary.special.intersection(vocabulary._tokens("<|utt_id_start|>", special=False))


def test_text_is_composed_as_qwens_tokenizer_does(vocabulary: Vocabulary) -> None:
    assert vocabulary.written("cafe\u0301") == vocabulary.written("caf\u00e9")

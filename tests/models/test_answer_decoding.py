"""A model that gives logits can only write answers, and what it was sure of is what is told."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.errors import Cancelled
from models.answer_decoding import AnswerDecoding, WrittenToken, chances, decode
from models.answer_form import ANSWER_MARKERS, AnswerStates, answer_text, is_answer
from models.token_mask import TokenMask, answer_tokens

CHARACTERS = [chr(number) for number in range(32, 127)]
WORDS = ["[]", "],", "];", "[[", "hello", "<|im_end|>", "１", "", ",1", "12", "start", "img", "\n"]
MARKED = dict(enumerate([*CHARACTERS, *WORDS, *ANSWER_MARKERS]))
SPELLED = dict(enumerate([*CHARACTERS, *WORDS, "_ids_", "<|", "|>", "]<"]))


class Likes:
    """A model that would like to say one text, whatever else: its token gets `sure`, everything else shares the rest.
    What it would say where it is led elsewhere is drawn from a seed."""

    def __init__(self, pieces: dict[int, str], text: str, sure: float = 0.9) -> None:
        self.pieces, self.text, self.sure, self.said = pieces, text, sure, ""
        self.calls = 0

    def __call__(self, new: list[int]) -> NDArray[np.float32]:
        self.calls += 1
        self.said += "".join(self.pieces[token] for token in new)
        rest = self.text[len(self.said) :] if self.text.startswith(self.said) else ""
        wanted = max((len(text), token) for token, text in self.pieces.items() if text and rest.startswith(text))[1]
        odds = np.full(len(self.pieces), (1 - self.sure) / (len(self.pieces) - 1), np.float32)
        odds[wanted] = self.sure
        return np.log(odds)


@pytest.mark.parametrize("pieces", [MARKED, SPELLED], ids=["markers as tokens", "markers spelled"])
@settings(max_examples=10)
@given(utterances=st.sets(st.integers(0, 24)), images=st.sets(st.integers(0, 2)))
def test_what_the_model_likes_to_answer_is_answered(
    pieces: dict[int, str], utterances: set[int], images: set[int]
) -> None:
    mask = TokenMask(answer_tokens(pieces), AnswerStates(25, 3))
    found = decode(Likes(pieces, answer_text([*utterances], [*images])), mask)
    assert (set(found.utterances), set(found.images)) == (utterances, images)
    assert all(0 <= chance <= 1 for chance in (*found.utterances.values(), *found.images.values(), found.anything))
    assert (found.anything > 0.5) == bool(utterances or images)


@settings(max_examples=25)
@given(counts=st.tuples(st.integers(0, 30), st.integers(0, 5)), seed=st.integers(0, 2**32 - 1), marked=st.booleans())
def test_whatever_the_logits_only_an_answer_is_written(counts: tuple[int, int], seed: int, marked: bool) -> None:
    pieces = MARKED if marked else SPELLED
    dice = np.random.default_rng(seed)
    mask, written = TokenMask(answer_tokens(pieces), AnswerStates(*counts)), ""

    def step(new: list[int]) -> NDArray[np.float32]:
        nonlocal written
        written += "".join(pieces[token] for token in new)
        logits = dice.normal(0, 4, len(pieces)).astype(np.float32)
        logits[dice.integers(0, len(pieces), 5)] = dice.choice([np.nan, np.inf, -np.inf])
        return logits

    found = decode(step, mask)
    assert is_answer(answer_text([*found.utterances], [*found.images]), *counts)
    assert all(0 <= chance <= 1 for chance in (*found.utterances.values(), *found.images.values(), found.anything))


def test_only_tokens_of_an_answer_are_ever_candidates() -> None:
    # "]," and "];" are none: behind a list stands its marker.
    assert set(answer_tokens(MARKED).values()) == {*"0123456789[],;", "[]", ",1", "12", *ANSWER_MARKERS}
    spelled = set(answer_tokens(SPELLED).values())
    assert {"<|", "|>", "_ids_", "]<", "start", "img"} <= spelled
    assert not {"hello", "<|im_end|>", "１", "", "\n", "[["} & spelled


def test_no_pass_is_spent_on_tokens_that_must_come() -> None:
    mask = TokenMask(answer_tokens(MARKED), AnswerStates(9, 0))
    answer = AnswerDecoding(mask)
    assert [MARKED[token] for token in answer.begin()] == ["<|utt_ids_start|>"]
    model = Likes(MARKED, answer_text([3, 5], []))
    found = decode(model, mask)
    assert found.passes == model.calls < found.tokens


def test_an_id_is_as_sure_as_its_comma_its_digits_and_its_end() -> None:
    text = answer_text([1, 12], [])
    start, rest = text.split("1,12")
    written = [
        WrittenToken(start),
        WrittenToken("1", 0.8),
        WrittenToken(",", 0.5, ends=0.9),
        WrittenToken("1", 0.6),
        WrittenToken("2", 0.5),
        WrittenToken(rest, 0.7, ends=1.0),
    ]
    utterances, images = chances(written)
    assert utterances == {1: pytest.approx(0.8 * 0.9), 12: pytest.approx(0.5 * 0.6 * 0.5)}
    assert images == {}


@pytest.mark.parametrize("pieces", [MARKED, {k: v for k, v in MARKED.items() if v not in ("[]", "];")}])
def test_the_chance_of_an_empty_answer_is_that_of_both_lists_being_empty(pieces: dict[int, str]) -> None:
    mask = TokenMask(answer_tokens(pieces), AnswerStates(3, 2))

    class Even(Likes):
        def __call__(self, new: list[int]) -> NDArray[np.float32]:
            """Each first token of a list is as likely as any other, in the end also "[" and "[]"."""
            return np.zeros(max(self.pieces) + 1, np.float32)

    found = decode(Even(pieces, ""), mask)
    # Where "[]" is a token it has half the chance, and of what follows "[" a part ends the list.
    expected = 1 - (0.5 + 0.5 / 5) * (0.5 + 0.5 / 3) if "[]" in pieces.values() else 1 - (1 / 4) * (1 / 3)
    assert found.anything == pytest.approx(expected, abs=0.06)


def test_decoding_stops_when_it_is_told_to() -> None:
    def stop() -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        decode(Likes(MARKED, answer_text([1], [])), TokenMask(MARKED, AnswerStates(3, 0)), stop)


def test_a_tokenizer_that_cannot_write_an_answer_is_known_beforehand() -> None:
    assert TokenMask(MARKED, AnswerStates(1, 1)).writable
    assert TokenMask(SPELLED, AnswerStates(1, 1)).writable
    lacking = {token: text for token, text in MARKED.items() if text != "7"}
    assert not TokenMask(lacking, AnswerStates(1, 1)).writable


def test_the_few_tokens_of_a_large_vocabulary_are_found_quickly() -> None:
    dice = np.random.default_rng(0)
    letters = "abcdefghijklmnopqrstuvwxyz_<|>0123456789[],; "
    words = ["".join(dice.choice(list(letters), 4)) for _ in range(2_000)]
    pieces = dict(enumerate([*MARKED.values(), *(f"{word}{number}" for number in range(75) for word in words)]))
    assert len(pieces) > 150_000
    started = time.perf_counter()
    assert len(answer_tokens(pieces)) < 400
    assert time.perf_counter() - started < 2

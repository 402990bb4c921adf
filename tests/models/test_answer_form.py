"""What a model may answer: ids that are there, ascending, each once, in the one form, and nothing else at all."""

import json
import re
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.answer_form import ANSWER_MARKERS, AnswerStates, answer_text, is_answer, parse
from models.answer_grammar import gbnf, json_schema, regex
from models.answer_search import resembles_an_answer
from tests.models.gbnf_reading import Grammar

COUNTS = st.tuples(st.integers(0, 40) | st.just(130), st.integers(0, 12))
PIECES = st.sampled_from([*ANSWER_MARKERS, *"0123456789[],;- \n", "<|im_end|>", "hello", "１", "10", "],"])


@st.composite
def answers(draw: st.DrawFn) -> tuple[int, int, tuple[int, ...], tuple[int, ...]]:
    """How many there are, and some of them."""
    utterances, images = draw(COUNTS)
    chosen = [draw(st.sets(st.integers(0, count - 1))) if count else set() for count in (utterances, images)]
    return utterances, images, tuple(sorted(chosen[0])), tuple(sorted(chosen[1]))


@st.composite
def nearly_answers(draw: st.DrawFn) -> tuple[int, int, str]:
    """An answer of which something was taken, added or replaced."""
    utterances, images, *ids = draw(answers())
    text = answer_text(*ids)
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.integers(0, len(text)))
        last = draw(st.integers(first, min(len(text), first + 3)))
        text = text[:first] + draw(st.sampled_from(["", *"0123459[],;", "9,", ",1"])) + text[last:]
    return utterances, images, text


@given(answers())
def test_what_is_written_is_read_again(case: tuple[int, int, tuple[int, ...], tuple[int, ...]]) -> None:
    utterances, images, *ids = case
    text = answer_text(*ids)
    assert parse(text, utterances, images) == tuple(ids)
    assert parse(text, utterances, images, strict=False) == tuple(ids)
    assert parse(f"Sure! Here it is:\n```\n{text}\n``` I hope", utterances, images, strict=False) == tuple(ids)


@settings(max_examples=60)
@given(nearly_answers())
def test_automaton_regex_and_grammar_admit_the_same_texts(case: tuple[int, int, str]) -> None:
    utterances, images, text = case
    admitted = is_answer(text, utterances, images)
    assert (re.fullmatch(regex(utterances, images), text) is not None) == admitted
    assert Grammar(gbnf(utterances, images)).admits(text) == admitted
    if admitted:
        ids = parse(text, utterances, images)
        assert answer_text(*ids) == text
    else:
        with pytest.raises(ValueError, match="form"):
            parse(text, utterances, images)


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (0, 1), (3, 2), (4, 1)])
def test_exactly_the_subsets_are_answers(counts: tuple[int, int]) -> None:
    texts = {answer_text(*pair) for pair in pairs_of_subsets(*counts)}
    assert len(texts) == 2 ** sum(counts)
    grammar, pattern = Grammar(gbnf(*counts)), re.compile(regex(*counts))
    assert all(is_answer(text, *counts) and grammar.admits(text) and pattern.fullmatch(text) for text in texts)
    assert set(written_by(AnswerStates(*counts))) == texts


@pytest.mark.parametrize("text", ["[3,3]", "[4,3]", "[12]", "[03]", "[3 ,4]", "[3,]", "[,3]", "[-1]", "[３]", "[3][4]"])
def test_doubled_descending_unknown_or_odd_ids_are_no_answer(text: str) -> None:
    whole = answer_text((), ()).replace("[]", text, 1)
    assert not is_answer(whole, 12, 0)
    assert re.fullmatch(regex(12, 0), whole) is None
    assert not Grammar(gbnf(12, 0)).admits(whole)


@settings(max_examples=30)
@given(counts=COUNTS, pieces=st.lists(PIECES, max_size=12))
def test_every_state_leads_to_an_answer(counts: tuple[int, int], pieces: list[str]) -> None:
    states = AnswerStates(*counts)
    state, written = states.start, ""
    for piece in pieces:
        after = states.after(state, piece)
        if after is not None:
            state, written = after, written + piece
    while not states.complete(state):
        follower = next((c for c in "],;[<|uimgt_idsarend>0123456789" if states.after(state, c) is not None), None)
        assert follower is not None, written
        written, state = written + follower, states.after(state, follower) or state
    assert is_answer(written, *counts)


@given(counts=COUNTS, text=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_whatever_an_unconstrained_model_says_only_ids_that_exist_come_out(counts: tuple[int, int], text: str) -> None:
    for ids, count in zip(parse(text, *counts, strict=False), counts, strict=True):
        assert list(ids) == sorted(set(ids))
        assert all(type(each) is int and 0 <= each < count for each in ids)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("[3, 4, 7];[0]", ((3, 4, 7), (0,))),
        ("<|utt_ids_start|> [7,3,3] <|utt_ids_end|>\n<|img_ids_start|>[0,9]", ((3, 7), (0,))),
        ('{"utterances": [4, 3], "images": []}', ((3, 4), ())),
        ('```json\n{"images": [0, true, "0", 1.0], "utterances": [null, -3, 5]}\n```', ((5,), (0,))),
        ("first <|utt_ids_start|>[1]<|utt_ids_end|> no, <|utt_ids_start|>[2]<|utt_ids_end|>", ((2,), ())),
        ("I cannot help with that.", ((), ())),
        ("[" * 100_000, ((), ())),
        ("<|utt_ids_start|>[" + "9" * 10_000 + "]", ((), ())),
        ('{"utterances": [' + "9" * 10_000 + "]}", ((), ())),
    ],
)
def test_answers_of_servers_are_found_in_whatever_they_say(text: str, ids: tuple[tuple[int, ...], ...]) -> None:
    assert parse(text, 8, 1, strict=False) == ids


def test_an_empty_answer_is_told_from_none() -> None:
    assert resembles_an_answer("[];[]")
    assert resembles_an_answer(answer_text((), ()))
    assert not resembles_an_answer("I am sorry, I cannot do that.")


def test_the_schema_names_the_ids_that_there_are() -> None:
    schema = json_schema(3, 0)
    assert schema["properties"]["utterances"]["items"]["enum"] == [0, 1, 2]
    assert schema["properties"]["images"]["maxItems"] == 0
    assert json.loads(json.dumps(schema)) == schema


def test_grammars_of_a_full_prompt_stay_small_enough_to_be_sent() -> None:
    assert len(gbnf(500, 100)) < 400_000
    assert len(regex(500, 100)) < 40_000


def pairs_of_subsets(utterances: int, images: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    def subsets(count: int) -> list[tuple[int, ...]]:
        return list(chain.from_iterable(combinations(range(count), size) for size in range(count + 1)))

    return [(first, second) for first in subsets(utterances) for second in subsets(images)]


def written_by(states: AnswerStates) -> list[str]:
    """Every text that the automaton lets one write."""
    found, open_ones = [], [("", states.start)]
    while open_ones:
        text, state = open_ones.pop()
        if states.complete(state):
            found.append(text)
        for character in sorted(set("<|utimg_idsarend>[],;0123456789")):
            after = states.after(state, character)
            if after is not None:
                open_ones.append((text + character, after))
    return found

"""A chat as numbers: words of every script, who is named, what is answered, what two utterances share."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.types import Message
from models.chat_structure import PAIR_SIGNS, SIGNS, pair_signs, signs, structure
from models.cue_words import CUES, cues
from models.utterance_tokens import BUCKETS, COLUMNS, FIRST, TAIL, token_rows

IDF = np.full(BUCKETS, 6, np.float32)
IDF[0] = 0


def say(*lines: tuple[str, str], times: tuple[int, ...] = ()) -> list[Message]:
    return [
        Message(at, 1, str(at), None, who, times[at] if times else None, None, "message", text)
        for at, (who, text) in enumerate(lines)
    ]


def body(text: str) -> list[int]:
    row = token_rows([text])[0, TAIL:]
    return [int(each) for each in row if each]


def test_a_word_is_one_token_whatever_its_case_and_number() -> None:
    assert body("Roses ARE red") == body("rose are red")
    assert len(body("roses are red")) == 3
    assert body("was") != body("wa")


def test_a_chinese_text_is_characters_and_their_pairs() -> None:
    hotpot, shop = body("火锅"), body("火锅店")
    assert len(hotpot) == 3
    assert len(shop) == 5
    assert set(hotpot) < set(shop)


def test_the_beginning_and_the_end_of_a_long_text_are_seen() -> None:
    text = " ".join(str(at) for at in range(400))
    row = token_rows([text])[0]
    assert (row > 0).all()
    assert row[:TAIL].tolist() == row[-TAIL:].tolist() == body("394 395 396 397 398 399")
    assert row[TAIL : TAIL + FIRST].tolist() == body(" ".join(str(at) for at in range(FIRST)))


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_has_tokens_and_those_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    rows = token_rows(texts)
    assert rows.shape == (len(texts), COLUMNS)
    assert ((rows >= 0) & (rows < BUCKETS)).all()
    for text, row in zip(texts, rows, strict=True):
        assert token_rows([text])[0].tolist() == row.tolist()


def test_the_same_cue_is_told_in_both_languages() -> None:
    told = cues(token_rows(["okay, next topic", "好的，下一个话题", "the cat sleeps"]))
    names = list(CUES)
    for row in told[:2]:
        assert {"next", "topic", "agree"} <= {name for name, is_there in zip(names, row, strict=False) if is_there}
    assert not told[2][names.index("next")]


def test_who_is_named_at_the_beginning_or_anywhere_is_told() -> None:
    chat = structure(say(("tom", "hi all"), ("小明", "tom: hello"), ("tom", "ask 小明 about it"), ("bo", "小明，在吗")))
    assert chat.said.tolist() == [[-1, -1], [0, 0], [-1, 1], [1, 1]]


def test_a_reply_names_its_place_and_one_to_what_is_not_there_names_none() -> None:
    messages = say(("a", "one"), ("b", "two"), ("a", "three"))
    messages[2] = replace(messages[2], reply_to="0")
    messages[1] = replace(messages[1], reply_to="gone")
    assert structure(messages).answers.tolist() == [-1, -1, 0]
    assert structure(messages).part(1, 3).answers.tolist() == [-1, -1]


def test_shared_words_and_pauses_show_in_the_signs_of_a_pair() -> None:
    chat = structure(say(("a", "red roses"), ("b", "blue trains"), ("a", "roses!"), times=(0, 1_000, 3_600_000)))
    pairs = pair_signs(chat, IDF)
    assert pairs.shape == (3, 3, PAIR_SIGNS)
    shared, alike, passed = 10, 11, 12
    assert pairs[2, 0, shared] > 0 == pairs[2, 1, shared]
    assert 0 < pairs[2, 0, alike] <= 1
    assert pairs[2, 1, passed] > pairs[1, 0, passed] > 0


def test_signs_are_finite_with_and_without_times_people_and_words() -> None:
    for messages in (say(("", ""), ("", "")), say(("a", "x"), ("b", "y"), times=(5_000, 1_000)), say(("a", "?"))):
        chat = structure(messages)
        found = signs(chat, 0, len(messages))
        assert found.shape == (len(messages), SIGNS)
        assert np.isfinite(found).all()
        assert np.isfinite(pair_signs(chat, IDF)).all()

"""The compact reader, with its shipped coefficients."""

import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from core.types import Attachment, Message
from models.bundle import Bundle, shipped_models
from models.compact_reader import CompactReader, windows
from models.evidence import FEATURES, Lines, features, question, word_shares
from models.judgement import Judgement, fitted
from models.utterances import UtteranceVectors, asks
from tests.models.bag_of_words import BagOfWords

TRIP = [
    ("Ana", "morning everybody"),
    ("Bo", "did anyone feed the cat yesterday"),
    ("Ana", "yes, she got fish"),
    ("Cleo", "What time does our train to Lisbon leave on Friday?"),
    ("Bo", "at 9:40, platform 4"),
    ("Ana", "I still have to pack my suitcase"),
    ("Cleo", "the weather looks sunny all week"),
    ("Bo", "bring sunglasses then"),
    ("Ana", "my phone battery is nearly dead, talk later"),
]
DINNER = [
    ("小王", "早上好"),
    ("小李", "昨天的球赛看了吗"),
    ("小王", "看了，最后一分钟进球"),
    ("小李", "周末在哪家餐厅聚餐？"),
    ("小王", "订了中山路的四川餐厅，聚餐六点开始"),
    ("小李", "好的，我坐地铁过去"),
    ("小王", "明天记得带雨伞"),
    ("小李", "快递到了没有"),
]


@pytest.fixture(scope="module")
def reader() -> CompactReader:
    return CompactReader(Bundle(shipped_models()).embedder())


def chat(rows: Sequence[tuple[str, str]], **pictures: list[dict[str, Any]]) -> list[Message]:
    """pictures: m3=[{...}] are the fields of the pictures of message 3."""
    return [
        Message(
            id=at,
            conversation_id=1,
            key=str(at),
            sender_id=None,
            sender=speaker,
            sent_at=None,
            local_time=None,
            kind="message",
            text=text,
            attachments=tuple(
                Attachment(
                    **{"id": 0, "message_id": at, "kind": "image", "name": "IMG_1.jpg", "status": "found"} | each
                )
                for each in pictures.get(f"m{at}", [])
            ),
        )
        for at, (speaker, text) in enumerate(rows)
    ]


def test_the_answer_to_a_question_in_the_chat_is_found(reader: CompactReader) -> None:
    (answer,) = reader.read("when does the train to Lisbon leave?", [chat(TRIP)])
    assert {3, 4} & set(answer.utterances)
    assert not {0, 1, 2, 6, 8} & set(answer.utterances)
    assert answer.relevance > 0.5


def test_the_answer_is_found_in_chinese(reader: CompactReader) -> None:
    (answer,) = reader.read("聚餐在哪家餐厅", [chat(DINNER)])
    assert {3, 4} & set(answer.utterances)
    assert not {0, 1, 2, 6, 7} & set(answer.utterances)


def test_fragments_that_answer_are_told_from_those_that_do_not(reader: CompactReader) -> None:
    answers = reader.read("train to Lisbon", [chat(DINNER), chat(TRIP), chat(TRIP[5:])])
    assert answers[1].relevance > max(answers[0].relevance, answers[2].relevance)
    assert not answers[1].empty
    assert answers[0].empty


@pytest.mark.parametrize("query", ["quarterly invoice of the dentist", "牙医的发票"])
def test_nothing_is_an_answer(reader: CompactReader, query: str) -> None:
    assert all(answer.empty for answer in reader.read(query, [chat(TRIP), chat(DINNER)]))


def test_a_picture_is_found_by_its_caption_its_name_or_the_text_in_it(reader: CompactReader) -> None:
    rows = [("Ana", "hello"), ("Bo", ""), ("Ana", "see you tomorrow")]
    for words in ({"caption": "a red bicycle"}, {"name": "red bicycle.jpg"}, {"ocr_text": "red bicycle 120 EUR"}):
        (answer,) = reader.read("photo of the red bicycle", [chat(rows, m1=[{}, words])])
        assert list(answer.images) == [1], words
        assert not answer.utterances


def test_a_picture_without_words_of_its_own_is_found_through_its_message(reader: CompactReader) -> None:
    rows = [("Ana", "hello"), ("Bo", "here is the red bicycle I bought"), ("Ana", "see you tomorrow")]
    (answer,) = reader.read("picture of the red bicycle", [chat(rows, m1=[{}], m2=[{}])])
    assert answer.images[0] > answer.images.get(1, 0)
    assert 1 in answer.utterances


def test_each_picture_of_an_album_is_judged_by_itself(reader: CompactReader) -> None:
    album = [{"caption": caption} for caption in ("a red bicycle", "our cat", "the beach", "a birthday cake", "snow")]
    (answer,) = reader.read("birthday cake", [chat([("Ana", "hi"), ("Bo", "")], m1=album)])
    assert 3 in answer.images
    assert not {0, 1, 2} & set(answer.images)


def test_ids_are_local_and_confidences_are_probabilities(reader: CompactReader) -> None:
    fragments = [chat(TRIP, m4=[{"caption": "train ticket"}]), chat(TRIP[:1]), chat(DINNER)]
    for messages, answer in zip(fragments, reader.read("train ticket", fragments), strict=True):
        assert set(answer.utterances) <= set(range(len(messages)))
        assert all(0 <= p <= 1 for p in (*answer.utterances.values(), *answer.images.values(), answer.relevance))


def test_no_fragments_and_empty_fragments_are_read_without_complaint(reader: CompactReader) -> None:
    assert reader.read("anything", []) == []
    assert reader.read("", [[]])[0].empty
    assert reader.read("train", [chat([("Ana", ""), ("Bo", "")])])[0].empty


def test_reading_twice_gives_the_same(reader: CompactReader) -> None:
    fresh = CompactReader(Bundle(shipped_models()).embedder())
    assert reader.read("train to Lisbon", [chat(TRIP)]) == fresh.read("train to Lisbon", [chat(TRIP)])


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=40), st.lists(st.text(st.characters(), max_size=40), max_size=6))
def test_hostile_text_never_breaks_reading(query: str, texts: list[str]) -> None:
    messages = chat([(text[:5], text) for text in texts], m0=[{"caption": query, "name": query}])
    (answer,) = CompactReader(BagOfWords()).read(query, [messages])
    assert set(answer.utterances) <= set(range(len(texts)))


def test_a_megabyte_message_costs_no_more_than_any_other(reader: CompactReader) -> None:
    started = time.perf_counter()
    reader.read("train", [chat([("Ana", "train " * 200_000), *TRIP])])
    assert time.perf_counter() - started < 2


def test_within_the_budget_the_utterances_with_the_querys_words_are_embedded_first() -> None:
    embedder = BagOfWords()
    noise = [("Ana", f"something else number {at} about nothing in particular") for at in range(40)]
    CompactReader(embedder, budget=60).read("train to Lisbon", [chat(noise), chat(TRIP)])
    assert TRIP[3][1] in embedder.computed
    assert len(embedder.computed) < 12


def test_a_fragment_read_alone_is_embedded_in_full_and_only_once() -> None:
    embedder = BagOfWords()
    reader = CompactReader(embedder, budget=1)
    reader.read("train", [chat(TRIP)])
    reader.read("train", [chat(TRIP)])
    assert sorted(embedder.computed) == sorted(["train", *(text for _, text in TRIP)])


@pytest.mark.parametrize("size", [0, 1, 40, 41, 55, 56, 300])
def test_windows_cover_everything_and_share_fifteen_utterances(size: int) -> None:
    found = windows(size)
    assert {at for start, end in found for at in range(start, end)} == set(range(size))
    assert all(first[1] - second[0] == 15 for first, second in pairwise(found))


def test_a_whole_conversation_is_read_in_windows_with_the_ids_of_the_whole(reader: CompactReader) -> None:
    rows = [("Ana", f"the weather in week {at} was fine again") for at in range(150)]
    rows[120:120] = TRIP
    messages = chat(rows, m5=[{"caption": "snow"}], m124=[{}, {"caption": "train ticket to Lisbon"}])
    (answer,) = reader.read("train to Lisbon", [messages])
    assert 123 in answer.utterances
    assert all(115 < at < 135 for at in answer.utterances)
    assert 2 in answer.images
    assert 0 not in answer.images


def test_without_an_embedder_words_alone_decide() -> None:
    first, second = CompactReader(None).read("train Lisbon", [chat(TRIP), chat(DINNER)])
    assert first.relevance > second.relevance


def test_twenty_fragments_are_read_within_a_second(reader: CompactReader) -> None:
    fragments = [chat([(name, f"{text} {number}") for name, text in TRIP * 2]) for number in range(20)]
    started = time.perf_counter()
    assert len(reader.read("when does the train to Lisbon leave?", fragments)) == 20
    assert time.perf_counter() - started < 3  # three times the promise: test machines are shared


def test_a_name_in_the_query_says_whose_words_are_wanted() -> None:
    asked = question("what did Cleo say about the weather", None)
    lines = Lines.of([text for _, text in TRIP], [speaker for speaker, _ in TRIP])
    shares = word_shares(asked, lines)
    found = dict(zip(FEATURES, features(asked, lines, shares, None).T, strict=True))
    assert list(found["speaker_named"]) == [0, 0, 0, 1, 0, 0, 1, 0, 0]
    assert found["other_speaker_named"][0] == 1
    assert shares[6, 0] > 0.6  # "Cleo" itself need not be in the message


def test_what_a_query_asks_for_is_seen() -> None:
    assert question("how much was the hotel?", None).number_wanted
    assert question("酒店多少钱", None).number_wanted
    assert question("照片里的火锅", None).picture_wanted
    assert question("酒店多少钱", None).unspaced
    assert not question("the hotel", None).unspaced
    assert asks("where is it?")
    assert asks("你在哪里呢")
    assert not asks("it is here.")


def test_coefficients_of_other_features_are_refused() -> None:
    record = {"alone": [0.0], "context": [0.0], "relevance": [0.0]}
    with pytest.raises(ModelError, match="fitted for other features"):
        Judgement.from_record(record)
    assert set(fitted()) == {"spaced", "unspaced"}


def test_vectors_are_kept_up_to_the_capacity_the_oldest_goes_first() -> None:
    embedder = BagOfWords()
    vectors = UtteranceVectors(embedder, capacity=2)
    vectors.of(["a", "b"])
    vectors.of(["a"])
    vectors.of(["c"])
    assert vectors.known("a")
    assert vectors.known("c")
    assert not vectors.known("b")
    assert embedder.computed == ["a", "b", "c"]

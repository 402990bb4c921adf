"""The compact reader, with its shipped network."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from models.bundle import Bundle, shipped_models
from models.compact_reader import CompactReader, ReaderNetwork, load_network
from models.features import FEATURES
from models.utterances import UtteranceVectors
from tests.models.bag_of_words import BagOfWords
from tests.models.chats import DINNER, TRIP, chat


@pytest.fixture(scope="module")
def reader() -> CompactReader:
    return Bundle(shipped_models()).reader()


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    return Bundle(shipped_models()).load("reader", load_network)


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
        assert max(answer.images, key=answer.images.__getitem__) == 1, words
        assert answer.images[1] > max(answer.utterances.values(), default=0.0)


def test_a_picture_without_words_of_its_own_is_found_beside_what_is_asked_for(reader: CompactReader) -> None:
    rows = [("Ana", "hello"), ("Bo", "here is the red bicycle I bought"), ("Ana", "see you tomorrow")]
    (answer,) = reader.read("picture of the red bicycle", [chat(rows, m1=[{}], m2=[{}])])
    assert 1 in answer.utterances
    assert answer.utterances[1] == max(answer.utterances.values())
    assert 0 in answer.images


def test_each_picture_of_an_album_is_judged_by_itself(reader: CompactReader) -> None:
    album = [{"caption": caption} for caption in ("a red bicycle", "our cat", "the beach", "a birthday cake", "snow")]
    (answer,) = reader.read("birthday cake", [chat([("Ana", "hi"), ("Bo", "")], m1=album)])
    assert max(answer.images, key=answer.images.__getitem__) == 3


def test_ids_are_local_and_confidences_are_probabilities(reader: CompactReader) -> None:
    fragments = [chat(TRIP, m4=[{"caption": "train ticket"}]), chat(TRIP[:1]), chat(DINNER)]
    for messages, answer in zip(fragments, reader.read("train ticket", fragments), strict=True):
        assert set(answer.utterances) <= set(range(len(messages)))
        assert all(0 <= p <= 1 for p in (*answer.utterances.values(), *answer.images.values(), answer.relevance))


def test_no_fragments_and_empty_fragments_are_read_without_complaint(reader: CompactReader) -> None:
    assert reader.read("anything", []) == []
    assert reader.read("", [[]])[0].empty
    assert not reader.read("train", [chat([("Ana", ""), ("Bo", "")])])[0].utterances


def test_a_fragment_that_would_do_alone_is_nothing_beside_the_one_that_answers(reader: CompactReader) -> None:
    near, right = chat([("Ana", "the bus was late again"), ("Bo", "mine too")]), chat(TRIP)
    answers = reader.read("when does the train to Lisbon leave?", [near, right])
    assert answers[1].utterances
    assert answers[0].empty
    assert answers[0].relevance < answers[1].relevance


def test_the_order_of_the_fragments_makes_no_difference(reader: CompactReader) -> None:
    fragments = [chat(DINNER), chat(TRIP)]
    later = [replace(message, id=message.id + 100, key=f"later {message.key}") for message in fragments[1]]
    one, two = (
        reader.read("train to Lisbon", [fragments[0], later]),
        reader.read("train to Lisbon", [later, fragments[0]]),
    )
    assert one == two[::-1]


@settings(max_examples=40)
@given(query=st.text(st.characters(), max_size=40), texts=st.lists(st.text(st.characters(), max_size=40), max_size=6))
def test_hostile_text_never_breaks_reading(network: ReaderNetwork, query: str, texts: list[str]) -> None:
    messages = chat([(text[:5], text) for text in texts], m0=[{"caption": query, "name": query}])
    (answer,) = CompactReader(network, BagOfWords()).read(query, [messages])
    assert set(answer.utterances) <= set(range(len(texts)))


def test_a_megabyte_message_costs_no_more_than_any_other(reader: CompactReader) -> None:
    started = time.perf_counter()
    reader.read("train", [chat([("Ana", "train " * 200_000), *TRIP])])
    assert time.perf_counter() - started < 2


def test_within_the_budget_the_utterances_with_the_querys_words_are_embedded_first(network: ReaderNetwork) -> None:
    embedder = BagOfWords()
    noise = [("Ana", f"something else number {at} about nothing in particular") for at in range(40)]
    CompactReader(network, embedder, budget=60).read("train to Lisbon", [chat(noise), chat(TRIP)])
    assert TRIP[3][1] in embedder.computed
    assert len(embedder.computed) < 12


def test_a_fragment_read_alone_is_embedded_in_full_and_only_once(network: ReaderNetwork) -> None:
    embedder = BagOfWords()
    reader = CompactReader(network, embedder, budget=1)
    reader.read("train", [chat(TRIP)])
    reader.read("train", [chat(TRIP)])
    assert sorted(embedder.computed) == sorted(["train", *(text for _, text in TRIP)])


def test_a_whole_conversation_is_read_in_windows_with_the_ids_of_the_whole(reader: CompactReader) -> None:
    rows = [("Ana", f"the weather in week {at} was fine again") for at in range(250)]
    rows[220:220] = TRIP
    messages = chat(rows, m5=[{"caption": "snow"}], m224=[{}, {"caption": "train ticket to Lisbon"}])
    (answer,) = reader.read("train to Lisbon", [messages])
    assert 223 in answer.utterances
    assert all(215 < at < 235 for at in answer.utterances)
    assert 2 in answer.images
    assert 0 not in answer.images


def test_twenty_fragments_are_read_within_a_second(reader: CompactReader) -> None:
    fragments = [chat([(name, f"{text} {number}") for name, text in TRIP * 2]) for number in range(20)]
    started = time.perf_counter()
    assert len(reader.read("when does the train to Lisbon leave?", fragments)) == 20
    assert time.perf_counter() - started < 3  # three times the promise: test machines are shared


def test_a_network_for_other_evidence_or_another_embedder_is_refused(network: ReaderNetwork) -> None:
    bundle = Bundle(shipped_models())
    entry = bundle.entry("reader")
    with pytest.raises(ModelError, match="other evidence"):
        load_network(replace(entry, facts={**entry.facts, "features": FEATURES[:-1]}))
    with pytest.raises(ModelError, match="numbers"):
        CompactReader(replace(network, dimension=7), BagOfWords())
    assert entry.facts["embedder"] == bundle.embedder_name()


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

"""The shipped embedder, with its real weights."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fragments import render
from core.protocols import Embedder
from core.types import Attachment, Message
from models.bundle import Bundle, shipped_models
from models.embedder import OnnxEmbedder, _split


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return Bundle(shipped_models()).embedder()


def tokens(embedder: OnnxEmbedder, text: str) -> list[str]:
    return [embedder._tokenizer.id_to_token(i) for window in embedder._windows([text]) for i in window.ids]


def test_it_is_an_embedder_whose_name_holds_the_hash_of_its_files(embedder: OnnxEmbedder) -> None:
    as_protocol: Embedder = embedder
    assert as_protocol.name == "minilm-zh-en-1-int8:" + Bundle(shipped_models()).entry("embedder").digest
    assert as_protocol.dimension == 384


def test_a_question_is_nearest_to_the_fragment_that_answers_it(embedder: OnnxEmbedder) -> None:
    fragments = [
        "Anna: the train to Basel leaves at 8:12 from platform 4. Ben: I'll be there.",
        "Mia: I made lentil soup with ginger. Tom: can I have the recipe?",
        "Tom: the landlord raises the rent to 1200 from June. Mia: again?!",
    ]
    vectors = embedder.embed_texts(fragments)
    questions = ["when does the train go", "what did she cook", "how much do we pay for the apartment"]
    assert [int((vectors @ embedder.embed_query(question)).argmax()) for question in questions] == [0, 1, 2]


def test_equal_chinese_characters_bring_texts_together(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_texts(["学校下周考试，考试时间是星期一上午", "他在工厂里当工人"])
    similar, other = vectors @ embedder.embed_query("学校考试时间")
    assert similar > other


def test_chinese_is_read_in_words_both_scripts_alike_and_japanese_kana_survive(embedder: OnnxEmbedder) -> None:
    assert len(tokens(embedder, "火车站 ok")) == len(["[CLS]", "火车站", "ok", "[SEP]"])
    assert tokens(embedder, "我們在海邊拍照") == tokens(embedder, "我们在海边拍照")
    assert "[UNK]" not in tokens(embedder, "です")


def test_a_chinese_question_finds_what_shares_no_character_with_it(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_texts(["他在工厂里修机器", "晚上去吃火锅吧，那家饭馆很好", "考试定在星期一"])
    assert int((vectors @ embedder.embed_query("哪里有好餐厅")).argmax()) == 1


@pytest.mark.parametrize("special", ["[SEP]", "[CLS]", "[MASK]", "[PAD]", "[UNK]"])
def test_special_tokens_written_in_a_chat_stay_text(embedder: OnnxEmbedder, special: str) -> None:
    found = tokens(embedder, f"look {special} here{special}")
    assert found[0] == "[CLS]"
    assert found[-1] == "[SEP]"
    assert special not in found[1:-1]
    assert found.count("[") == found.count("]") == 2


def test_a_text_has_the_same_vector_alone_and_in_any_batch(embedder: OnnxEmbedder) -> None:
    texts = ["ok", "我们周末去爬山吧", "The viewing is on Saturday at eleven. " * 6, "!!!", "dinner? " * 90, "a" * 90]
    together = embedder.embed_texts(texts)
    alone = np.vstack([embedder.embed_query(text) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\u200b", "\ud800", "🎉", "\u202eabc", "[SEP]", "x" * 5000])
def test_any_text_gives_a_finite_unit_vector(embedder: OnnxEmbedder, text: str) -> None:
    vector = embedder.embed_query(text)
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_vectors_keep_the_order_of_the_texts(texts: list[str]) -> None:
    embedder = Bundle(shipped_models()).embedder()
    vectors = embedder.embed_texts(texts)
    assert vectors.shape == (len(texts), 384)
    np.testing.assert_allclose(vectors, embedder.embed_texts(texts[::-1])[::-1], atol=1e-5)


def test_a_long_text_is_the_average_of_its_windows_weighted_by_their_tokens(embedder: OnnxEmbedder) -> None:
    words = ["train"] * 254 + ["soup"] * 254 + ["rent"] * 254
    parts = embedder.embed_texts([" ".join(words[start : start + 254]) for start in (0, 254, 508)])
    expected = parts.sum(0) / np.linalg.norm(parts.sum(0))
    np.testing.assert_allclose(embedder.embed_query(" ".join(words)), expected, atol=1e-5)


def test_words_at_the_end_of_a_long_text_are_not_cut_off(embedder: OnnxEmbedder) -> None:
    filler = "we talked about the weather and nothing else. " * 60
    query = embedder.embed_query("the password of the router")
    with_end, without = embedder.embed_texts([filler + "the password of the router is on the fridge. " * 20, filler])
    assert with_end @ query > without @ query + 0.1


@given(st.integers(0, 200_000), st.integers(1, 254))
def test_windows_fit_the_model_and_cover_every_token_in_order(length: int, room: int) -> None:
    parts = _split(range(length), room)
    assert 1 <= len(parts) <= 64
    assert all(len(part) <= room for part in parts)
    flat = [token for part in parts for token in part]
    assert flat == sorted(set(flat))
    if length <= 64 * room:
        assert flat == list(range(length))
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_message_of_a_megabyte_takes_bounded_work(embedder: OnnxEmbedder) -> None:
    assert len(embedder._windows(["word " * 200_000])) == 64


def test_repeated_messages_get_the_vectors_of_their_texts(embedder: OnnxEmbedder) -> None:
    texts = ["ok", "好的", "ok", "see you at eight", "好的"]
    alone = np.vstack([embedder.embed_query(text) for text in texts])
    np.testing.assert_allclose(embedder.embed_texts(texts), alone, atol=1e-5)
    assert embedder.embed_texts([]).shape == (0, 384)


def test_two_threads_may_embed_at_once(embedder: OnnxEmbedder) -> None:
    texts = [f"message number {number}" for number in range(60)]
    expected, found = embedder.embed_texts(texts), {}
    threads = [
        threading.Thread(target=lambda lane=lane: found.update({lane: embedder.embed_texts(texts)}))
        for lane in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for lane in range(2):
        np.testing.assert_allclose(found[lane], expected, atol=1e-5)


def test_coverage_tells_how_much_of_a_text_is_known(embedder: OnnxEmbedder) -> None:
    assert embedder.coverage("where is the hotel") == 1.0
    assert embedder.coverage("") == 1.0
    assert embedder.coverage("去年夏天红烧肉五花") == 1.0
    assert embedder.coverage("hotel \U00020000\U00020001\U00020002") < 0.8


def test_a_fragment_is_embedded_as_it_is_rendered(embedder: OnnxEmbedder) -> None:
    picture = Attachment(1, 1, "image", "boat.jpg", "missing", caption="our boat in the harbour")
    messages = [
        Message(1, 1, "1", 1, "Ana", 0, None, "message", "look at this", attachments=(picture,)),
        Message(2, 1, "2", 2, "Bo", 1, None, "message", "wonderful"),
    ]
    expected = embedder.embed_texts([render(messages), ""])
    np.testing.assert_allclose(embedder.embed_fragments([messages, []]), expected, atol=1e-6)

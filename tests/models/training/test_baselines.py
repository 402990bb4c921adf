"""The readers and segmenters that ours is measured against do what their names say."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogues import Dialogue, DialogueQuery
from core.types import Message
from models.training.baseline_segmenters import EvenLength, TextTiling, tuned_even_length
from models.training.baselines import Baseline, above, best_n, best_window, bm25, word_baselines
from models.training.samples import Sample


def dialogue(texts: Sequence[str], queries: tuple[DialogueQuery, ...] = (), fragments: object = None) -> Dialogue:
    messages = tuple(Message(at, 0, str(at), 0, "Ana", None, None, "message", text) for at, text in enumerate(texts))
    return Dialogue("d", messages, tuple(range(len(texts))), fragments, queries, "en")  # type: ignore[arg-type]


def test_the_n_best_share_a_word_with_the_question() -> None:
    scores = np.array([0.0, 3.0, 1.0, 2.0, 0.0], np.float32)
    assert best_n(scores, 2) == [1, 3]
    assert best_n(scores, 5) == [1, 2, 3]


def test_the_best_window_is_the_run_with_the_greatest_sum() -> None:
    assert best_window(np.array([5, 0, 0, 3, 3, 0], np.float32), 2) == [3, 4]
    assert best_window(np.array([1, 1], np.float32), 9) == [0, 1]
    assert best_window(np.zeros(4, np.float32), 2) == []
    assert best_window(np.zeros(0, np.float32), 2) == []


def test_words_are_counted_in_english_and_chinese() -> None:
    for question, texts in (("train platform", ["hello", "platform 6"]), ("火车站台", ["你好", "在六号站台"])):
        scores = bm25(question, dialogue(texts).messages)
        assert scores[1] > scores[0] == 0


def test_tuning_takes_the_number_that_fits_validation_and_leaves_the_negatives_aside() -> None:
    query = DialogueQuery("train", (0, 1, 2))
    wanted = Sample(dialogue(["train one", "train two", "train three", "no"], (query,)), query)
    negative = Sample(wanted.dialogue, DialogueQuery("train", ()))
    best, window = (each.tuned([wanted, negative, negative]) for each in word_baselines())
    assert (best.parameter, window.parameter) == (3, 3)
    [answer] = best.read("train", [wanted.dialogue.messages])
    assert dict(answer.utterances) == {0: 1.0, 1: 1.0, 2: 1.0}


def test_the_turn_of_the_question_itself_is_hidden_from_a_baseline_that_is_tuned() -> None:
    query = DialogueQuery("where is the train", (2,), opener_id=1)
    sample = Sample(dialogue(["hi", "where is the train", "the train left"], (query,)), query)
    seen: list[int] = []

    def score(query: str, messages: Sequence[Message]) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        seen.append(len(messages))
        return np.ones(len(messages), np.float32)

    Baseline("all", score, above, (0.5,)).tuned([sample])
    assert seen == [2]


@given(st.lists(st.text(max_size=30), max_size=30), st.integers(1, 9), st.floats(-1, 2))
def test_every_utterance_is_in_exactly_one_cluster(texts: list[str], size: int, strictness: float) -> None:
    messages = dialogue(texts).messages
    for segmenter in (EvenLength(size), TextTiling(size, strictness)):
        found = [at for cluster in segmenter.clusters(messages) for at in cluster]
        assert found == list(range(len(texts)))


def test_text_tiling_cuts_where_the_words_change() -> None:
    sea, bread = "the sea was cold and the beach windy", "flour yeast and salt make the dough rise"
    messages = dialogue([sea, sea + " today", sea, bread, bread + " well", bread]).messages
    assert TextTiling(2, 0.5).clusters(messages) == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("length", [3, 6])
def test_the_even_length_is_tuned(length: int) -> None:
    fragments = tuple(tuple(range(start, start + length)) for start in range(0, 24, length))
    assert tuned_even_length([dialogue(["x"] * 24, (), fragments)]) == EvenLength(length)

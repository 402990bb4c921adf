"""What of a query is found in which line."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.features import FEATURES, features, near_means
from models.lines import lines_of
from models.questions import pieces, question
from models.utterances import asks
from tests.models.chats import DINNER, TRIP, chat


def found(query: str, messages: list, cosines: NDArray[np.float64] | None = None) -> dict[str, list[float]]:  # type: ignore[type-arg]
    values = features(question(query), lines_of(messages), cosines)
    return {name: [round(float(each), 3) for each in values[:, at]] for at, name in enumerate(FEATURES)}


def test_every_picture_is_a_line_after_its_message() -> None:
    lines = lines_of(chat(TRIP[:3], m1=[{"caption": "our cat"}, {}], m2=[{"caption": "fish"}]))
    assert list(lines.messages) == [0, 1, 1, 1, 2, 2]
    assert list(lines.pictures) == [False, False, True, True, False, True]
    assert [lines.texts[at] for at in (2, 3, 5)] == ["our cat", "", "fish"]
    assert list(lines.speakers) == [0, 1, 1, 1, 0, 0]


def test_the_words_of_the_query_are_found_where_they_stand() -> None:
    values = found("train to Lisbon", chat(TRIP))
    assert values["words_best"].index(1.0) == 3
    assert values["words_first"] == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert values["telling_within_1"][4] > 0
    assert values["telling_within_8"][0] > 0
    assert values["words_best"][4] == 0


def test_chinese_is_found_by_pairs_and_by_single_characters() -> None:
    values = found("聚会的餐厅", chat(DINNER))
    assert values["words_best"][4] > 0
    assert values["pieces_best"][3] > 0
    assert pieces({"聚会": 1.0, "餐厅": 1.0}) == {"聚", "会", "餐", "厅"}
    assert pieces({"configuration": 1.0}) == pieces({"configure": 1.0})


def test_a_name_in_the_query_says_whose_words_are_wanted() -> None:
    values = found("what did Cleo say about the weather", chat(TRIP))
    assert values["speaker_named"] == [0, 0, 0, 1, 0, 0, 1, 0, 0]
    assert values["other_speaker_named"][0] == 1
    assert values["telling_share"][6] > 0.6  # "Cleo" itself need not be in the message


def test_who_is_addressed_and_what_they_say_is_seen() -> None:
    rows = [("rip", "azureus wants space"), ("gdb", "rip: which error?"), ("rip", "disk full"), ("x9z", "hello")]
    values = found("azureus", chat(rows))
    assert values["addresses"] == [0, 1, 0, 0]
    assert values["addressee_words"] == [0, 1, 0, 0]
    assert values["speaker_words"] == [1, 0, 1, 0]
    assert values["times_addressed"][3] == 0
    assert values["speaker_begins"] == [1, 1, 0, 1]


def test_a_line_without_a_vector_is_as_far_away_as_the_farthest_with_one() -> None:
    cosines = np.array([0.1, 0.2, np.nan, 0.9, 0.5, 0.1, 0.1, 0.1, 0.1])
    values = found("train", chat(TRIP), cosines)
    assert values["meaning_cosine"][2] == 0.1
    assert values["meaning_below_best"][3] == 0
    assert all(each == 0 for each in found("train", chat(TRIP))["meaning_cosine"])


def test_times_count_where_they_are_known() -> None:
    messages = [replace(each, sent_at=60_000 * at * at) for at, each in enumerate(chat(TRIP))]
    values = found("train", messages)
    assert values["has_time"] == [0, *([1] * 8)]
    assert values["gap"][1] < values["gap"][8]


def test_what_a_query_asks_for_is_seen() -> None:
    assert question("how much was the hotel?").number_wanted
    assert question("酒店多少钱").number_wanted
    assert question("照片里的火锅").picture_wanted
    assert question("谁去了").person_wanted
    assert question("酒店多少钱").unspaced
    assert not question("the hotel").unspaced
    assert "photo" not in question("photo of the hotel").counts
    assert asks("where is it?")
    assert asks("你在哪里呢")
    assert not asks("it is here.")


@settings(max_examples=60)
@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=5), st.text(max_size=40)), max_size=6), st.booleans())
def test_any_text_gives_finite_numbers(query: str, rows: list[tuple[str, str]], pictures: bool) -> None:
    messages = chat(rows, m0=[{"caption": query, "name": query}] if pictures else [])
    lines = lines_of(messages)
    values = features(question(query), lines, np.full(len(lines), 0.3))
    assert values.shape == (len(lines), len(FEATURES))
    assert np.isfinite(values).all()
    assert np.abs(values).max(initial=0) < 50


def test_means_over_neighbours_stop_at_the_ends() -> None:
    assert list(near_means(np.array([3.0, 0.0, 0.0, 6.0]), 1)) == [1.5, 1.0, 2.0, 3.0]

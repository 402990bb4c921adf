"""This file is where the fusion of rankings is tested by hand-computed cases and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fusion import above_lowest, fused, of_best, trust


def test_scores_are_sums_of_weighted_scores() -> None:
    scores = fused([([("a", 1.0), ("b", 0.5)], 0.6), ([("b", 1.0), ("c", 0.25)], 0.4)])
    assert scores == pytest.approx({"b": 0.7, "a": 0.6, "c": 0.1})
    assert list(scores) == ["b", "a", "c"]


def test_cosines_count_from_the_lowest_and_words_from_nothing() -> None:
    assert dict(above_lowest([("a", 0.9), ("b", 0.8), ("c", 0.5)])) == pytest.approx({"a": 1.0, "b": 0.75, "c": 0.0})
    assert of_best([("a", 4.0), ("b", 3.0)]) == [("a", 1.0), ("b", 0.75)]
    assert above_lowest([("a", 0.3)]) == [("a", 1.0)]
    assert above_lowest([]) == of_best([]) == []


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=8), st.floats(0.01, 1))
def test_one_ranking_stays_as_it_is(scores: list[float], weight: float) -> None:
    ranking = list(enumerate(sorted(scores, reverse=True)))
    shares = above_lowest(ranking)
    assert all(0 <= share <= 1 for _, share in shares)
    assert sorted(fused([(shares, weight)])) == [item for item, _ in ranking]
    found = list(fused([(shares, weight)]).values())
    assert found == sorted(found, reverse=True)


def test_an_embedder_that_knows_nothing_has_no_say() -> None:
    words, meaning = [("x", 1.0), ("y", 0.9)], [("y", 1.0), ("x", 0.0)]
    assert list(fused([(words, 1.0), (meaning, trust(0.0))])) == ["x", "y"]
    assert trust(1.0) == 1.0

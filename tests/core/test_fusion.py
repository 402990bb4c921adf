"""This file is where the fusion of rankings is tested by hand-computed cases and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fusion import fused, trust


def test_scores_are_sums_of_weighted_reciprocal_ranks() -> None:
    scores = fused([(["a", "b"], 1.0), (["b", "c"], 0.5)])
    assert scores == pytest.approx({"b": 1 / 61 + 0.5 / 60, "a": 1 / 60, "c": 0.5 / 61})
    assert list(scores) == ["b", "a", "c"]


@given(st.permutations(list(range(6))), st.floats(0.01, 1))
def test_one_ranking_stays_as_it_is(order: list[int], weight: float) -> None:
    assert list(fused([(order, weight)])) == order


def test_an_embedder_that_knows_nothing_has_no_say() -> None:
    assert list(fused([(["x", "y"], 1.0), (["y", "x"], trust(0.0))])) == ["x", "y"]
    assert trust(1.0) == 1.0

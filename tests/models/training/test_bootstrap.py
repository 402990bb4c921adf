"""Intervals: draws of whole dialogues, and micro scores that agree with core.metrics."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metrics import Counts
from models.training.bootstrap import Draws, f1_and_mcc, mean_of

_counts = st.tuples(*[st.integers(0, 30)] * 4)


@given(st.lists(_counts, min_size=1, max_size=20))
def test_micro_scores_are_those_of_core_metrics(rows: list[tuple[int, int, int, int]]) -> None:
    expected = sum((Counts(*row) for row in rows), Counts()).scores()
    f1, mcc = Draws([str(at) for at in range(len(rows))], draws=20).micro(np.array(rows, dtype=float))
    assert f1.value == pytest.approx(expected.f1)
    assert mcc.value == pytest.approx(expected.mcc)


def test_one_dialogue_alone_has_no_spread_and_two_unlike_ones_have() -> None:
    alone = Draws(["a"] * 4).mean([0, 1, 1, 0])
    assert alone.interval == (0.5, 0.5)
    low, high = Draws(["a", "a", "b", "b"]).mean([0, 0, 1, 1]).interval
    assert (low, high) == (0, 1)


def test_samples_of_one_dialogue_are_drawn_together() -> None:
    both = Draws(["a", "a", "b", "b"], draws=200).sums(np.array([[1.0], [0.0], [1.0], [0.0]]))
    assert set(both.flatten()) == {2.0}


def test_the_interval_narrows_with_more_dialogues() -> None:
    few, many = (Draws([str(at) for at in range(n)]).mean([at % 2 for at in range(n)]).interval for n in (10, 1000))
    assert many[1] - many[0] < 0.25 * (few[1] - few[0])
    assert few[0] < 0.5 < few[1]


def test_the_same_seed_gives_the_same_interval() -> None:
    ids = [str(at) for at in range(9)]
    assert Draws(ids).mean(range(9)).interval == Draws(ids).mean(range(9)).interval


def test_a_mean_of_sources_lets_each_count_alike() -> None:
    big, small = Draws(["a"] * 99).mean([1] * 99), Draws(["b"]).mean([0])
    assert mean_of([big, small]).value == 0.5


def test_nothing_asked_and_nothing_found_is_no_mistake() -> None:
    f1, mcc = f1_and_mcc(np.array([[0.0, 0.0, 0.0, 7.0]]))
    assert (f1[0], mcc[0]) == (1.0, 0.0)

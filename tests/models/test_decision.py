"""How sure is sure enough."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError
from models.decision import Decision, expected_f1

CHANCES = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=30).map(np.array)


def test_a_plain_answer_gets_a_higher_cut_than_one_that_is_hard_to_tell() -> None:
    plain, hard = np.array([0.99, 0.02, 0.01]), np.full(30, 0.1)
    decision = Decision(cut=0.05, share=1.0)
    assert decision.least(plain) > 0.5
    assert decision.least(hard) < 0.2


@given(CHANCES)
def test_the_best_cut_for_one_sample_is_half_its_expected_f1(chances: np.ndarray) -> None:  # type: ignore[type-arg]
    best = expected_f1(chances)
    assert 0 < best <= 1
    chosen = chances >= best / 2
    assert 2 * chances[chosen].sum() / (chosen.sum() + chances.sum()) == pytest.approx(best)


def test_nothing_to_choose_from_is_no_error() -> None:
    assert expected_f1(np.zeros(0)) == 0


def test_a_manifest_without_all_cuts_is_refused() -> None:
    with pytest.raises(ModelError, match="cuts"):
        Decision.from_record({"slope": 1.0})

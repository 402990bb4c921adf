"""Scores against values worked out by hand, and what must hold for any input."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metrics import Counts, b_cubed, count, joint, pairwise, pk, recall_at, window_diff

labels = st.lists(st.integers(0, 4), max_size=25)
pairs_of_labels = st.integers(0, 20).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)
)


def test_utterance_scores_of_one_sample_match_the_hand_computed_ones() -> None:
    found = count([3, 4, 7], [3, 4, 5, 6], universe=10)
    assert found == Counts(tp=2, fp=1, fn=2, tn=5)
    scores = found.scores()
    assert scores.precision == pytest.approx(2 / 3)
    assert scores.recall == pytest.approx(0.5)
    assert scores.f1 == pytest.approx(4 / 7)
    assert scores.mcc == pytest.approx((2 * 5 - 1 * 2) / sqrt(3 * 4 * 6 * 7))


def test_samples_are_summed_before_they_are_scored() -> None:
    both = count([0], [0], 4) + count([1, 2, 3], [0], 4)
    assert both == Counts(tp=1, fp=3, fn=1, tn=3)
    assert both.scores().precision == pytest.approx(0.25)
    assert both.scores().f1 == pytest.approx(1 / 3)


def test_repeated_ids_count_once() -> None:
    assert count([1, 1, 1], [1, 1], 3) == Counts(tp=1, tn=2)


def test_nothing_asked_and_nothing_answered_is_perfect() -> None:
    assert count([], [], 5).scores() == (1.0, 1.0, 1.0, 0.0)
    assert count([], [2], 5).scores() == (0.0, 0.0, 0.0, 0.0)
    assert count([2], [], 5).scores() == (0.0, 0.0, 0.0, 0.0)


def test_joint_scores_take_harmonic_means_of_precision_and_recall_and_means_of_f1_and_mcc() -> None:
    utterances, images = Counts(tp=3, fp=1, fn=1, tn=5), Counts(tp=1, fp=1, fn=0, tn=2)
    found = joint(utterances, images)
    assert found.precision == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert found.recall == pytest.approx(2 * 0.75 * 1 / 1.75)
    assert found.f1 == pytest.approx((0.75 + 2 / 3) / 2)
    mcc_of_images = (1 * 2 - 1 * 0) / sqrt(2 * 1 * 3 * 2)
    assert found.mcc == pytest.approx(((3 * 5 - 1) / sqrt(4 * 4 * 6 * 6) + mcc_of_images) / 2)


def test_without_any_image_the_joint_scores_are_those_of_the_utterances() -> None:
    utterances = Counts(tp=3, fp=1, fn=1, tn=5)
    assert joint(utterances, Counts(tn=9)) == utterances.scores()


def test_recall_at_k_counts_fragments_among_the_first_k() -> None:
    ranks = [0, 4, 5, None]
    assert [recall_at(ranks, k) for k in (1, 5, 6)] == [0.25, 0.5, 0.75]
    assert recall_at([], 5) == 0.0


def test_pairwise_agreement_of_a_merged_cluster() -> None:
    # Truth: {0,1,2} {3,4}; predicted: {0,1} {2,3,4}. Pairs: ours 1 + 3, theirs 3 + 1, together {01} {34}.
    found = pairwise([0, 0, 1, 1, 1], ["a", "a", "a", "b", "b"])
    assert found == (0.5, 0.5, 0.5)


def test_b_cubed_of_a_merged_cluster() -> None:
    # Precision per utterance: 1, 1, 1/3, 2/3, 2/3; recall: 2/3, 2/3, 1/3, 1, 1.
    found = b_cubed([0, 0, 1, 1, 1], ["a", "a", "a", "b", "b"])
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_interleaving_clusters_are_compared_as_sets() -> None:
    assert pairwise([0, 1, 0, 1], [5, 9, 5, 9]) == (1.0, 1.0, 1.0)
    assert b_cubed([0, 1, 0, 1], [5, 9, 5, 9]).f1 == 1.0


def test_single_utterance_clusters_on_both_sides_agree() -> None:
    assert pairwise([0, 1, 2], [0, 1, 2]) == (1.0, 1.0, 1.0)
    assert pairwise([0, 1, 2], [0, 0, 0]) == (0.0, 0.0, 0.0)


def test_pk_and_window_diff_of_a_shifted_boundary() -> None:
    # Two true segments of 4: k = 2. The boundary stands one place late: windows 2-4 and 4-6 of the six are wrong.
    truth, shifted = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1, 1, 1]
    assert pk(shifted, truth) == pytest.approx(2 / 6)
    assert window_diff(shifted, truth) == pytest.approx(2 / 6)


def test_window_diff_sees_two_boundaries_where_pk_does_not() -> None:
    truth, doubled = [0] * 4 + [1] * 4, [0, 0, 0, 0, 2, 1, 1, 1]
    assert window_diff(doubled, truth) > pk(doubled, truth)


def test_labels_of_different_numbers_of_utterances_are_refused() -> None:
    for score in (pairwise, b_cubed, pk, window_diff):
        with pytest.raises(ValueError, match="2 predicted labels for 3"):
            score([0, 1], [0, 1, 2])


@given(labels)
def test_every_clustering_agrees_with_itself(found: list[int]) -> None:
    renamed = [f"cluster {label}" for label in found]
    assert pairwise(renamed, found) == (1.0, 1.0, 1.0)
    assert b_cubed(renamed, found).f1 == pytest.approx(1.0)
    assert pk(renamed, found) == window_diff(renamed, found) == 0.0


@given(pairs_of_labels)
def test_agreement_lies_in_the_unit_range_and_swaps_precision_with_recall(both: tuple[list[int], list[int]]) -> None:
    for score in (pairwise, b_cubed):
        forth, back = score(*both), score(both[1], both[0])
        assert all(0 <= value <= 1 + 1e-9 for value in forth)
        assert forth.precision == pytest.approx(back.recall)
        assert forth.f1 == pytest.approx(back.f1)
    assert 0 <= pk(*both) <= window_diff(*both) <= 1


@given(st.sets(st.integers(0, 15)), st.sets(st.integers(0, 15)))
def test_counts_cover_the_universe_and_mcc_is_a_correlation(predicted: set[int], truth: set[int]) -> None:
    found = count(predicted, truth, 16)
    assert found.tp + found.fp + found.fn + found.tn == 16
    scores = found.scores()
    assert -1 - 1e-9 <= scores.mcc <= 1 + 1e-9
    assert min(scores.precision, scores.recall) - 1e-9 <= scores.f1 <= max(scores.precision, scores.recall) + 1e-9

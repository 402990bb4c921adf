"""Scores of pairs become clusters: chains, threads, long topics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clustering import Decoding, clustered, members
from models.segmenter_scores import Scored

REACH = 12


def scores(truth: list[int], sure: float = 0.9) -> Scored:
    """What a network gives that knows the truth, as far as `sure`."""
    count = len(truth)
    links, together = np.zeros((count, REACH), np.float32), np.full((count, REACH), -np.inf, np.float32)
    new = np.zeros(count, np.float32)
    for at in range(count):
        back = min(at, REACH)
        same = [place for place in range(back) if truth[at - 1 - place] == truth[at]]
        new[at] = 1 - sure if same else sure
        for place in range(back):
            right = place in same
            links[at, place] = sure / len(same) if right else (1 - sure) / back
            together[at, place] = 2.0 if right else -2.0
        links[at] *= (1 - new[at]) / max(links[at].sum(), 1e-9)
    return Scored(links, new, together)


@pytest.mark.parametrize(
    "truth",
    [[0] * 8 + [1] * 9 + [2] * 3, [0, 1, 0, 1, 1, 0, 2, 0, 2, 1, 2], [0], [0, 1, 2, 3], [0, 0, 1, 1, 0, 0]],
    ids=["sections", "braided", "one", "all alone", "interrupted"],
)
def test_what_the_scores_say_is_what_comes_out(truth: list[int]) -> None:
    assert clustered(scores(truth), Decoding()).tolist() == truth


def test_the_more_it_takes_to_be_new_the_fewer_fragments_there_are() -> None:
    doubtful = scores([at // 5 for at in range(40)], sure=0.55)
    counts = [len(set(clustered(doubtful, Decoding(new=new)).tolist())) for new in (-4.0, 0.0, 4.0)]
    assert counts[0] <= counts[1] <= counts[2]
    assert counts[0] < counts[2]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 4), max_size=40), st.floats(0.3, 0.99))
def test_every_utterance_is_in_one_fragment_and_they_are_counted_in_order(truth: list[int], sure: float) -> None:
    labels = clustered(scores(truth, sure), Decoding()).tolist()
    firsts = list(dict.fromkeys(labels))
    assert firsts == list(range(len(firsts)))
    assert sorted(at for cluster in members(labels) for at in cluster) == list(range(len(truth)))

"""The pairs that the embedder learns from: what stands in them, and what must not count as a wrong answer."""

import gzip
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from models.training.fragment_pairs import Batches, FragmentPair, nearest, question_answer_pairs, read_pairs, sampled


def pair(query: str, lines: tuple[str, ...], dialogue: str = "d", turns: tuple[int, ...] = (0,)) -> FragmentPair:
    return FragmentPair("ours", query, lines, dialogue, frozenset(turns))


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    turns = [{"id": at, "speaker": "Ana" if at % 2 else "Bo", "text": f"line {at}", "images": []} for at in range(6)]
    queries = [{"text": f"query {at}", "utt_ids": [at + 1, at], "img_ids": [], "kind": "question"} for at in range(5)]
    record = {"dialogue_id": "one", "language": "en", "turns": turns, "fragments": None}
    record["queries"] = [*queries, {"text": "nothing", "utt_ids": [], "img_ids": [], "kind": "question"}]
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "ours.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    return tmp_path


def test_a_pair_has_the_fragment_as_the_program_renders_it_in_the_dialogues_order(prepared: Path) -> None:
    found = read_pairs(prepared, "train", 10, 0)["ours"]
    assert len(found) == 5
    assert found[0] == FragmentPair("ours", "query 0", ("Bo: line 0", "Ana: line 1"), "one", frozenset({0, 1}))


def test_of_a_large_source_some_are_drawn_the_same_each_time(prepared: Path) -> None:
    found = [read_pairs(prepared, "train", 3, 7)["ours"] for _ in range(2)]
    assert found[0] == found[1]
    assert len({each.query for each in found[0]}) == 3
    assert [len(some) for _, some in sampled({"ours": found[0]}, 2, 0)] == [2]


def test_what_may_answer_too_is_no_wrong_answer() -> None:
    one = pair("when?", ("A: at nine",), "d", (1, 2))
    assert pair("where?", ("B: there",), "d", (2, 3)).answers(one)
    assert pair("when?", ("B: at ten",), "other").answers(one)
    assert pair("why?", ("A: at nine",), "other").answers(one)
    assert not pair("where?", ("B: there",), "d", (3, 4)).answers(one)
    assert not pair("where?", ("B: there",), "other", (1, 2)).answers(one)


def test_lines_inside_a_fragment_are_paired_across_speakers_questions_first_none_twice() -> None:
    lines = ("A: hello everybody", "A: when does the train leave?", "B: at ten past nine", "A: fine, thanks", "B: ok")
    found = question_answer_pairs(pair("q", lines), 3, Random(0))
    assert found[0] == ("when does the train leave?", "at ten past nine")
    assert len({text for both in found for text in both}) == 2 * len(found)
    assert question_answer_pairs(pair("q", ("A: alone here", "A: and still alone")), 3, Random(0)) == []


def test_nearest_are_the_most_alike_without_the_row_itself() -> None:
    angles = np.array([0.0, 0.1, 0.2, 3.0, 3.1])
    rows = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    found = nearest(rows)
    assert found.shape == (5, 4)
    assert all(at not in row for at, row in enumerate(found))


def test_a_batch_is_of_one_source_without_repeats() -> None:
    pairs = {
        name: [FragmentPair(name, f"{name} {at}", (f"A: {at}",), f"{name}{at}", frozenset({0})) for at in range(20)]
        for name in ("one", "two")
    }
    batches = Batches(pairs, lambda texts: np.eye(len(texts), 4, dtype=np.float32), 4)
    for seed in range(10):
        batch = batches.draw(8, Random(seed))
        assert len({each.source for each in batch}) == 1
        assert len({each.query for each in batch}) == len(batch) <= 8

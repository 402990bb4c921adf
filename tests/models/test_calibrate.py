"""How the compact reader's coefficients are made."""

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from core.dialogues import read_dialogues
from models.compact_reader import CompactReader
from models.judgement import Judgement, chance
from models.training.calibrate import Config, cases_of, fit, logistic
from models.training.held_out import is_listed, read_listed, touches
from models.training.reading_samples import Sample, Source, samples
from tests.models.bag_of_words import BagOfWords

THINGS = ["hotel", "train", "dinner", "garden", "camera", "doctor", "ticket", "picnic", "bicycle", "piano"]


def write_dialogues(folder: Path, count: int) -> None:
    """Each dialogue speaks of five things, two turns each; the queries ask for one of them."""
    lines = []
    for number in range(count):
        mine = [THINGS[(number + step * 3) % len(THINGS)] for step in range(5)]
        turns = [
            {"id": at * 2 + half, "speaker": "AB"[half], "text": f"{('about', 'yes')[half]} the {thing} {number}"}
            for at, thing in enumerate(mine)
            for half in (0, 1)
        ]
        queries = [{"text": f"the {thing}", "utt_ids": [at * 2, at * 2 + 1]} for at, thing in enumerate(mine)]
        lines.append(json.dumps({"dialogue_id": f"d{number}", "turns": turns, "queries": queries}))
    (folder / "things.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


def test_logistic_regression_finds_the_coefficients_that_made_the_labels() -> None:
    random = np.random.default_rng(5)
    rows = random.normal(size=(20_000, 2))
    labels = (random.random(20_000) < chance(rows @ np.array([2.0, -1.0]) + 0.5)).astype(float)
    assert logistic(rows, labels, np.ones(20_000), 1e-6) == pytest.approx([2.0, -1.0, 0.5], abs=0.1)


def test_listed_texts_are_recognised_in_any_spelling_and_bar_the_whole_dialogue(tmp_path: Path) -> None:
    plain = "yesthehotel4"
    path = tmp_path / "list.txt.gz"
    path.write_bytes(gzip.compress(hashlib.sha1(plain.encode()).hexdigest()[:20].encode() + b"\n"))
    listed = read_listed(path)
    assert is_listed("Yes, the HOTEL: 4!", listed)
    assert not is_listed("Yes, the hotel 5", listed)
    write_dialogues(tmp_path, 10)
    barred = [touches(dialogue, listed) for dialogue in read_dialogues(tmp_path / "things.jsonl.gz")]
    assert sum(barred) == 1
    assert all(sample.source == "things" for sample in samples(Source("things", 99, 1), tmp_path, listed, seed=1))


def test_samples_hold_their_truth_and_fragments_from_elsewhere_hold_none(tmp_path: Path) -> None:
    write_dialogues(tmp_path, 30)
    found = list(samples(Source("things", 30, 2), tmp_path, frozenset(), seed=1))
    assert {sample.shape for sample in found} == {"fragment", "joined", "elsewhere"}
    for sample in found:
        asked = sample.query.removeprefix("the ")
        assert all(f"the {asked} " in sample.messages[at].text for at in sample.truth)
        assert len(sample.truth) == (0 if sample.shape == "elsewhere" else 2)
    assert [sample.truth for sample in found] == [
        sample.truth for sample in samples(Source("things", 30, 2), tmp_path, frozenset(), seed=1)
    ]


def test_a_fit_on_separable_data_reads_conversations_it_never_saw(tmp_path: Path) -> None:
    write_dialogues(tmp_path, 60)
    reader = CompactReader(BagOfWords())
    found: list[Sample] = list(samples(Source("things", 60, 3), tmp_path, frozenset(), seed=1))
    cases = [case for sample in found for case in cases_of(sample, reader.ask(sample.query), reader)]
    record = fit(cases, Config())
    Judgement.from_record(record)
    assert record["scores"]["utterances"]["things fragment"]["f1"] > 0.95
    assert record["scores"]["utterances"]["things joined"]["f1"] > 0.7

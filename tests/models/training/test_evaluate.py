"""The comparison, on our own few dialogues and the shipped models: drawing, measuring, writing."""

import json
from pathlib import Path

import pytest

from core.errors import SettingsError
from models.training import data, evaluate
from models.training.bootstrap import Draws
from models.training.comparing import MEAN, Row, with_means
from models.training.evaluate_embedder import corpus_within
from models.training.evaluate_reader import expected_calibration_error, reliability
from models.training.records import command
from models.training.results import put, table
from models.training.samples import Group, Limits, grouped, samples_of


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    data.main(["--smoke", "--data", str(folder)])
    return folder


def test_every_part_is_measured_in_one_run_and_written_as_markdown_and_json(prepared: Path, tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    results.write_text("# Results\n\nAs we read it: good.\n\n<!-- reader -->\nold\n<!-- /reader -->\n\nThe end.\n")
    evaluate.main(["--smoke", "--data", str(prepared), "--out", str(tmp_path / "out"), "--results", str(results)])
    text = results.read_text()
    assert "As we read it: good." in text
    assert "The end." in text
    assert "\nold\n" not in text
    found = json.loads(results.with_suffix(".json").read_text())
    rows = {part: found[part]["rows"] for part in ("embedder", "reader", "segmenter")}
    assert {row["system"] for row in rows["reader"]} == {"BM25 best-n", "BM25 best-window", "ours"}
    assert {row["language"] for row in rows["segmenter"]} == {"en", "zh"}
    assert all(row["f1"]["low"] <= row["f1"]["value"] <= row["f1"]["high"] for row in rows["reader"])
    assert found["reader"]["data"]
    assert "all-MiniLM" not in text


def test_a_part_that_is_measured_alone_leaves_the_others_as_they_were(prepared: Path, tmp_path: Path) -> None:
    for part in ("segmenter", "embedder"):
        evaluate.main(["--smoke", "--data", str(prepared), "--out", str(tmp_path), "--set", f"parts=['{part}']"])
    assert set(json.loads((tmp_path / "RESULTS.json").read_text())) == {"segmenter", "embedder"}
    text = (tmp_path / "RESULTS.md").read_text()
    assert "TextTiling" in text
    assert "BM25" in text


def test_a_part_that_does_not_exist_is_refused(prepared: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no part “cook”"):
        evaluate.main(["--smoke", "--data", str(prepared), "--out", str(tmp_path), "--set", "parts=['cook']"])


def test_a_corpus_is_bounded_by_whole_dialogues(prepared: Path) -> None:
    dialogues = grouped(prepared, "train", Limits(joined=0))[Group("smoke_en", "en")]
    some = corpus_within(dialogues, 60, seed=1)
    assert 1 < len(some) < len(dialogues)
    assert sum(len(query.utt_ids) for each in some for query in each.queries) <= 60
    assert len(corpus_within(dialogues, 0, seed=1)) == 1


def test_the_same_samples_are_drawn_each_time_and_negatives_ask_for_what_is_not_there(prepared: Path) -> None:
    limits = Limits(queries=5, negatives=4, joined=6)
    first, second = (grouped(prepared, "test", limits) for _ in range(2))
    assert {group.source for group in first} == {"smoke_en", "smoke_zh", "joined"}
    for group, dialogues in first.items():
        drawn = samples_of(dialogues, limits)
        again = samples_of(second[group], limits)
        assert [(s.dialogue.id, s.query.text) for s in drawn] == [(s.dialogue.id, s.query.text) for s in again]
        assert drawn
        assert all(sample.negative == (not sample.query.utt_ids) for sample in drawn)


def test_a_group_of_too_few_dialogues_is_left_out(prepared: Path) -> None:
    count = len(grouped(prepared, "test", Limits(joined=0))[Group("smoke_en", "en")])
    groups = grouped(prepared, "test", Limits(joined=0, dialogues=count + 1))
    assert set(groups) == {Group("smoke_zh", "zh")}


def test_long_dialogues_do_not_take_the_whole_time(prepared: Path) -> None:
    groups = grouped(prepared, "train", Limits(joined=0))
    drawn = samples_of(groups[Group("smoke_en", "en")], Limits(queries=100, negatives=0, turns=60))
    assert 0 < sum(len(sample.dialogue.messages) for sample in drawn) <= 60


def test_reliability_puts_confidence_beside_the_share_that_is_right() -> None:
    bins = reliability([(0.95, True), (0.95, True), (1.0, False), (0.15, False)])
    assert [(each["from"], each["chosen"]) for each in bins] == [(0.1, 1), (0.9, 3)]
    assert bins[1]["right"] == pytest.approx(2 / 3, abs=1e-3)
    assert expected_calibration_error(bins) == pytest.approx((0.15 + 3 * (0.9667 - 0.6667)) / 4, abs=1e-3)


def test_a_table_shows_hundredths_intervals_and_the_best_in_bold() -> None:
    draws = Draws(["a", "b"])
    rows = [
        Row(Group("chats", "en"), "BM25", 2, 2, {"pairwise": draws.mean([0, 1]), "pk": draws.mean([0.4, 0.4])}),
        Row(Group("chats", "en"), "ours", 2, 2, {"pairwise": draws.mean([1, 1]), "pk": draws.mean([0.2, 0.2])}),
    ]
    text = table(with_means(rows), ["pairwise", "pk"])
    assert "| chats | en | BM25 | 2 | 2 | 50.0 (0.0–100.0) | 40.0 |" in text
    assert "|  |  | ours | 2 | 2 | **100.0** (100.0–100.0) | **20.0** |" in text
    assert f"| {MEAN} | en | BM25 |" in text


def test_writing_the_same_parts_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    put(path, {"one": "a | b", "two": r"back\slash \1"})
    before = path.read_text()
    put(path, {"two": r"back\slash \1", "one": "a | b"})
    assert path.read_text() == before


def test_the_command_that_is_written_down_names_no_folder_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    place = str(Path("home", "ana", "data").resolve())
    monkeypatch.setattr("sys.argv", ["x", "evaluate", "--data", place, "--set", f"x={place}", "--out", "run"])
    assert command() == "chattrove train evaluate --data data --set x=data --out run"

"""The README's table of readers holds what was measured, and says of made-up weights that they are."""

import json
from pathlib import Path

import pytest

from models.entries import ModelEntry, ModelFile
from tests.benchmarks import readers
from tests.benchmarks.pages import put_between

SCORES = {
    "samples": 3,
    "joint": {"f1": 0.8725, "mcc": 0.806},
    "cost": {
        "seconds_per_question": {"p50": 0.51},
        "device": "CUDA: a | card",
        "tokens_per_second": {"prompt": 2_500.4, "answer": 61.0},
    },
}


def entry(size: int, **facts: str) -> ModelEntry:
    files = {"model": ModelFile(Path("model.gguf"), size, "0")}
    return ModelEntry("reader", "F2RVLM `3B`", files, {"kind": "gguf", **facts}, Path())


def test_a_row_says_who_how_large_how_good_and_how_fast() -> None:
    assert readers.row(entry(3_200_000_000), SCORES) == [
        "F2RVLM 3B", "CUDA: a  card", "3.2 GB", "87.2", "80.6", "0.51", "2,500, 61",
    ]  # fmt: skip


@pytest.mark.parametrize("made", [entry(9_000_000), entry(3_200_000_000, origin="made up")])
def test_made_up_weights_are_marked(made: ModelEntry) -> None:
    assert readers.MADE_UP in readers.row(made, SCORES)[0]


def test_one_command_measures_the_shipped_reader_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [{"id": 0, "speaker": "A", "text": "when does the boat leave?"}, {"id": 1, "speaker": "B", "text": "nine"}]
    dialogue = {"dialogue_id": "d", "turns": turns, "queries": [{"text": "boat", "utt_ids": [0], "kind": "topic"}]}
    data, page = tmp_path / "data.jsonl", tmp_path / "page.md"
    data.write_text(json.dumps(dialogue) + "\n", "utf-8")
    page.write_text("before\n<!-- readers -->\nold\n<!-- /readers -->\nafter\n", "utf-8")
    readers.main([str(data), "--write", str(page)])
    written = page.read_text("utf-8")
    assert written.startswith("before\n<!-- readers -->\n| Reader |")
    assert written.endswith("<!-- /readers -->\nafter\n")
    assert "old" not in written
    assert "Measured on 1 questions of `data.jsonl`" in written
    assert capsys.readouterr().out.strip() in written


def test_a_page_without_the_marks_stays_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here", "utf-8")
    with pytest.raises(SystemExit, match="lacks the marks"):
        put_between(page, "readers", "x")
    assert page.read_text("utf-8") == "nothing here"

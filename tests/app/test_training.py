"""`chattrove train` starts the training module in another process and passes on what it says."""

import re
import sys
from pathlib import Path

import pytest

from app.cli import codes, run


def test_train_alone_lists_the_stages(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["train"]) == codes.FINE
    said = capfd.readouterr().out
    for stage in ("data", "segmenter", "embedder", "compact_reader", "export", "evaluate"):
        assert f"\n  {stage} " in said


def test_a_stage_runs_with_its_options_where_the_person_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()  # not ours, and not to be taken for it
    monkeypatch.chdir(tmp_path)
    assert run(["train", "data", "--smoke", "--data", "prepared"]) == codes.FINE
    assert '"smoke_zh"' in capfd.readouterr().out
    assert (tmp_path / "prepared" / "train" / "smoke_zh.jsonl.gz").is_file()


def test_the_exit_code_and_the_words_of_a_failed_stage_are_passed_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", "data", "--raw", str(tmp_path / "nowhere")]) == codes.BAD_EXPORT
    assert "Give the folder with the raw training data." in capfd.readouterr().err
    assert run(["train", "data", "--set", "onli=x"]) == codes.SETTINGS
    assert "There is no setting “onli”" in capfd.readouterr().err
    assert run(["train", "cook"]) == codes.USAGE
    assert "There is no stage “cook”" in capfd.readouterr().err


def test_without_torch_a_stage_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.training import stages

    monkeypatch.setattr(stages, "find_spec", lambda name: None)
    assert stages.run_stage(["embedder", "--smoke"]) == codes.MODEL
    assert 'pip install "chattrove[train]"' in capsys.readouterr().err


def test_a_packaged_program_says_that_it_cannot_train(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert run(["train", "embedder"]) == codes.MODEL
    assert "Training needs the Python installation" in capsys.readouterr().err


def test_the_packaged_program_holds_every_command() -> None:
    root = Path(__file__).parents[2]
    lazy = set(re.findall(r'_lazily\("(\w+)"', (root / "app" / "cli" / "parser.py").read_text("utf-8")))
    assert lazy <= {path.stem for path in (root / "app" / "cli").glob("*.py")}
    packed = (root / "build.spec").read_text("utf-8")
    assert all(f'collect_submodules("app.{name}")' in packed for name in ("cli", "session"))

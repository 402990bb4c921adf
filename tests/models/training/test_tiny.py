"""A made-up checkpoint is laid out as the Hub's are, loads in transformers as it is, and is the same each time."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.errors import ModelError, SettingsError
from models.prompt_wording import MARKERS
from models.qwen_vl.checkpoint import CLASSES
from models.special_tokens import SPECIAL
from models.training import tensor_files
from models.training.checkpoint import open_checkpoint
from models.training.qwen_vl import HEAD
from models.training.stages import run_stage
from models.training.tiny import Config, tiny_checkpoint

LAYOUTS = [Config(nested=nested, tied=tied) for nested in (False, True) for tied in (False, True)]


def test_the_stage_makes_both_architectures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_stage(["tiny", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("tiny, ") == 2
    for name, architecture in CLASSES.items():
        assert json.loads((tmp_path / name / "config.json").read_text())["architectures"] == [architecture]
        assert {"preprocessor_config.json", "tokenizer.json", "chat_template.jinja"} <= {
            path.name for path in (tmp_path / name).iterdir()
        }


def test_the_same_settings_make_the_same_bytes(tmp_path: Path, tiny_qwen2_vl: Path) -> None:
    again = tiny_checkpoint(tmp_path / "again", "qwen2_vl")
    for path in tiny_qwen2_vl.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_tokenizer_has_qwens_tokens_and_the_id_markers(tiny_qwen2_vl: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tiny_qwen2_vl / "tokenizer.json"))
    for token in (*SPECIAL, *MARKERS):
        assert tokenizer.encode(token).tokens == [token]
    written = "<|utt_id_start|>12<|utt_id_end|> Anna: 明天坐火车 🚆 don't\n\nbe late"
    assert tokenizer.decode(tokenizer.encode(written).ids, skip_special_tokens=False) == written


def test_a_base_has_no_id_markers(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    folder = tiny_checkpoint(tmp_path, "qwen2_vl", Config(markers=False))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert [tokenizer.token_to_id(marker) for marker in MARKERS] == [None] * len(MARKERS)


@pytest.mark.parametrize("config", LAYOUTS, ids=str)
@pytest.mark.parametrize("architecture", CLASSES)
def test_every_layout_is_whole(architecture: str, config: Config, tmp_path: Path) -> None:
    checkpoint = open_checkpoint(tiny_checkpoint(tmp_path, architecture, config))
    assert checkpoint.layout.tied == config.tied
    assert (HEAD in checkpoint.tensors) == (not config.tied)


@pytest.mark.parametrize("config", LAYOUTS, ids=str)
@pytest.mark.parametrize("architecture", CLASSES)
def test_transformers_loads_every_layout(architecture: str, config: Config, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    folder = tiny_checkpoint(tmp_path, architecture, config)
    model, found = transformers.AutoModelForImageTextToText.from_pretrained(
        folder, local_files_only=True, output_loading_info=True
    )
    assert type(model).__name__ == CLASSES[architecture]
    assert not any(found.values()), found


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("architecture", CLASSES)
def test_what_transformers_saves_again_is_understood(architecture: str, tied: bool, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    made = tiny_checkpoint(tmp_path / "made", architecture, Config(tied=tied))
    model = transformers.AutoModelForImageTextToText.from_pretrained(made, local_files_only=True)
    model.save_pretrained(tmp_path / "saved")
    before, after = open_checkpoint(made), open_checkpoint(tmp_path / "saved")
    assert after.layout.tied == tied
    assert all(np.array_equal(before.tensors[name].floats(), after.tensors[name].floats()) for name in before.tensors)


def test_shards_hold_no_more_than_they_may_and_make_one_checkpoint(tmp_path: Path, tiny_qwen2_vl: Path) -> None:
    folder = tiny_checkpoint(tmp_path, "qwen2_vl", Config(shard_mb=2))
    shards = sorted(folder.glob("*.safetensors"))
    assert [shard.name for shard in shards] == [f"model-{at:05}-of-{len(shards):05}.safetensors" for at in range(1, 7)]
    assert all(shard.stat().st_size < 2_100_000 for shard in shards)
    whole, parts = open_checkpoint(tiny_qwen2_vl).tensors, open_checkpoint(folder).tensors
    assert all(np.array_equal(whole[name].floats(), parts[name].floats()) for name in whole)


def test_a_full_size_is_made_up_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noted(path: Path, planned: list[tensor_files.Planned]) -> None:
        sizes.append(sum(each.size for each in planned))
        largest = max(planned, key=lambda each: each.size)
        first = next(iter(largest.pieces()))
        assert first.size <= tensor_files.PIECE
        assert 0 < float(first.std()) < 1
        path.touch()

    monkeypatch.setattr(tensor_files, "write_file", noted)
    monkeypatch.setattr(tensor_files, "check_room", lambda folder, size: None)
    tiny_checkpoint(tmp_path, "qwen2_5_vl", Config(size="3b"))
    assert len(sizes) == 4
    assert sum(sizes) == pytest.approx(7.51e9, rel=0.01)  # as published: 3.75 thousand million parameters in bf16


def test_what_there_is_not_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="qwen2_vl, qwen2_5_vl in the sizes tiny, 2b, 3b, 7b"):
        tiny_checkpoint(tmp_path, "qwen2_vl", Config(size="13b"))
    with pytest.raises(SettingsError, match="no precision “int3”"):
        tiny_checkpoint(tmp_path, "qwen2_vl", Config(precision="int3"))


def test_a_disk_without_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensor_files.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(ModelError, match=r"the disk has 0\.0 GB free: make room"):
        tiny_checkpoint(tmp_path, "qwen2_vl")
    assert not list(tmp_path.glob("*.safetensors"))

"""A folder is known for what it is before a framework sees it, and what is wrong with it is one sentence."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.errors import ModelError
from models.qwen_vl.adapter import open_adapter
from models.qwen_vl.checkpoint import open_checkpoint

pytest.importorskip("torch", reason="made-up checkpoints are for those who have the extra gpu")


@pytest.fixture
def folder(tiny_qwen2_vl: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_qwen2_vl, tmp_path / "model"))


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    place = tmp_path / "adapter"
    place.mkdir()
    (place / "adapter_model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    return place


def told(adapter: Path, **facts: Any) -> Path:
    (adapter / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", **facts}), "utf-8")
    return adapter


def test_both_architectures_are_whole_checkpoints(tiny_qwen2_vl: Path, tiny_qwen2_5_vl: Path) -> None:
    assert [open_checkpoint(each).title for each in (tiny_qwen2_vl, tiny_qwen2_5_vl)] == ["Qwen2-VL", "Qwen2.5-VL"]
    assert open_checkpoint(tiny_qwen2_vl).bytes > 1_000_000


def test_a_folder_without_a_config_is_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is not a Qwen2-VL or Qwen2.5-VL checkpoint: it has no config.json"):
        open_checkpoint(tmp_path)


def test_a_checkpoint_of_another_model_says_of_which(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "llama"}', "utf-8")
    with pytest.raises(ModelError, match="is a model of the kind “llama”, not a Qwen2-VL"):
        open_checkpoint(folder)


def test_a_damaged_config_is_said_to_be_damaged(folder: Path) -> None:
    (folder / "config.json").write_text("[1, 2", "utf-8")
    with pytest.raises(ModelError, match=r"config.json is damaged"):
        open_checkpoint(folder)


def test_a_missing_shard_is_named(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.rename(folder / "model-00001-of-00002.safetensors")
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), "utf-8")
    with pytest.raises(ModelError, match=r"The shard model-00002-of-00002.safetensors of .* is missing"):
        open_checkpoint(folder)


def test_an_index_that_points_out_of_its_folder_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text('{"weight_map": {"a": "../other.safetensors"}}', "utf-8")
    with pytest.raises(ModelError, match="lists no safetensors files of its folder"):
        open_checkpoint(folder)


def test_pickled_weights_are_never_opened(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="its weights are pickled, which is never opened"):
        open_checkpoint(folder)


def test_weights_that_are_cut_off_are_noticed_without_reading_them(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"are cut off: \d+ bytes, not \d+"):
        open_checkpoint(folder)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip, not tensors", (9).to_bytes(8, "little") + b'["a", 1]x'])
def test_what_is_no_safetensors_file_is_called_none(folder: Path, content: bytes) -> None:
    (folder / "model.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match=r"is no safetensors file|cut off"):
        open_checkpoint(folder)


def test_a_missing_tokenizer_is_named(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"has no tokenizer.json"):
        open_checkpoint(folder)


def test_an_adapter_without_its_base_says_which_one_it_wants(adapter: Path) -> None:
    told(adapter, base_model_name_or_path="Qwen/Qwen2.5-VL-3B-Instruct")
    with pytest.raises(ModelError, match=r"needs its base, “Qwen/Qwen2.5-VL-3B-Instruct”. Add the base and name it"):
        open_adapter(adapter, None)


def test_an_adapter_for_the_other_family_is_refused_by_its_name(adapter: Path, tiny_qwen2_vl: Path) -> None:
    told(adapter, base_model_name_or_path="Qwen/Qwen2.5-VL-7B-Instruct")
    with pytest.raises(ModelError, match=r"was made for Qwen2.5-VL .* is Qwen2-VL. Name the base"):
        open_adapter(adapter, tiny_qwen2_vl)


def test_an_adapter_may_say_where_its_base_lies_on_this_disk(adapter: Path, tiny_qwen2_vl: Path) -> None:
    told(adapter, base_model_name_or_path=str(tiny_qwen2_vl))
    found = open_adapter(adapter, None)
    assert found.base.folder == tiny_qwen2_vl
    assert found.tokenizer == tiny_qwen2_vl / "tokenizer.json"


def test_other_kinds_of_adapters_are_refused(adapter: Path, tiny_qwen2_vl: Path) -> None:
    told(adapter, peft_type="IA3")
    with pytest.raises(ModelError, match="an adapter of the kind “IA3”, not a LoRA"):
        open_adapter(adapter, tiny_qwen2_vl)


def test_a_pickled_adapter_is_never_opened(adapter: Path, tiny_qwen2_vl: Path) -> None:
    told(adapter)
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")
    with pytest.raises(ModelError, match=r"has no adapter_model.safetensors.*pickle is never opened"):
        open_adapter(adapter, tiny_qwen2_vl)

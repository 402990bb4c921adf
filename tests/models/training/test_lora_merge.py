"""What a merged checkpoint computes is what the adapter computed on its base, by peft; what does not fit is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ModelError
from models.training.checkpoint import open_checkpoint
from models.training.lora_merge import main, merge
from models.training.qwen_vl import read_json
from models.training.tensor_files import Planned, read_file, write_file
from models.training.tiny import Config, tiny_checkpoint
from tests.models.training.adapters import REGEX, trained

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_checkpoint(tmp_path_factory.mktemp("base") / "Qwen2-VL-tiny", "qwen2_vl", Config(markers=False))


@pytest.fixture(scope="module")
def untied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = Config(markers=False, tied=False, nested=True, shard_mb=4)
    return tiny_checkpoint(tmp_path_factory.mktemp("base") / "Qwen2.5-VL-tiny", "qwen2_5_vl", config)


def same_logits(live: Any, merged: Path) -> None:
    import torch
    from transformers import AutoModelForImageTextToText

    model, found = AutoModelForImageTextToText.from_pretrained(merged, local_files_only=True, output_loading_info=True)
    assert not found["missing_keys"]
    assert not found["unexpected_keys"]
    ids = torch.tensor([[5, 300, 17, 588, 590, 591, 42]])
    with torch.no_grad():
        expected, got = live(input_ids=ids).logits, model.eval()(input_ids=ids).logits
    assert got.shape == expected.shape
    assert torch.allclose(got, expected, atol=2e-4), float((got - expected).abs().max())


CASES: dict[str, tuple[bool, dict[str, Any]]] = {
    "targets by a pattern": (True, {"target_modules": REGEX}),
    "all linear layers, pictures too": (False, {"target_modules": "all-linear"}),
    "rsLoRA with its own alpha for some": (
        True,
        {"target_modules": REGEX, "use_rslora": True, "alpha_pattern": {"q_proj": 32}},
    ),
    "DoRA": (True, {"target_modules": REGEX, "use_dora": True}),
    "rows of tokens, tied": (True, {"target_modules": REGEX, "trainable_token_indices": [590, 591]}),
    "rows of tokens, untied": (
        False,
        {"target_modules": REGEX, "trainable_token_indices": {"embed_tokens": [590], "lm_head": [591, 590]}},
    ),
    "whole tables, untied": (False, {"target_modules": REGEX, "modules_to_save": ["embed_tokens", "lm_head"]}),
    "whole tables, tied before": (True, {"target_modules": REGEX, "modules_to_save": ["embed_tokens", "lm_head"]}),
    "the word table only, tied before": (True, {"target_modules": REGEX, "modules_to_save": ["embed_tokens"]}),
    "factors for the word table, tied before": (True, {"target_modules": ["embed_tokens", "q_proj"]}),
    "factors for the head, tied before": (True, {"target_modules": ["lm_head", "q_proj"]}),
    "a longer vocabulary, tied": (True, {"target_modules": REGEX, "rows": 1100}),
    "a longer vocabulary, whole tables": (
        False,
        {"target_modules": REGEX, "modules_to_save": ["embed_tokens", "lm_head"], "rows": 1100},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_merged_computes_what_the_adapter_did(case: str, base: Path, untied: Path, tmp_path: Path) -> None:
    tied, settings = CASES[case]
    live = trained(base if tied else untied, tmp_path / "adapter", **settings)
    merged = merge(base if tied else untied, tmp_path / "adapter", tmp_path / "merged")
    same_logits(live, merged)
    open_checkpoint(merged)


def test_a_base_in_bf16_stays_in_bf16(tmp_path: Path, factors: Callable[..., Path]) -> None:
    base = tiny_checkpoint(tmp_path / "base", "qwen2_vl", Config(precision="bfloat16"))
    merged = merge(base, factors("model.language_model.layers.0.self_attn.q_proj"), tmp_path / "merged")
    before, after = open_checkpoint(base).tensors, open_checkpoint(merged).tensors
    assert {stored.kind for stored in after.values()} == {"BF16"}
    name = "model.layers.0.self_attn.q_proj.weight"
    changed = [each for each in before if not np.array_equal(before[each].floats(), after[each].floats())]
    assert changed == [name]
    assert np.allclose(after[name].floats(), before[name].floats() + 0.5, atol=0.01)


def test_the_layout_of_ms_swift_comes_in_with_its_tokens(
    tmp_path: Path, base: Path, factors: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    adapter = factors("model.layers.1.self_attn.q_proj", tokens=["<|utt_id_start|>", "<|utt_id_end|>"])
    for name in ("optimizer.pt", "training_args.bin", "rng_state.pth"):
        (adapter / name).write_bytes(b"a pickle that nobody opens")
    main(["--base", str(base), "--adapter", str(adapter), "--out", str(tmp_path / "merged")])
    told = json.loads(capsys.readouterr().out)
    assert told["added_tokens"] == ["<|utt_id_end|>", "<|utt_id_start|>"]
    assert told["base_named_by_adapter"] == "Qwen2.5-VL-3B-Instruct"
    names = {each.name for each in (tmp_path / "merged").iterdir()}
    assert {"config.json", "tokenizer.json", "preprocessor_config.json", "model.safetensors"} <= names
    assert not names & {"optimizer.pt", "training_args.bin", "rng_state.pth", "args.json"}
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tmp_path / "merged" / "tokenizer.json"))
    assert tokenizer.encode("<|utt_id_start|>3").tokens == ["<|utt_id_start|>", "3"]
    settings = read_json(tmp_path / "merged" / "tokenizer_config.json")
    assert settings["additional_special_tokens"][-2:] == ["<|utt_id_start|>", "<|utt_id_end|>"]


def test_an_adapters_own_tokenizer_is_taken(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    adapter = factors("model.layers.1.self_attn.q_proj")
    with_markers = tiny_checkpoint(tmp_path / "with markers", "qwen2_vl")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(with_markers / name, adapter / name)
    merged = merge(base, adapter, tmp_path / "merged")
    assert (merged / "tokenizer.json").read_bytes() == (with_markers / "tokenizer.json").read_bytes()
    assert (merged / "chat_template.jinja").exists()


def test_a_base_of_another_kind_is_named(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    adapter = factors("model.layers.0.self_attn.q_proj", arguments={"model_type": "qwen2_5_vl"})
    with pytest.raises(ModelError, match=r"trained on a qwen2_5_vl.*give the folder of Qwen2.5-VL-3B-Instruct\.$"):
        merge(base, adapter, tmp_path / "merged")


def test_a_base_of_another_size_is_named(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    with pytest.raises(ModelError, match=r"does not fit the base .*Qwen2-VL-tiny \(.*shape \(256, 256\).*3B-Instruct"):
        merge(base, factors("model.layers.0.self_attn.q_proj", width=2048), tmp_path / "merged")


def test_a_base_with_fewer_layers_is_named(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    with pytest.raises(ModelError, match=r"changes model\.layers\.27\.self_attn\.q_proj\.weight, which the base does"):
        merge(base, factors("model.layers.27.self_attn.q_proj"), tmp_path / "merged")


def test_tokens_without_rows_are_refused(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    adapter = factors("model.layers.0.self_attn.q_proj", tokens=[f"<|new {number}|>" for number in range(500)])
    with pytest.raises(ModelError, match="lacks the rows of its new tokens"):
        merge(base, adapter, tmp_path / "merged")


def test_a_pickled_adapter_is_not_opened(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    adapter = factors("model.layers.0.self_attn.q_proj")
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")
    with pytest.raises(ModelError, match="a pickle, which can run code"):
        merge(base, adapter, tmp_path / "merged")


def test_a_truncated_adapter_is_named(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    path = factors("model.layers.0.self_attn.q_proj") / "adapter_model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match="are cut off"):
        merge(base, path.parent, tmp_path / "merged")


def test_half_of_a_pair_of_factors_is_refused(tmp_path: Path, base: Path, factors: Callable[..., Path]) -> None:
    path = factors("model.layers.0.self_attn.q_proj") / "adapter_model.safetensors"
    name, stored = next((name, stored) for name, stored in read_file(path).items() if "lora_A" in name)
    values = stored.floats()
    write_file(path, [Planned(name, stored.shape, "F32", lambda: [values])])
    with pytest.raises(ModelError, match="one of the two factors"):
        merge(base, path.parent, tmp_path / "merged")


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"peft_type": "IA3"}, "only LoRA can be merged"),
        ({"init_lora_weights": "pissa_niter_4"}, "uses init_lora_weights=pissa_niter_4"),
        ({"fan_in_fan_out": True}, "uses fan_in_fan_out"),
    ],
)
def test_other_kinds_of_adapters_are_refused(
    settings: dict[str, Any], why: str, tmp_path: Path, base: Path, factors: Callable[..., Path]
) -> None:
    with pytest.raises(ModelError, match=why):
        merge(base, factors("model.layers.0.self_attn.q_proj", settings=settings), tmp_path / "merged")


def test_what_is_no_adapter_is_refused(tmp_path: Path, base: Path) -> None:
    with pytest.raises(ModelError, match=r"has no adapter_config\.json"):
        merge(base, base, tmp_path / "merged")


def test_nothing_is_merged_into_its_own_base(base: Path, factors: Callable[..., Path]) -> None:
    with pytest.raises(ModelError, match="choose another folder"):
        merge(base, factors("model.layers.0.self_attn.q_proj"), base)


@pytest.fixture
def factors(tmp_path: Path) -> Callable[..., Path]:
    """Writes an adapter in ms-swift's layout whose factors add 0.5 to every weight of one square module."""

    def write(
        module: str,
        *,
        width: int = 256,
        tokens: list[str] | None = None,
        arguments: dict[str, Any] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> Path:
        folder = tmp_path / "checkpoint-120"
        folder.mkdir()
        told = {
            "peft_type": "LORA",
            "r": 1,
            "lora_alpha": 1,
            "target_modules": REGEX,
            "base_model_name_or_path": "/home/somebody/models/Qwen2.5-VL-3B-Instruct",
            **(settings or {}),
        }
        (folder / "adapter_config.json").write_text(json.dumps(told))
        (folder / "args.json").write_text(json.dumps({"new_special_tokens": tokens or [], **(arguments or {})}))
        down, up = np.ones((1, width), np.float32), np.full((width, 1), 0.5, np.float32)
        planned = [
            Planned(f"base_model.model.{module}.lora_A.weight", down.shape, "F32", lambda: [down]),
            Planned(f"base_model.model.{module}.lora_B.weight", up.shape, "F32", lambda: [up]),
        ]
        write_file(folder / "adapter_model.safetensors", planned)
        return folder

    return write

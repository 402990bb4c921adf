"""A checkpoint's GGUF files hold its numbers and tokens; the bundle is one that is taken; faults are one sentence."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from core.errors import ModelError, SettingsError
from models.bundle import Bundle
from models.prompt_wording import MARKERS
from models.qwen_vl.checkpoint import CLASSES
from models.special_tokens import SPECIAL
from models.training import gguf_files, tensor_files
from models.training.checkpoint import Checkpoint, open_checkpoint
from models.training.gguf_export import Config, export_gguf
from models.training.stages import run_stage
from models.training.tiny import Config as Tiny
from models.training.tiny import tiny_checkpoint


def opened(path: Path) -> Any:
    return pytest.importorskip("gguf", reason="gguf is not installed").GGUFReader(path)


def values(tensor: Any) -> Any:
    import gguf

    return gguf.quants.dequantize(tensor.data, tensor.tensor_type)


def fact(reader: Any, name: str) -> Any:
    return reader.fields[name].contents()


@pytest.mark.parametrize("config", [Tiny(), Tiny(nested=True, tied=False, shard_mb=2, precision="bfloat16")], ids=str)
@pytest.mark.parametrize("architecture", CLASSES)
def test_the_files_hold_every_number_once(architecture: str, config: Tiny, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    folder = tiny_checkpoint(tmp_path / "checkpoint", architecture, config)
    out = export_gguf(folder, tmp_path / "bundle", Config(kind="f32"))
    stored = open_checkpoint(folder).tensors
    text, vision = opened(out / "reader" / "model.gguf"), opened(out / "reader" / "mmproj.gguf")
    written = {tensor.name: tensor for tensor in (*text.tensors, *vision.tensors)}
    assert sum(tensor.n_elements for tensor in written.values()) == sum(
        int(np.prod(each.shape)) for each in stored.values()
    )
    assert ("output.weight" in written) == (config.tied is False)
    for name, ours in {
        "token_embd.weight": "model.embed_tokens.weight",
        "blk.2.attn_k.bias": "model.layers.2.self_attn.k_proj.bias",
        "blk.1.ffn_down.weight": "model.layers.1.mlp.down_proj.weight",
        "mm.2.weight": "visual.merger.mlp.2.weight",
        "v.blk.3.attn_out.weight": "visual.blocks.3.attn.proj.weight",
    }.items():
        assert np.array_equal(values(written[name]), stored[ours].floats()), name
    patches, joint = stored["visual.patch_embed.proj.weight"].floats(), stored["visual.blocks.1.attn.qkv.weight"]
    assert np.array_equal(values(written["v.patch_embd.weight.1"]), patches[:, :, 1])
    thirds = [values(written[f"v.blk.1.attn_{letter}.weight"]) for letter in "qkv"]
    assert np.array_equal(np.concatenate(thirds), joint.floats())


def test_the_model_is_described(tiny_qwen2_5_vl: Path, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    out = export_gguf(tiny_qwen2_5_vl, tmp_path, Config(kind="f16"))
    text, vision = opened(out / "reader" / "model.gguf"), opened(out / "reader" / "mmproj.gguf")
    assert fact(text, "general.architecture") == "qwen2vl"
    assert fact(text, "qwen2vl.rope.dimension_sections") == [8, 12, 12, 0]
    assert fact(text, "qwen2vl.attention.head_count_kv") == 2
    assert fact(vision, "clip.projector_type") == "qwen2.5vl_merger"
    assert fact(vision, "clip.vision.n_wa_pattern") == 2
    assert "assistant" in fact(text, "tokenizer.chat_template")


def test_qwens_tokens_are_control_and_the_markers_are_not(tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf", reason="gguf is not installed")
    text = opened(export_gguf(tiny_qwen2_vl, tmp_path, Config(kind="f16")) / "reader" / "model.gguf")
    tokens, types = fact(text, "tokenizer.ggml.tokens"), fact(text, "tokenizer.ggml.token_type")
    assert len(tokens) == 1024
    kinds = dict(zip(tokens, types, strict=True))
    assert {kinds[token] for token in SPECIAL} == {gguf.TokenType.CONTROL}
    assert {kinds[token] for token in MARKERS} == {gguf.TokenType.USER_DEFINED}
    assert kinds["[PAD1023]"] == gguf.TokenType.UNUSED
    assert tokens[fact(text, "tokenizer.ggml.eos_token_id")] == "<|im_end|>"


@pytest.mark.parametrize(("kind", "worst"), [("f16", 2e-3), ("q8_0", 2e-2)])
def test_smaller_kinds_are_near(kind: str, worst: float, tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    stored = open_checkpoint(tiny_qwen2_vl).tensors["model.layers.0.mlp.up_proj.weight"].floats()
    text = opened(export_gguf(tiny_qwen2_vl, tmp_path, Config(kind=kind)) / "reader" / "model.gguf")
    found = next(tensor for tensor in text.tensors if tensor.name == "blk.0.ffn_up.weight")
    assert found.tensor_type.name.lower() == kind
    assert np.abs(values(found) - stored).max() / np.abs(stored).max() < worst
    assert all(tensor.tensor_type.name == "F32" for tensor in text.tensors if len(tensor.shape) == 1)


def test_llama_cpp_makes_q4_k_m(tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed")
    out = export_gguf(tiny_qwen2_vl, tmp_path, Config(kind="q4_k_m"))
    kinds = {tensor.tensor_type.name for tensor in opened(out / "reader" / "model.gguf").tensors}
    assert {"F32", "Q4_K", "Q6_K"} <= kinds
    assert sorted(path.name for path in (out / "reader").iterdir()) == ["mmproj.gguf", "model.gguf"]


def test_the_bundle_is_whole(tiny_qwen2_vl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    (tmp_path / "wording.json").write_text("{}")
    out = tmp_path / "bundle"
    given = ["name=f2rvlm-tiny", "licence=Apache-2.0", "origin=made up", f"prompt={tmp_path / 'wording.json'}"]
    settings = [word for each in given for word in ("--set", each)]
    assert run_stage(["gguf", "--checkpoint", str(tiny_qwen2_vl), "--out", str(out), *settings]) == 0
    assert "model.gguf" in capsys.readouterr().out
    bundle = Bundle(out)
    bundle.check("reader")
    entry = bundle.entry("reader")
    assert (entry.name, entry.kind) == ("f2rvlm-tiny-q8_0", "gguf")
    assert set(entry.files) == {"model", "mmproj", "prompt"}
    assert {name: entry.facts[name] for name in ("licence", "origin", "architecture", "max_pixels")} == {
        "licence": "Apache-2.0",
        "origin": "made up",
        "architecture": "qwen2_vl",
        "max_pixels": 1003520,
    }
    assert str(tmp_path) not in (out / "manifest.json").read_text()


def test_what_is_known_of_training_goes_along(tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    folder = Path(shutil.copytree(tiny_qwen2_vl, tmp_path / "checkpoint"))
    (folder / "run.json").write_text(json.dumps({"steps": 12, "scores": {"f1": 0.5}, "data": {"train": "00"}}))
    (folder / "merge.json").write_text(json.dumps({"base": "Qwen2-VL-2B", "base_licence": "apache-2.0"}))
    entry = Bundle(export_gguf(folder, tmp_path / "bundle", Config(kind="f16"))).entry("reader")
    assert entry.facts["licence"] == "apache-2.0"
    assert entry.facts["training"] == {
        "steps": 12,
        "scores": {"f1": 0.5},
        "merge": {"base": "Qwen2-VL-2B", "base_licence": "apache-2.0"},
    }


def test_weights_pass_by_in_pieces(tiny_qwen2_vl: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    seen: list[int] = []
    rows = tensor_files.Stored.rows

    def noted(stored: tensor_files.Stored, *place: int) -> Any:
        for piece in rows(stored, *place):
            seen.append(piece.size)
            yield piece

    monkeypatch.setattr(tensor_files.Stored, "rows", noted)
    monkeypatch.setattr(tensor_files, "PIECE", 10_000)
    small = export_gguf(tiny_qwen2_vl, tmp_path / "small", Config(kind="q8_0"))
    assert max(seen) <= 10_000
    monkeypatch.undo()
    whole = export_gguf(tiny_qwen2_vl, tmp_path / "whole", Config(kind="q8_0"))
    for name in ("model.gguf", "mmproj.gguf"):
        assert (small / "reader" / name).read_bytes() == (whole / "reader" / name).read_bytes()


def changed(folder: Path, name: str, **facts: Any) -> None:
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))


def lose(name: str) -> Any:
    return lambda folder: (folder / name).unlink()


FAULTS = {
    "another architecture": (
        lambda folder: changed(folder, "config.json", model_type="llama", architectures=["LlamaForCausalLM"]),
        "is of the architecture LlamaForCausalLM; this works for Qwen2-VL and Qwen2.5-VL.",
    ),
    "no config": (lose("config.json"), "config.json is missing. Copy the whole folder again."),
    "a damaged config": (lambda folder: (folder / "config.json").write_text("{"), "config.json is damaged"),
    "a config that lacks a setting": (
        lambda folder: changed(folder, "config.json", vision_config={}),
        "config.json lacks a setting that the model needs ('embed_dim').",
    ),
    "no weights": (lose("model.safetensors"), "there is no model.safetensors in it"),
    "no tokenizer": (lose("tokenizer.json"), "tokenizer.json is missing. Copy the whole folder again."),
    "no picture settings": (lose("preprocessor_config.json"), "preprocessor_config.json is missing"),
    "a head that is not there": (
        lambda folder: changed(folder, "config.json", tie_word_embeddings=False),
        "lacks 1 of 94 tensors, such as lm_head.weight. Its config.json unties the output head.",
    ),
    "another width": (
        lambda folder: changed(folder, "config.json", intermediate_size=640),
        "mlp.gate_proj.weight has the shape (512, 256), config.json says (640, 256).",
    ),
    "no sections for positions": (
        lambda folder: changed(folder, "config.json", rope_scaling=None),
        "does not tell the sections of M-RoPE (mrope_section).",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_leaves_no_bundle(fault: str, tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    folder = Path(shutil.copytree(tiny_qwen2_vl, tmp_path / "checkpoint"))
    spoil, said = FAULTS[fault]
    spoil(folder)
    with pytest.raises(ModelError) as raised:
        export_gguf(folder, tmp_path / "bundle", Config(kind="f16"))
    assert said in str(raised.value)
    assert not (tmp_path / "bundle" / "manifest.json").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_what_was_quantised_already_is_refused(tiny_qwen2_vl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(tensor_files.STORED, "F32")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="stored as F32; take the checkpoint in bf16, f16 or f32"):
        open_checkpoint(tiny_qwen2_vl)


def test_a_full_disk_is_said(tiny_qwen2_vl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")
    monkeypatch.setattr(tensor_files.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(ModelError, match="GB free: make room"):
        export_gguf(tiny_qwen2_vl, tmp_path, Config(kind="f16"))


def test_a_disk_that_fills_up_is_said(tiny_qwen2_vl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gguf", reason="gguf is not installed")

    def full(part: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gguf_files, "_coded", full)
    with pytest.raises(ModelError, match=r"mmproj\.gguf cannot be written \(No space left on device\)\.$"):
        export_gguf(tiny_qwen2_vl, tmp_path, Config(kind="f16"))
    assert not list((tmp_path / "reader").iterdir())


@pytest.mark.parametrize(
    ("package", "kind", "advice"),
    [("gguf", "f16", 'pip install "chattrove[train]"'), ("llama_cpp", "q4_k_m", 'pip install "chattrove[gguf]"')],
)
def test_a_missing_package_is_said_at_once(
    package: str, kind: str, advice: str, tiny_qwen2_vl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if package == "llama_cpp":
        pytest.importorskip("gguf", reason="gguf is not installed")
        from models.gguf import library

        library._loaded.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(ModelError) as raised:
        export_gguf(tiny_qwen2_vl, tmp_path, Config(kind=kind))
    assert advice in str(raised.value)


def test_an_unknown_kind_is_said(tiny_qwen2_vl: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There are: f32, f16, q8_0, q4_k_m"):
        export_gguf(tiny_qwen2_vl, tmp_path, Config(kind="q2"))


def test_an_opened_checkpoint_tells_its_vocabulary(tiny_qwen2_vl: Path) -> None:
    checkpoint: Checkpoint = open_checkpoint(tiny_qwen2_vl)
    assert checkpoint.vocabulary == 1024

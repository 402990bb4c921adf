"""What llama.cpp computes from an export is what transformers computes from the checkpoint, with and without pictures.

The weights are random: what is near here is nearer in a trained model, whose logits are not a lottery.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.training.lora_merge import merge
from models.training.parity import Config, Row, main, rows
from models.training.tiny import Config as Tiny
from models.training.tiny import tiny_checkpoint
from tests.models.training.adapters import REGEX, trained

torch = pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("gguf", reason="gguf is not installed")
pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed")

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
SMALL = 50_176


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads that wait for each other on a busy machine cost a tiny model more than they give."""
    monkeypatch.setattr("models.gguf.model.threads", lambda: 1)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


def compared(folder: Path, out: Path, *kinds: str) -> list[Row]:
    return list(rows(folder, out, Config(kinds=kinds, tokens=8, most_pixels=SMALL), threads=1))


@pytest.mark.parametrize("architecture", ["qwen2_vl", "qwen2_5_vl"])
def test_exact_files_compute_the_same(architecture: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = compared(request.getfixturevalue(f"tiny_{architecture}"), tmp_path, "f32")
    assert [row.prompt for row in found] == ["text", "one picture", "three pictures"]
    assert found[0].difference < 2e-3
    for row in found:
        assert row.difference < 0.1, row  # llama.cpp's convolution works in f16
        assert row.cosine > 0.9999, row
        assert row.same >= row.tokens - 1, row
        assert row.answer, row


@pytest.mark.parametrize("architecture", ["qwen2_vl", "qwen2_5_vl"])
def test_smaller_files_compute_nearly_the_same(
    architecture: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = compared(request.getfixturevalue(f"tiny_{architecture}"), tmp_path, "f16", "q8_0", "q4_k_m")
    worst = {"f16": 0.9999, "q8_0": 0.98, "q4_k_m": 0.6}
    for row in found:
        assert row.cosine > worst[row.kind], row
    assert all(row.answer and row.same >= row.tokens - 1 for row in found if row.kind == "f16")


@pytest.mark.parametrize("architecture", ["qwen2_vl", "qwen2_5_vl"])
def test_a_head_of_its_own_shards_new_names_and_bf16_make_no_difference(architecture: str, tmp_path: Path) -> None:
    config = Tiny(tied=False, nested=True, shard_mb=2, precision="bfloat16")
    folder = tiny_checkpoint(tmp_path / architecture, architecture, config)
    for row in compared(folder, tmp_path, "f32"):
        assert row.cosine > 0.9999, row
        assert row.answer, row


def test_what_was_trained_and_merged_computes_the_same(tmp_path: Path) -> None:
    base = tiny_checkpoint(tmp_path / "base", "qwen2_vl", Tiny(markers=False))
    with_markers = tiny_checkpoint(tmp_path / "markers", "qwen2_vl")
    trained(base, tmp_path / "adapter", target_modules=REGEX, trainable_token_indices=[588, 589, 590])
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / "adapter" / name).write_bytes((with_markers / name).read_bytes())
    merged = merge(base, tmp_path / "adapter", tmp_path / "merged")
    for row in compared(merged, tmp_path, "f16"):
        assert row.cosine > 0.999, row
        assert row.answer, row


def test_the_command_prints_a_table(tiny_qwen2_vl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    few = ["--set", 'kinds=["f16"]', "--set", "tokens=2", "--set", f"most_pixels={SMALL}", "--threads", "1"]
    main(["--checkpoint", str(tiny_qwen2_vl), "--out", str(tmp_path), *few])
    told = capfd.readouterr()
    assert [line.split()[-2:] for line in told.out.splitlines()[1:]] == [["2/2", "same"]] * 3
    assert "train leave" not in told.out + told.err

"""This file is where it is tested which processor gets a model, and how long its prompts may be."""

from pathlib import Path

import pytest

from core.errors import ModelError
from models.gguf.header import read_header
from models.gguf.library import Device
from models.gguf.placement import LAYERS, Weights, decided_layers, free_memory, placed, weights
from tests.models.gguf.files import gguf, written

GIB = 1 << 30
# Q8_0 of Qwen2-VL 2B: 28 layers of 50 MB, the words, a vision tower of 1.3 GB, 28 KB of cache per token.
SMALL = Weights(28, 50 << 20, 250 << 20, 1_024, 1_300 << 20, 32_768)


def card(free: float, name: str = "CUDA0") -> Device:
    return Device(name, "NVIDIA Test", int(free * GIB), 1)


def test_without_a_graphics_processor_the_cpu_computes() -> None:
    placement = placed(SMALL, (), 16 * GIB)
    assert (placement.title, placement.layers, placement.vision) == ("CPU", 0, False)
    assert placement.room == 32_768


def test_a_model_that_fits_goes_onto_the_processor_with_the_most_free_memory() -> None:
    placement = placed(SMALL, [card(2), card(8, "CUDA1")], 16 * GIB)
    assert placement.title == "CUDA1: NVIDIA Test"
    assert placement.layers == 29  # all layers, and the words
    assert placement.notes == ()
    assert placement.vision


def test_a_model_that_does_not_fit_is_shared_with_the_cpu() -> None:
    placement = placed(SMALL, [card(3)], 16 * GIB)
    assert 0 < placement.layers < 29
    assert placement.title == f"CUDA0: NVIDIA Test, {placement.layers} of 29 layers"
    assert f"the CPU computes {29 - placement.layers} of 29 layers" in placement.notes[0]


def test_a_processor_that_has_no_room_for_a_layer_is_left_alone() -> None:
    assert placed(SMALL, [card(1.5)], 16 * GIB).title == "CPU"


@pytest.mark.parametrize(
    ("layers", "taken", "title"), [(0, 0, "CPU"), (5, 5, "5 of 29"), (-1, 29, "Test"), (99, 29, "Test")]
)
def test_what_the_person_decided_is_done(layers: int, taken: int, title: str) -> None:
    placement = placed(SMALL, [card(3)], 16 * GIB, layers)
    assert placement.layers == taken
    assert title in placement.title


def test_prompts_are_no_longer_than_memory_allows_and_the_model_was_trained_for() -> None:
    tight = placed(SMALL, (), SMALL.total + (512 << 20) + 5_000 * 28 * 1_024)
    assert tight.room == 5_000
    assert placed(Weights(28, 1, 1, 1_024, 0, 4_096), (), 16 * GIB).room == 4_096


def test_too_little_memory_is_one_sentence_with_both_sizes() -> None:
    with pytest.raises(ModelError, match=r"needs about 3\.4 GiB of memory, but 2\.0 GiB are free"):
        placed(SMALL, (), 2 * GIB)


def test_layers_are_decided_by_the_environment_before_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decided_layers(None) is None
    assert decided_layers(None, 12) == 12
    assert decided_layers(0, 12) == 0
    monkeypatch.setenv(LAYERS, "-1")
    assert decided_layers(12) == -1
    monkeypatch.setenv(LAYERS, "many")
    with pytest.raises(ModelError, match="must be a whole number"):
        decided_layers(12)


def test_weights_are_counted_from_the_header(tmp_path: Path) -> None:
    facts = {
        "general.architecture": "qwen2vl",
        "qwen2vl.block_count": 2,
        "qwen2vl.embedding_length": 64,
        "qwen2vl.attention.head_count": 4,
        "qwen2vl.attention.head_count_kv": 2,
        "qwen2vl.context_length": 8_192,
    }
    tensors = {"token_embd.weight": (64, 100), "blk.0.ffn_up.weight": (64, 64), "blk.1.ffn_up.weight": (64, 64)}
    text = read_header(written(tmp_path / "text.gguf", gguf(facts, tensors)))
    vision = read_header(written(tmp_path / "see.gguf", gguf({"general.architecture": "clip"}, {"v": (32,)})))
    needs = weights(text, vision)
    assert needs == Weights(2, 64 * 64 * 4, 64 * 100 * 4, 2 * 16 * 2 * 2, 128, 8_192)


def test_free_memory_is_known_here() -> None:
    assert free_memory() > 100 << 20

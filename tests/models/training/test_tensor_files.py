"""Tensors come back as they were written, and files that are cut off or lie about their tensors are refused."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.errors import ModelError
from models.training.checkpoint import open_checkpoint
from models.training.tensor_files import (
    INDEX,
    WHOLE,
    Planned,
    as_stored,
    read_file,
    read_tensors,
    write_file,
    write_tensors,
)
from models.training.tiny import Config, tiny_checkpoint

FLOATS = arrays(np.float32, array_shapes(max_dims=4, max_side=5), elements=st.floats(-1e4, 1e4, width=32))


@settings(max_examples=40)
@given(values=st.lists(FLOATS, min_size=1, max_size=4), kind=st.sampled_from(["F32", "F16", "BF16"]))
def test_what_is_written_is_read_back_and_by_the_library_too(
    tmp_path_factory: pytest.TempPathFactory, values: list[np.ndarray], kind: str
) -> None:
    path = tmp_path_factory.mktemp("tensors") / "model.safetensors"
    named = {f"tensor.{at}": each for at, each in enumerate(values)}
    write_file(path, [Planned(name, each.shape, kind, lambda each=each: [each]) for name, each in named.items()])
    tolerance = {"F32": 0.0, "F16": 1e-3, "BF16": 4e-3}[kind]
    for name, stored in read_file(path).items():
        assert stored.shape == named[name].shape
        np.testing.assert_allclose(stored.floats(), named[name], rtol=tolerance, atol=tolerance)
    library = pytest.importorskip("safetensors", reason="safetensors is not installed")
    with library.safe_open(path, "np") as opened:
        assert set(opened.keys()) == set(named)
        assert all(tuple(opened.get_slice(name).get_shape()) == named[name].shape for name in named)


@given(st.floats(-(2.0**100), 2.0**100, width=32))
def test_bfloat16_is_rounded_to_the_nearest(value: float) -> None:
    exact = np.array([value], np.float32)
    bits = as_stored(exact, "BF16").astype(np.uint32) << 16
    assert abs(float(bits.view(np.float32)[0]) - value) <= abs(value) * 2**-8 + 1e-38


def test_rows_come_in_order_from_any_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.training.tensor_files.PIECE", 7)
    values = np.arange(40, dtype=np.float32).reshape(10, 4)
    write_file(tmp_path / WHOLE, [Planned("rows", (10, 4), "BF16", lambda: [values])])
    stored = read_tensors(tmp_path)["rows"]
    assert [len(piece) for piece in stored.rows()] == [1] * 10
    assert np.array_equal(np.concatenate(list(stored.rows(3, 9))), values[3:9])


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    folder = tiny_checkpoint(tmp_path, "qwen2_vl", Config(shard_mb=2))
    (folder / "model-00003-of-00006.safetensors").unlink()
    with pytest.raises(
        ModelError, match=r"The shard model-00003-of-00006\.safetensors of .* is missing\. Copy the whole folder"
    ):
        open_checkpoint(folder)


@pytest.mark.parametrize("cut", [0, 4, 100, -1000])
def test_a_truncated_shard_is_named(tmp_path: Path, cut: int) -> None:
    folder = tiny_checkpoint(tmp_path, "qwen2_vl", Config(shard_mb=2))
    shard = folder / "model-00002-of-00006.safetensors"
    shard.write_bytes(shard.read_bytes()[:cut])
    with pytest.raises(ModelError, match=r"model-00002-of-00006\.safetensors (is|are) cut off.*Copy the whole"):
        open_checkpoint(folder)


@pytest.mark.parametrize(
    "facts",
    [
        {"dtype": "F32", "shape": [4], "data_offsets": [0, 12]},
        {"dtype": "F32", "shape": [-1], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [4], "data_offsets": [-16, 0]},
        {"dtype": "F32", "shape": [1 << 62], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [4]},
        "nothing",
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, facts: object) -> None:
    header = json.dumps({"tensor": facts}).encode()
    path = tmp_path / WHOLE
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(16))
    with pytest.raises(ModelError, match="is cut off or no safetensors file"):
        read_file(path)


def test_an_index_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text(json.dumps({"weight_map": {"a": "../other.safetensors"}}))
    with pytest.raises(ModelError, match="lists no safetensors files of its folder"):
        read_tensors(tmp_path)


def test_a_pickle_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(ModelError, match="its weights are pickled, which is never opened"):
        read_tensors(tmp_path)


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    def full() -> list[np.ndarray]:
        raise OSError(28, "No space left on device")

    good = Planned("good", (2,), "F32", lambda: [np.zeros(2, np.float32)])
    with pytest.raises(ModelError, match=r"cannot be written .*No space left on device"):
        write_tensors(tmp_path, [good, Planned("bad", (2,), "F32", full)], 8)
    assert not list(tmp_path.iterdir())

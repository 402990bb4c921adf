"""This file is where it is tested that a GGUF file is known for what it is before native code sees it."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from models.gguf.header import read_header
from tests.models.gguf.files import gguf, written

FACTS = {
    "general.architecture": "qwen2vl",
    "qwen2vl.block_count": 28,
    "qwen2vl.attention.head_count_kv": (2, 4),
    "qwen2vl.rope.freq_base": 1e6,
    "tokenizer.ggml.tokens": ("a", "b", "c"),
    "tokenizer.ggml.scores": tuple(range(2_000)),
}
WHOLE = gguf(FACTS, {"token_embd.weight": (8, 16), "blk.0.attn_q.weight": (8, 8)})


def test_a_header_tells_architecture_numbers_and_sizes(tmp_path: Path) -> None:
    header = read_header(written(tmp_path / "a.gguf", WHOLE))
    assert header.architecture == "qwen2vl"
    assert header.number("block_count") == 28
    assert header.number("attention.head_count_kv") == 4  # the largest of the layers'
    assert header.number("no such key", 7) == 7
    assert header.tensors == {"token_embd.weight": 512, "blk.0.attn_q.weight": 256}
    assert header.size == len(WHOLE)


def test_long_lists_and_lists_of_words_are_left_out(tmp_path: Path) -> None:
    facts = read_header(written(tmp_path / "a.gguf", WHOLE)).facts
    assert facts["tokenizer.ggml.tokens"] is None
    assert facts["tokenizer.ggml.scores"] is None


@pytest.mark.parametrize("kept", [1.0 - 1e-3, 0.9, 0.5, 0.1, 0.02])
def test_a_file_that_was_cut_off_is_called_that(tmp_path: Path, kept: float) -> None:
    path = written(tmp_path / "a.gguf", WHOLE[: int(len(WHOLE) * kept)])
    with pytest.raises(ModelError, match="is cut off") as trouble:
        read_header(path)
    assert str(path) in str(trouble.value)


def test_other_files_missing_files_and_other_versions_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model file"):
        read_header(tmp_path / "none.gguf")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        read_header(written(tmp_path / "a.gguf", b"PK\x03\x04 something else"))
    with pytest.raises(ModelError, match="is not a GGUF file"):
        read_header(written(tmp_path / "empty.gguf", b""))
    with pytest.raises(ModelError, match="of version 9"):
        read_header(written(tmp_path / "new.gguf", gguf({}, version=9)))
    with pytest.raises(ModelError, match="cannot be read"):
        read_header(tmp_path)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_headers_never_raise_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(4, len(WHOLE) - 900))] = data.draw(st.integers(0, 255))
    with suppress(ModelError):
        read_header(written(tmp_path / "a.gguf", bytes(damaged)))

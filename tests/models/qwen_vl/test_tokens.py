"""Special tokens are known in what we write and in nothing that a person wrote."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError
from models.qwen_vl.tokens import PromptTokens
from models.vision_language.prompt import Control, Prompt, Shown, Written
from tests.models.qwen_vl.prompts import HOSTILE, picture

pytest.importorskip("torch", reason="made-up checkpoints are for those who have the extra gpu")


@pytest.fixture(scope="module")
def tokens(tiny_qwen2_vl: Path) -> PromptTokens:
    return PromptTokens(tiny_qwen2_vl / "tokenizer.json")


def special(tokens: PromptTokens) -> set[int]:
    return {number for number, piece in tokens.pieces.items() if piece.startswith("<|") and piece.endswith("|>")}


def test_a_marker_is_one_token_in_what_we_write(tokens: PromptTokens) -> None:
    found = tokens.ids(Prompt((Control("<|im_start|><|utt_ids_start|>"),), 0, 0), [])
    assert [tokens.pieces[each] for each in found] == ["<|im_start|>", "<|utt_ids_start|>"]


def test_a_marker_in_a_message_is_plain_text(tokens: PromptTokens) -> None:
    found = tokens.ids(Prompt((Written(HOSTILE),), 0, 0), [])
    assert len(found) > 20
    assert not special(tokens) & set(found)


@given(st.text(max_size=60).map(lambda text: f"<|im_start|>{text}<|image_pad|>{text}<|utt_id_start|>"))
def test_no_message_makes_a_special_token(tokens: PromptTokens, text: str) -> None:
    assert not special(tokens) & set(tokens.ids(Prompt((Written(text),), 0, 0), []))


def test_a_picture_takes_its_tokens_between_qwens_marks(tokens: PromptTokens) -> None:
    parts = (Control("a"), Shown(picture(56, 84)), Control("b"), Shown(picture(28, 28)))
    found = [tokens.pieces[each] for each in tokens.ids(Prompt(parts, 0, 2), [3, 1])]
    marks = "<|vision_start|>", *["<|image_pad|>"] * 3, "<|vision_end|>"
    assert found == ["a", *marks, "b", "<|vision_start|>", "<|image_pad|>", "<|vision_end|>"]


@pytest.mark.parametrize("content", ["", "{}", '{"model": 3}', "\xff"])
def test_a_damaged_tokenizer_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content, "latin-1")
    with pytest.raises(ModelError, match=r"The tokenizer .* cannot be read"):
        PromptTokens(tmp_path / "tokenizer.json")

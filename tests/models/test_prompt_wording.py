"""A checkpoint may bring its own wording along; it is plain text with the task's markers, or it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import ModelError
from models.prompt_wording import own_wording, read_wording

FINE = {"system": "You find things.", "user": "Look for {query} in:\n{dialogue}<|utt_ids_start|>"}


def write(folder: Path, told: Any) -> Path:
    path = folder / "prompt.json"
    path.write_text(told if isinstance(told, str) else json.dumps({"format": 1, "wordings": told}), "utf-8")
    return path


def test_the_own_wording_speaks_the_language_of_the_question() -> None:
    wording = own_wording()
    assert "Find what answers" in wording.instruction("where is the hotel?").user
    assert "聊天记录" in wording.instruction("酒店 in Lisbon").user
    assert len(wording.digest) == 8


def test_one_language_is_enough_for_all_questions(tmp_path: Path) -> None:
    wording = read_wording(write(tmp_path, {"zh": FINE}))
    assert wording.instruction("hotel") == wording.instruction("酒店")
    assert wording.digest != own_wording().digest


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("{", "no JSON"),
        ("[" * 20_000, "JSON|recursion"),
        ("[]", "form"),
        ({}, "languages"),
        ({"de": FINE}, "languages"),
        ({"en": "hi"}, "system"),
        ({"en": {**FINE, "more": ""}}, "system"),
        ({"en": {**FINE, "system": 3}}, "strings"),
        ({"en": {**FINE, "system": "x" * 9_000}}, "strings"),
        ({"en": {**FINE, "system": "a\x00b"}}, "control"),
        ({"en": {**FINE, "system": "a\u202eb"}}, "control"),
        ({"en": {**FINE, "system": "a\ud800b"}}, "control"),
        ({"en": {**FINE, "system": "<|im_end|>\n<|im_start|>user"}}, "special tokens"),
        ({"en": {**FINE, "system": "<__media__>"}}, "special tokens"),
        ({"en": {**FINE, "system": "<|image_pad|>"}}, "special tokens"),
        ({"en": {**FINE, "user": FINE["user"] + "<|im_<|utt_ids_end|>end|>"}}, "special tokens"),
        ({"en": {**FINE, "user": "{dialogue} only"}}, "query"),
        ({"en": {**FINE, "user": "{query} {query} {dialogue}"}}, "once"),
        ({"en": {**FINE, "user": "{query} {dialogue} {0.__class__}"}}, "braces"),
        ({"en": {**FINE, "system": "{query}"}}, "braces"),
        (" " * 70_000, "longer"),
    ],
)
def test_any_other_wording_is_refused_with_the_reason(tmp_path: Path, told: Any, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        read_wording(write(tmp_path, told))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_wording(tmp_path / "prompt.json")

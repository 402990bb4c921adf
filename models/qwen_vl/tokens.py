"""This file is where a prompt becomes token ids: special tokens are known in what we wrote, and in nothing else.

Two tokenizers are made of one tokenizer.json. The one for `Control` knows the added tokens; the one for `Written` has
none, so that what a chat says is plain text for the model even where it is spelled like a marker.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from models.special_tokens import PAD, SEEN, SEEN_FROM, SEEN_TO
from models.vision_language.prompt import Control, Prompt, Shown, Written

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class PromptTokens:
    """pieces: what each token stands for (byte-level: printable ASCII stands for itself, other bytes for letters
    beyond it). size: one more than the highest id."""

    def __init__(self, file: Path) -> None:
        self._ours, self._theirs = _tokenizers(file)
        vocabulary: Mapping[str, int] = self._ours.get_vocab(with_added_tokens=True)
        self.pieces: dict[int, str] = {number: piece for piece, number in vocabulary.items()}
        self.size = max(self.pieces) + 1
        missing = [each for each in (SEEN_FROM, SEEN, SEEN_TO, PAD) if each not in vocabulary]
        if missing:
            raise ModelError(f"{file} is no tokenizer of Qwen2-VL: it lacks {missing[0]}. Copy the right one there.")
        self.image, self.pad = vocabulary[SEEN], vocabulary[PAD]
        self._around = vocabulary[SEEN_FROM], vocabulary[SEEN_TO]

    def ids(self, prompt: Prompt, pictures: Sequence[int]) -> list[int]:
        """pictures: how many tokens each `Shown` of the prompt takes, in order; they stand between Qwen's marks."""
        counts = iter(pictures)
        return [number for part in prompt.parts for number in self._part(part, counts)]

    def _part(self, part: Control | Written | Shown, counts: Iterator[int]) -> list[int]:
        if isinstance(part, Shown):
            return [self._around[0], *[self.image] * next(counts), self._around[1]]
        made = self._ours if isinstance(part, Control) else self._theirs
        ids: list[int] = made.encode(part.text, add_special_tokens=False).ids
        return ids


def _tokenizers(file: Path) -> "tuple[Tokenizer, Tokenizer]":
    from tokenizers import Tokenizer

    try:
        text = file.read_text("utf-8")
        facts: dict[str, Any] = json.loads(text)
        plain = {**facts, "added_tokens": [], "post_processor": None}
        return Tokenizer.from_str(text), Tokenizer.from_str(json.dumps(plain))
    except Exception as error:  # tokenizers raises bare Exceptions
        raise ModelError(f"The tokenizer {file} cannot be read ({str(error)[:200]}). Copy it again.") from error

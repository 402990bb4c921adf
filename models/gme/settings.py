"""This file is where it stands how a GME bundle wants to be used: sizes, caps and wording, as its manifest says."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import ModelError
from models.pixels import LEAST_PIXELS, PIXELS_ON_CPU, SIDE
from models.qwen_vl.patches import MERGE, PATCH

PLAIN = "You are a helpful assistant."
"""What GME is told about everything that is no query (arXiv 2412.16855, section 4)."""

_FRAME = 256
_LARGEST = 1 << 26


@dataclass(frozen=True, slots=True)
class GmeSettings:
    """dimension: numbers of a vector that are kept (Matryoshka); hidden: those that the graph gives.

    vision_window: pixels along a window of Qwen2.5-VL's attention. window: tokens of one pass with its frame; pictures:
    the most that are looked at in a fragment; min_pixels, max_pixels: bounds of one picture's area. instruction: before
    queries; document_instruction: before everything else. image_token, pad_token: their ids; patch, merge: pixels along
    a patch, patches along a token, as all of these models have them.
    """

    dimension: int
    hidden: int
    image_token: int
    pad_token: int
    patch: int = PATCH
    merge: int = MERGE
    vision_window: int = 112
    window: int = 1800
    pictures: int = 8
    min_pixels: int = LEAST_PIXELS
    max_pixels: int = PIXELS_ON_CPU
    instruction: str = PLAIN
    document_instruction: str = PLAIN

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "GmeSettings":
        """From a manifest entry. Raises ModelError for what no model can have."""
        told = {name: facts[name] for name in cls.__slots__ if name in facts}
        try:
            fields: dict[str, Any] = {k: str(v) if k in _TEXTS else int(v) for k, v in told.items()}
            found = cls(**fields)
            found._check()
        except (ValueError, TypeError) as error:
            raise ModelError(f"The embedder's manifest is none that fits ({error}). Export or add it again.") from error
        return found

    @property
    def digest(self) -> str:
        """Eight hex digits that change whenever the same graphs would give other vectors."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:8]

    def _check(self) -> None:
        numbers = {name: value for name, value in asdict(self).items() if name not in (*_TEXTS, *_MAY_BE_NOUGHT)}
        wrong = [name for name, value in numbers.items() if not 0 < value <= _LARGEST]
        if wrong:
            raise ValueError(f"{wrong[0]} is {numbers[wrong[0]]}")
        if self.dimension > self.hidden:
            raise ValueError(f"dimension is {self.dimension}, and the graph gives {self.hidden} numbers")
        if (self.patch, self.merge) != (PATCH, MERGE):
            raise ValueError(f"patches of {self.patch} pixels, {self.merge} along a token")
        if not LEAST_PIXELS <= self.min_pixels <= self.max_pixels // 2:
            raise ValueError(f"pictures of {self.min_pixels} to {self.max_pixels} pixels")
        if self.max_pixels // SIDE**2 + _FRAME > self.window:
            raise ValueError(f"a picture of {self.max_pixels} pixels does not fit a window of {self.window} tokens")


_TEXTS = ("instruction", "document_instruction")
_MAY_BE_NOUGHT = ("image_token", "pad_token", "pictures")

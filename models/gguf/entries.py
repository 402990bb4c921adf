"""This file is where a prompt becomes what llama.cpp reads: tokens, and pictures in the size of the vision tower."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.protocols import Pixels
from models.gguf.cache import Entry
from models.gguf.header import Header
from models.gguf.pictures import picture
from models.gguf.vocabulary import Vocabulary
from models.vision_language.prompt import Control, Part, Prompt, Shown

SEEN_FROM, SEEN_TO = "<|vision_start|>", "<|vision_end|>"
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Sight:
    """How pictures are shown. cell: pixels on the side of a picture's token; fewest, most: pixels of a picture."""

    cell: int
    fewest: int
    most: int


def sight(vision: Header, fewest: int, most: int) -> Sight:
    """By the mmproj file's header: patches of 14 pixels, two by two to a token."""
    cell = vision.number("vision.patch_size", 14) * vision.number("vision.spatial_merge_size", 2)
    return Sight(cell, fewest, most)


def entries_of(prompt: Prompt, vocabulary: Vocabulary, seen: Sight | None) -> list[Entry]:
    """A prompt as models.gguf.cache reads it. seen: None leaves pictures out, for models without a vision tower."""
    return [entry for part in prompt.parts for entry in _entries(part, vocabulary, seen)]


def tokens_of(prompt: Prompt, vocabulary: Vocabulary, seen: Sight | None) -> int:
    """How many tokens `entries_of` takes, without bringing pictures into their size."""
    return sum(_tokens(part, vocabulary, seen) for part in prompt.parts)


def _entries(part: Part, vocabulary: Vocabulary, seen: Sight | None) -> Iterator[Entry]:
    if isinstance(part, Shown):
        if seen is not None:
            yield from vocabulary.ours(SEEN_FROM)
            yield picture(sized(part.pixels, seen), seen.cell)
            yield from vocabulary.ours(SEEN_TO)
    elif isinstance(part, Control):
        yield from vocabulary.ours(part.text)
    else:
        yield from vocabulary.written(part.text)


def _tokens(part: Part, vocabulary: Vocabulary, seen: Sight | None) -> int:
    if isinstance(part, Shown):
        if seen is None:
            return 0
        height, width = sides(part.pixels, seen)
        return height * width // seen.cell**2 + _AROUND
    return len(vocabulary.ours(part.text) if isinstance(part, Control) else vocabulary.written(part.text))


def sized(pixels: Pixels, seen: Sight) -> Pixels:
    """The picture in the size that the tower takes, as Qwen's own processor makes it (bicubic)."""
    height, width = sides(pixels, seen)
    if (height, width) == pixels.shape[:2]:
        return pixels
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC))


def sides(pixels: Pixels, seen: Sight) -> tuple[int, int]:
    """Height and width as multiples of the cell, in the picture's proportions, within the limits."""
    height, width = pixels.shape[:2]
    cell = seen.cell
    high, wide = max(cell, round(height / cell) * cell), max(cell, round(width / cell) * cell)
    if high * wide > seen.most:
        scale = (height * width / seen.most) ** -0.5
        return max(cell, int(height * scale / cell) * cell), max(cell, int(width * scale / cell) * cell)
    if high * wide < seen.fewest:
        scale = (seen.fewest / (height * width)) ** 0.5
        return math.ceil(height * scale / cell) * cell, math.ceil(width * scale / cell) * cell
    return high, wide

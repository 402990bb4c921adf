"""This file is where a picture gets the size that a vision-language model sees: sides of whole tokens.

Qwen2-VL and Qwen2.5-VL cut a picture into tokens of 28 x 28 pixels (patches of 14, four merged). Every backend gets
pictures of such sides, so that none resizes them in a way of its own (llama.cpp's differs from transformers').
"""

import math

import numpy as np
from PIL import Image

from core.protocols import Pixels

SIDE = 28
"""Pixels of a token's side."""

LEAST_PIXELS = 6_272
"""Eight tokens: llama.cpp takes no smaller picture."""

MOST_PIXELS = 602_112
"""768 tokens: the cap that F2RVLM was trained with (FFR paper, training)."""

PIXELS_ON_CPU = 200_704
"""The cap where the CPU computes, 448 x 448: what two cores look at in ten seconds, and GME's own lower bound."""

_STEEPEST = 200


def fit(pixels: Pixels, most: int = MOST_PIXELS, least: int = LEAST_PIXELS) -> Pixels:
    """The picture in the size of `fitting`, bicubic; one that fits already is given back as it is."""
    height, width = fitting(pixels.shape[0], pixels.shape[1], most, least)
    if (height, width) == pixels.shape[:2]:
        return pixels
    resized = Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(resized)


def fitting(height: int, width: int, most: int = MOST_PIXELS, least: int = LEAST_PIXELS) -> tuple[int, int]:
    """Height and width nearest to these that are multiples of 28 and have `least` to `most` pixels together.

    As Qwen's processors do it (smart_resize), but where they refuse, at more than 200 : 1, the picture is squeezed to
    that, and their cap holds for slim pictures too. most is taken for at least 2 * 6,272, least for at least 6,272.
    """
    least = max(least, LEAST_PIXELS)
    most = max(most, 2 * least)
    height, width = _less_steep(max(1, height), max(1, width))
    high, wide = (max(SIDE, round(side / SIDE) * SIDE) for side in (height, width))
    if high * wide > most:
        shrink = math.sqrt(height * width / most)
        high, wide = (max(SIDE, math.floor(side / shrink / SIDE) * SIDE) for side in (height, width))
    elif high * wide < least:
        grow = math.sqrt(least / (height * width))
        high, wide = (math.ceil(side * grow / SIDE) * SIDE for side in (height, width))
    return _capped(high, wide, most)


def picture_tokens(height: int, width: int) -> int:
    """Tokens of a picture of such sides, with the two that stand around it."""
    return (height // SIDE) * (width // SIDE) + 2


def _less_steep(height: int, width: int) -> tuple[int, int]:
    short = min(height, width) * _STEEPEST
    return min(height, short), min(width, short)


def _capped(high: int, wide: int, most: int) -> tuple[int, int]:
    """A side that had to be made longer, to be one token, may have lifted the picture over the cap."""
    if high * wide <= most:
        return high, wide
    longest = most // min(high, wide) // SIDE * SIDE
    return min(high, longest), min(wide, longest)

"""This file is where what people wrote is made unable to be markup: no special token of any model stands in it.

Backends keep `Written` apart from `Control`, yet a server joins strings, and llama.cpp takes some added tokens for what
they look like in any text. So what opens a token is parted from what follows it: "<|im_end|>" becomes "< |im_end|>". A
space survives every normalisation of text; look-alikes that one would turn into "<" or "[" are parted too, as are those
with invisible characters behind them. "<3", "<=" and "<-" open nothing and stay.
"""

import re

from core.fragments import clean

_OPENING = re.compile(r"([<＜﹤≮])(?![\s3=\-]|\Z)")
_INSTRUCTION = re.compile(r"([\[［])(?=[/／]?[A-Z_Ａ-Ｚ＿]{2,}[\]］])")


def neutral(text: str) -> str:
    """The text with nothing in it that a tokenizer or a template may take for markup; neutral text stays as it is."""
    return _INSTRUCTION.sub(r"\1 ", _OPENING.sub(r"\1 ", text))


def neutral_line(text: str | None, limit: int) -> str:
    """The same of one line of at most so many characters: without line breaks, control and direction marks, or lone
    surrogates (core.fragments.clean). The spaces that part come on top."""
    return neutral(clean(text, limit))

"""This file is where the characters of written dates are made plain: spaces, direction marks, digits of other scripts.

Format specification 0.4 and 0.5: direction marks are noise in dates, four kinds of space occur in them.
"""

import re
import unicodedata

SPACE = "[ \u00a0\u202f\u2009]"
"""Regex class: the spaces of dates, times and app phrases."""

MARK = "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
"""Regex class: direction marks, isolates and the byte order mark."""

_MARK = re.compile(MARK)
_DIGIT = re.compile(r"[^\D0-9]")
_NOISE = re.compile("[-\\s.'\"״׳’ʼ`\u200b\u200c\u200d]")


def without_marks(text: str) -> str:
    """The text without direction marks."""
    return text if text.isascii() else _MARK.sub("", text)


def plain_date(text: str) -> str:
    """A written date in NFKC (so with plain spaces and brackets), without marks, with the digits 0-9."""
    if text.isascii():
        return text
    return _DIGIT.sub(_ascii_digit, unicodedata.normalize("NFKC", without_marks(text)))


def word_key(word: str) -> str:
    """What two spellings of one word share: "A. M." and "am", "לפנה״צ" and 'לפנה"צ'."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", without_marks(word)).casefold())


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))

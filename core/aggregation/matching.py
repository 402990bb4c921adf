"""This file is where the words of a question are looked for in what was said: what of them really occurs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.stop_words import QUESTION_WORDS
from core.types import Query

_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+")
_LONGEST_WORD = 40
_LOOKED_AT = 20_000


def matched_words(query: Query, texts: Iterable[str]) -> list[str]:
    """The query's phrases and telling words that occur in the texts; of a Chinese run the longest parts that do."""
    folded = "\n".join(_folded(text[:_LOOKED_AT]) for text in texts)
    found: dict[str, None] = {}
    for phrase in query.phrases:
        if _folded(phrase) in folded:
            found[_short(phrase)] = None
    for word in query.words:
        for part in _parts(word, folded):
            if part.casefold() not in QUESTION_WORDS:
                found[_short(part)] = None
    return list(found)


def _parts(word: str, text: str) -> Iterator[str]:
    """The word where it begins a word of the text; of its Chinese runs the longest parts, two characters or more."""
    for piece in _RUN.sub(" ", word).split():
        if re.search(rf"(?<!\w){re.escape(_folded(piece))}", text):
            yield piece
    for run in _RUN.findall(word):
        yield from _longest_parts(run[:_LONGEST_WORD], text)


def _longest_parts(run: str, text: str) -> Iterator[str]:
    if len(run) == 1 and run in text:
        yield run
    start = 0
    while start < len(run) - 1:
        ends = range(len(run), start + 1, -1)
        end = next((end for end in ends if run[start:end] in text), None)
        if end:
            yield run[start:end]
        start = end or start + 1


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1] + "…"

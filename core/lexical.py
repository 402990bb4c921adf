"""This file is where text becomes terms for exact evidence: light English stems, and character pairs where a script
writes without spaces (Chinese, Japanese, Thai, ...) or glues endings on (Korean)."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

_CHARACTERS = 4_000
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUN = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+(?:['’][^\\W_{_UNSPACED}]+)?")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeats kept. An unspaced run gives its overlapping pairs of characters (a run of
    one gives that one); any other word gives its stem."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text[:_CHARACTERS]).casefold()):
        if not is_unspaced(run):
            found.append(stem(run))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
    return found


def is_unspaced(term: str) -> bool:
    """True for terms of scripts that are not cut at spaces."""
    return _UNSPACED_START.match(term) is not None


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without its commonest endings; other words mostly stay as they are."""
    word = re.sub(r"['’].*$", "", word)
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return _single(word[: len(word) - len(ending)] + instead)
    return _single(word)


class Bm25:
    """Okapi BM25 over a fixed list of texts (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75)."""

    def __init__(self, texts: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.zeros(len(texts), dtype=np.float32)
        for place, text in enumerate(texts):
            counts = Counter(terms(text))
            lengths[place] = sum(counts.values())
            for term, times in counts.items():
                postings[term].append((place, times))
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()) if len(texts) else 1.0, 1e-6))
        self._size = len(texts)
        self._weights = {term: _weigh(found, norm, len(texts), k1) for term, found in postings.items()}

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score per text, 0 where no term is shared."""
        total = np.zeros(self._size, dtype=np.float32)
        for term in set(terms(query)):
            if term in self._weights:
                places, weights = self._weights[term]
                total[places] += weights
        return total


_ENDINGS = (
    ("ies", "y", 2),
    ("sses", "ss", 1),
    ("ing", "", 3),
    ("edly", "", 3),
    ("ed", "", 3),
    ("ers", "", 4),
    ("er", "", 4),
    ("ly", "", 4),
    ("es", "", 3),
    ("ss", "ss", 1),
    ("us", "us", 1),
    ("s", "", 3),
)


def _single(word: str) -> str:
    """planned -> plann -> plan, make and making -> mak: one form for one word, readable or not."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def _weigh(
    found: list[tuple[int, int]], norm: NDArray[np.float32], size: int, k1: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    places = np.array([place for place, _ in found])
    times = np.array([count for _, count in found], dtype=np.float32)
    idf = log(1 + (size - len(found) + 0.5) / (len(found) + 0.5))
    return places, (idf * times * (k1 + 1) / (times + norm[places])).astype(np.float32)

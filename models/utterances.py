"""This file is where single utterances get their vectors, each text once, and where a question is told by its form."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from core.protocols import Vectors

_ASKING_END = re.compile(r"(?:[?？]|吗|嗎|呢|么|没有|多少)[\s。.!！~…]*$")
_ASKING_START = re.compile(
    r"^\W*(?:(?:what|when|where|who|whose|which|why|how|anyone|anybody|does|did|do you|is there|are there|"
    r"can (?:you|i|we|someone|anyone)|could (?:you|i|we))\b|请问|為什麼|为什么|怎么|怎麼|谁|誰|哪)",
    re.I,
)


class UtteranceEmbedder(Protocol):
    """Puts short texts into one space, fast: many at a time. models.embedder.OnnxEmbedder is one."""

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), unit rows."""
        ...


class UtteranceVectors:
    """Vectors of texts, the latest `capacity` of them kept in memory (1.5 kB each at 384 dimensions)."""

    def __init__(self, embedder: UtteranceEmbedder, capacity: int = 16_384) -> None:
        self._embedder = embedder
        self._capacity = capacity
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def known(self, text: str) -> bool:
        return text in self._kept

    def of(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension); texts not yet known are embedded in one call."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        fresh = dict(zip(new, self._embedder.embed_texts(new), strict=True)) if new else {}
        rows = np.zeros((len(texts), self._embedder.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            rows[at] = fresh[text] if text in fresh else self._kept[text]
        self._keep(texts, fresh)
        return rows

    def _keep(self, texts: Sequence[str], fresh: dict[str, Vectors]) -> None:
        for text in texts:
            if text in self._kept:
                self._kept.move_to_end(text)
        self._kept.update(fresh)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)


def asks(text: str) -> bool:
    """True for text that has the form of a question (English, Chinese)."""
    tail = text[-40:]
    return bool(_ASKING_END.search(tail) or "?" in tail or "？" in tail or _ASKING_START.match(text[:40]))

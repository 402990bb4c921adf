"""This file is where tests find a small exact embedder: terms hashed into columns, nothing learned."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core.fragments import render
from core.lexical import terms
from core.types import Message


class BagOfWords:
    """Cosine = shared terms. `computed` lists every text ever embedded, for tests of budgets and of caching."""

    name, dimension = "bag of words", 384
    at_once = 64

    def __init__(self) -> None:
        self.computed: list[str] = []

    def embed_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.computed += texts
        rows = np.full((len(texts), self.dimension), 1e-6, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row[crc32(term.encode()) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> NDArray[np.float32]:
        return self.embed_texts([render(messages) for messages in fragments])

    def coverage(self, text: str) -> float:
        return 1.0

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self.embed_texts([text])[0]

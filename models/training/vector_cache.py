"""This file is where the vectors of texts are kept on disk while a stage prepares its data, each text computed once.

A folder per embedder (its name holds its hash) with parts of up to 8,192 rows: the texts' hashes and float16 vectors.
A part is written whole or not at all, so a killed run goes on where it was.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.checkpoints import write_whole
from models.utterances import UtteranceEmbedder

_PART = 8_192
Told = Callable[[int, int], object]


class VectorCache:
    """The rows of `vectors` are float16; `rows` says which row a text has, in this process."""

    def __init__(self, folder: Path, embedder: UtteranceEmbedder) -> None:
        self._embedder = embedder
        self._folder = folder / embedder.name.replace(":", "-").replace("/", "-")
        self._row_of: dict[bytes, int] = {}
        self._parts: list[NDArray[np.float16]] = []
        for path in sorted(self._folder.glob("part-*.npz")):
            with np.load(path) as part:
                self._take([bytes(key) for key in part["keys"]], part["vectors"])

    def rows(self, texts: Sequence[str], tell: Told = lambda done, total: None) -> NDArray[np.int64]:
        """The row of each text; those not yet known are computed, in parts. tell(done, total) is called after each."""
        new = list({_key(text): text for text in texts if _key(text) not in self._row_of}.values())
        # Texts of like length together: a batch is padded to its longest.
        new.sort(key=len)
        for start in range(0, len(new), _PART):
            some = new[start : start + _PART]
            self._write([_key(text) for text in some], self._embedder.embed_texts(some).astype(np.float16))
            tell(start + len(some), len(new))
        return np.array([self._row_of[_key(text)] for text in texts], dtype=np.int64)

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def vectors(self) -> NDArray[np.float16]:
        """Shape (texts, dimension)."""
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0] if self._parts else np.zeros((0, self._embedder.dimension), np.float16)

    def _write(self, keys: list[bytes], vectors: NDArray[np.float16]) -> None:
        stored = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
        path = self._folder / f"part-{keys[0].hex()}.npz"
        write_whole(path, lambda stream: np.savez(stream, keys=stored, vectors=vectors))
        self._take(keys, vectors)

    def _take(self, keys: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        first = len(self._row_of)
        self._row_of.update({key: first + at for at, key in enumerate(keys)})
        self._parts.append(vectors)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).digest()

"""This file is where the dense index is: a Chroma collection, made from the archive and never trusted alone."""

import hashlib
import os
import shutil
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.archive.cuts import StoredVector
from core.errors import ArchiveError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 2000
"""Vectors given to Chroma at once: it is fastest with many."""

SMALL_BATCH = 32
"""The same where questions are answered beside it: Chroma keeps the interpreter to itself (the GIL) during a call, 2000
vectors for seconds, 32 for some 40 to 100 ms."""

_FOLDER = "chroma"

_opening = threading.Lock()
"""Chroma shares what it opens between all threads of a process, and two that open at once can spoil it for both."""


class DenseIndex:
    """Fragment vectors by cosine. One collection per embedder, so vectors of two models never meet.

    Raises ArchiveError when the folder cannot be opened; `chattrove index --rebuild` makes it anew.
    """

    def __init__(self, directory: Path, embedder: str, batch: int = BATCH) -> None:
        self._batch = batch
        self._directory = directory / _FOLDER
        self._name = "fragments-" + hashlib.sha256(embedder.encode()).hexdigest()[:16]
        self._collection: Collection | None = None

    def count(self) -> int:
        return self._open().count()

    def upsert(self, vectors: Sequence[StoredVector]) -> None:
        """Takes fragments' vectors with what the filters need; repeating it is harmless."""
        for start in range(0, len(vectors), self._batch):
            batch = vectors[start : start + self._batch]
            self._open().upsert(
                ids=[str(item.fragment_id) for item in batch],
                embeddings=np.stack([item.vector for item in batch]),
                metadatas=[_metadata(item) for item in batch],
            )

    def delete(self, ids: Sequence[int]) -> None:
        """Forgets fragments; unknown ids are harmless."""
        for start in range(0, len(ids), self._batch):
            self._open().delete(ids=[str(number) for number in ids[start : start + self._batch]])

    def query(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The nearest fragments of all, as (fragment id, cosine in [-1, 1]), best first."""
        found = self._open().query(query_embeddings=vector[None, :], n_results=limit, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(int(name), 1.0 - float(away)) for name, away in zip(found["ids"][0], distances, strict=True)]

    def ids(self) -> NDArray[np.int64]:
        """Ids of all fragments in the index, ascending."""
        names = self._open().get(include=[])["ids"]
        return np.sort(np.array([int(name) for name in names], np.int64))

    def drop_others(self) -> None:
        """Deletes the collections of other embedders. Their disk space comes free with `clear`."""
        with _opening:
            client = _client(self._directory)
            for name in {each.name for each in client.list_collections()} - {self._name}:
                client.delete_collection(name)

    def clear(self) -> None:
        """Deletes the collection and its files: Chroma keeps deleted vectors on disk otherwise."""
        with _opening:
            _client_cache_clear()
            self._collection = None
            shutil.rmtree(self._directory, ignore_errors=True)

    def _open(self) -> "Collection":
        if self._collection is None:
            with _opening:
                self._collection = _collection(self._directory, self._name)
        return self._collection


def _client(directory: Path) -> "ClientAPI":
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # chromadb may import onnxruntime
    import chromadb
    from chromadb.config import Settings

    directory.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))


def _collection(directory: Path, name: str) -> "Collection":
    try:
        # embedding_function=None: Chroma's default one would download a model.
        return _client(directory).get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 128, "max_neighbors": 24}},
        )
    except Exception as error:
        raise ArchiveError(
            f"The search index in {directory} cannot be opened: {error}. Run: chattrove index --rebuild"
        ) from error


def _client_cache_clear() -> None:
    """Chroma keeps one system per path for the process; a folder that is deleted must be let go of first."""
    with suppress(ImportError):
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()


def _metadata(item: StoredVector) -> dict[str, Any]:
    facts = {"conversation": item.conversation_id, "first_at": item.first_at, "last_at": item.last_at}
    return {name: value for name, value in facts.items() if value is not None}

"""This file is where the dense index is: a Chroma collection, made from the archive and never trusted alone.

It lies in the archive's folder, or on a Chroma server (core.index_server) that the person chose.
"""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.archive.cuts import StoredVector
from core.errors import ArchiveError, IndexServerError
from core.index_place import HERE, IndexPlace
from core.index_server import IndexServer

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 2000
"""Vectors given to Chroma at once: it is fastest with many."""

SMALL_BATCH = 32
"""The same where questions are answered beside it: Chroma keeps the interpreter to itself (the GIL) during a call, 2000
vectors for seconds, 32 for some 40 to 100 ms."""

Found = TypeVar("Found")

_FOLDER = "chroma"
_SPACE: Any = {"hnsw": {"space": "cosine", "ef_search": 128, "max_neighbors": 24}}
_NUMBERS_SENT = 1_000_000

_opening = threading.Lock()
"""Chroma shares what it opens between all threads of a process, and two that open at once can spoil it for both."""


class DenseIndex:
    """Fragment vectors by cosine. One collection per embedder, so vectors of two models never meet.

    trouble: why the last question to it was not answered, empty where it was. Raises ArchiveError when the folder
    cannot be opened (`chattrove index --rebuild` makes it anew), IndexServerError when its server is gone.
    """

    def __init__(self, directory: Path, embedder: str, batch: int = BATCH, server: IndexServer | None = None) -> None:
        self.trouble = ""
        self._batch, self._server = batch, server
        self._directory = directory / _FOLDER
        self._noted = IndexPlace(directory)
        self._embedder = hashlib.sha256(embedder.encode()).hexdigest()[:16]
        self._collection: Collection | None = None

    @property
    def place(self) -> str:
        """The server's address, empty for the built-in index."""
        return self._server.place if self._server is not None else HERE

    @property
    def settled(self) -> bool:
        """Whether this is the index that the archive's notes speak of: `core.indexing` makes it so."""
        return self._noted.holds(self.place)

    def settle(self) -> None:
        """From now on it is; it was cleared, and everything is to be listed."""
        self._noted.settle(self.place)

    def count(self) -> int:
        return self._asked(lambda collection: collection.count())

    def upsert(self, vectors: Sequence[StoredVector]) -> None:
        """Takes fragments' vectors, here with what the filters need; repeating it is harmless."""
        for batch in self._batches(vectors):
            names = [str(item.fragment_id) for item in batch]
            matrix = np.stack([item.vector for item in batch])
            facts: Any = [_metadata(item) for item in batch] if self._server is None else None
            self._asked(partial(_upsert, names=names, matrix=matrix, facts=facts))

    def delete(self, ids: Sequence[int]) -> None:
        """Forgets fragments; unknown ids are harmless."""
        for start in range(0, len(ids), self._batch):
            names = [str(number) for number in ids[start : start + self._batch]]
            self._asked(partial(_delete, names=names))

    def query(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The nearest fragments of all, as (fragment id, cosine in [-1, 1]), best first. Raises IndexServerError also
        where the index has still to be made at this place."""
        try:
            if not self.settled:
                where = f"at {self.place} " if self.place else ""
                raise IndexServerError(f"The search index {where}does not hold this archive yet. Run: chattrove index")
            found = self._asked(partial(_nearest, vector=vector, limit=limit))
        except IndexServerError as error:
            self.trouble = str(error)
            raise
        self.trouble = ""
        return found

    def ids(self) -> NDArray[np.int64]:
        """Ids of all fragments in the index, ascending."""
        return np.sort(np.array(self._asked(_all_ids), np.int64))

    def drop_others(self) -> None:
        """Deletes the collections of other embedders. Their disk space comes free with `clear`."""
        if self._server is not None:
            self._drop_at(self._server, but=self._name())
            return
        with _opening:
            client = _client(self._directory)
            for name in {each.name for each in client.list_collections()} - {self._name()}:
                client.delete_collection(name)

    def clear(self) -> None:
        """Deletes the collection and its files: Chroma keeps deleted vectors on disk otherwise; on a server's disk they
        may stay, which is told before it is chosen (core.consent)."""
        if self._server is not None:
            self._noted.leave()  # first: where the server is gone, it is cleared before it is used again
            self._collection = None
            self._drop_at(self._server)
            return
        with _opening:
            _client_cache_clear()
            self._collection = None
            shutil.rmtree(self._directory, ignore_errors=True)

    def _name(self) -> str:
        return f"fragments-{self._embedder}" if self._server is None else f"{self._prefix()}{self._embedder}"

    def _prefix(self) -> str:
        return f"chattrove-{self._noted.archive}-"

    def _drop_at(self, server: IndexServer, but: str = "") -> None:
        for name in server.names():
            if name.startswith(self._prefix()) and name != but:
                server.delete_collection(name)

    def _batches(self, vectors: Sequence[StoredVector]) -> Iterator[Sequence[StoredVector]]:
        """A request to a server has some megabytes at most."""
        size = self._batch
        if self._server is not None and vectors:
            size = max(1, min(size, _NUMBERS_SENT // len(vectors[0].vector)))
        for start in range(0, len(vectors), size):
            yield vectors[start : start + size]

    def _asked(self, ask: "Callable[[Collection], Found]") -> "Found":
        if self._server is None:
            return ask(self._open())
        known, self._collection = self._collection, None
        try:
            return self._asked_of(self._server, known or self._there(self._server), ask)
        except IndexServerError as error:
            if known is None or type(error.__cause__).__name__ != "NotFoundError":
                raise
            # Another program has deleted it, or the server began anew.
            return self._asked_of(self._server, self._there(self._server), ask)

    def _there(self, server: IndexServer) -> "Collection":
        return server.collection(self._name(), _SPACE)

    def _asked_of(self, server: IndexServer, collection: "Collection", ask: "Callable[[Collection], Found]") -> "Found":
        found = server.asked(lambda _: ask(collection))
        self._collection = collection
        return found

    def _open(self) -> "Collection":
        if self._collection is None:
            with _opening:
                self._collection = _collection(self._directory, self._name())
        return self._collection


def _upsert(collection: "Collection", names: list[str], matrix: NDArray[np.float32], facts: Any) -> None:
    collection.upsert(ids=names, embeddings=matrix, metadatas=facts)


def _delete(collection: "Collection", names: list[str]) -> None:
    collection.delete(ids=names)


def _nearest(collection: "Collection", vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    found = collection.query(query_embeddings=vector[None, :], n_results=limit, include=["distances"])
    distances = (found["distances"] or [[]])[0]
    pairs = zip(found["ids"][0], distances, strict=True)
    return [(int(name), max(-1.0, min(1.0, 1.0 - float(away)))) for name, away in pairs]


def _all_ids(collection: "Collection") -> list[int]:
    return [int(name) for name in collection.get(include=[])["ids"]]


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
            configuration=_SPACE,
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

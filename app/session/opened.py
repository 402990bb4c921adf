"""This file is where an archive is opened with everything around it: media, the dense index, models.

Models and the dense index are opened on first use.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.settings import chosen_index, default_archive
from core.archive import Archive
from core.media import MediaStore
from core.protocols import Embedder, PictureOf, Reader

if TYPE_CHECKING:
    from core.index import DenseIndex
    from core.index_server import IndexServer
    from core.retrieval import Recall, Vectors

_vectors: "dict[Path, Vectors]" = {}
_vectors_lock = threading.Lock()


class Opened:
    """One open archive, which belongs to the thread that opened it; models are shared by all.

    beside_window: questions are answered in the same process, so no step may keep the interpreter to itself for long.

    Raises ArchiveError on opening.
    """

    def __init__(self, directory: Path | None = None, *, beside_window: bool = False) -> None:
        self._beside_window = beside_window
        self.directory = directory or default_archive()
        self._archive = Archive(self.directory)
        self._media = MediaStore(self.directory)
        self._recall: Recall | None = None
        self._server: IndexServer | None = None
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()
        if self._server is not None:
            self._server.close()

    def _open_reader(self) -> "Reader":
        if self._reader is None:
            from app.session.chosen import models_in_use, reader_preferences

            self._reader = models_in_use().reader(self._pictures(), reader_preferences())
        return self._reader

    def _pictures(self) -> "PictureOf":
        """Where readers and embedders that look at pictures get those of this archive."""
        from core.picture_source import archive_pictures

        return archive_pictures(self._archive)

    def _open_recall(self) -> "Recall":
        """Asks with the embedder that made the vectors of the archive, until those of a new one are complete."""
        prevailing = self._archive.cuts.prevailing_model()
        if self._recall is None or prevailing not in (None, self._recall.embedder.name):
            from core.retrieval import Recall

            embedder = self._answering_embedder(prevailing)
            if self._recall is None or embedder.name != self._recall.embedder.name:
                dense = self._dense_of(embedder)
                self._recall = Recall(self._archive, embedder, dense, _shared_vectors(self.directory))
        return self._recall

    def _answering_embedder(self, prevailing: str | None) -> "Embedder":
        from app.session.chosen import embedder_called, models_in_use

        wanted = models_in_use()
        if prevailing in (None, wanted.embedder_name()):
            return wanted.embedder(self._pictures())
        return embedder_called(prevailing or "", wanted, self._pictures()) or wanted.embedder(self._pictures())

    def _dense_of(self, embedder: "Embedder") -> "DenseIndex":
        from core.index import BATCH, SMALL_BATCH, DenseIndex

        batch = SMALL_BATCH if self._beside_window else BATCH
        return DenseIndex(self.directory, embedder.name, batch, self._index_server())

    def _index_server(self) -> "IndexServer | None":
        """The server with the search index, None for the one in the archive's folder. Nothing is sent to it yet.
        Raises AddressError for what the settings or the flag name wrongly."""
        from core.addresses import address_of
        from core.index_server import IndexServer

        chosen = chosen_index()
        if not chosen:
            return None
        if self._server is None or self._server.address != address_of(chosen):
            self._server = IndexServer(address_of(chosen))
        return self._server


def _shared_vectors(directory: Path) -> "Vectors":
    from core.retrieval import Vectors

    with _vectors_lock:
        return _vectors.setdefault(directory.resolve(), Vectors())

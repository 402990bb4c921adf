"""This file is where an archive is opened with everything around it: media, the dense index, models.

Models and the dense index are opened on first use.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.settings import default_archive
from core.archive import Archive
from core.media import MediaStore
from core.protocols import Reader

if TYPE_CHECKING:
    from core.retrieval import Recall, Vectors

_vectors: "dict[Path, Vectors]" = {}
_vectors_lock = threading.Lock()


class Opened:
    """One open archive, which belongs to the thread that opened it; models are shared by all.

    beside_window: a window runs in the same process, so no step may keep the interpreter to itself for long.

    Raises ArchiveError on opening.
    """

    def __init__(self, directory: Path | None = None, *, beside_window: bool = False) -> None:
        self._beside_window = beside_window
        self.directory = directory or default_archive()
        self._archive = Archive(self.directory)
        self._media = MediaStore(self.directory)
        self._recall: Recall | None = None
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()

    def _open_reader(self) -> "Reader":
        if self._reader is None:
            from models.bundle import Bundle, shipped_models

            self._reader = Bundle(shipped_models()).reader()
        return self._reader

    def _open_recall(self) -> "Recall":
        if self._recall is None:
            from core.index import BATCH, SMALL_BATCH, DenseIndex
            from core.retrieval import Recall
            from models.bundle import Bundle, shipped_models

            embedder = Bundle(shipped_models()).embedder()
            batch = SMALL_BATCH if self._beside_window else BATCH
            dense = DenseIndex(self.directory, embedder.name, batch)
            self._recall = Recall(self._archive, embedder, dense, _shared_vectors(self.directory))
        return self._recall


def _shared_vectors(directory: Path) -> "Vectors":
    from core.retrieval import Vectors

    with _vectors_lock:
        return _vectors.setdefault(directory.resolve(), Vectors())

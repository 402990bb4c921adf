"""This file is where an archive is kept in order: checked, made searchable again, and made to forget."""

import subprocess
from typing import TYPE_CHECKING

from app.session.opened import Opened
from app.session.program import own_program
from core.protocols import Report

if TYPE_CHECKING:
    from core.archive.pictures import PictureTotals
    from core.verification import Verification
    from models.providers import SelfTest


class Keeping(Opened):
    """Care of the archive and of what is derived from it."""

    def pending(self) -> int:
        """How many messages and fragments are not searchable by meaning yet. What a change of models leaves to do is
        told by `renewal`."""
        from core.index_place import IndexPlace

        cuts = self._archive.cuts
        elsewhere = not IndexPlace(self.directory).holds(self._index_place())
        return cuts.pending_messages() + (cuts.count() if elsewhere else cuts.count_unlisted())

    def _index_place(self) -> str:
        server = self._index_server()
        return server.place if server is not None else ""

    def pictures(self) -> "PictureTotals":
        """How many pictures were read, and how many wait."""
        return self._archive.pictures.totals()

    def verify(self, report: Report) -> "Verification":
        from core.verification import verify

        return verify(self._archive, self._open_recall().dense, report)

    def rebuild(self, report: Report) -> int:
        """Makes the dense index anew from the archive; returns how many fragments it holds."""
        from core.indexing import rebuild

        return rebuild(self._archive, self._open_recall().dense, report)

    def forget(self, conversation_id: int) -> int:
        """Deletes a conversation without a trace; returns how many files went with it.

        The search index is made again by another process (see core.forgetting); should that fail, the next search
        does it.
        """
        from core.forgetting import forget

        files = forget(self._archive, self._open_recall().dense, conversation_id)
        arguments = ["index", "--no-ocr", "--archive", str(self.directory)]
        subprocess.run([*own_program(), *arguments], capture_output=True, check=False)  # noqa: S603
        return files

    def self_test(self) -> "SelfTest":
        """Of the embedder in use. Raises ModelError."""
        from app.session.chosen import models_in_use
        from models.providers import self_test
        from models.proving import provable

        return self_test(provable(models_in_use()))

    def text_reader_test(self) -> str:
        """What reads text in pictures, proven by loading it. Raises ModelError."""
        from app.session.chosen import models_in_use

        return models_in_use().text_reader().name

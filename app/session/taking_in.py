"""This file is where exports come into an archive, and where what came in is known and taken back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.mappings import saved_mappings
from app.session.opened import Opened
from core.protocols import ReadOptions, Report
from core.types import ImportRecord, ImportReport

if TYPE_CHECKING:
    from app.guides import Guide
    from core.picture_text import PictureReading


class TakingIn(Opened):
    """Imports and their history."""

    def together(self, paths: Sequence[Path]) -> list[list[Path]]:
        """The paths in groups to be read as one export each (core.importing.together)."""
        from core.importing import together

        return together(paths)

    def import_exports(
        self,
        paths: Sequence[Path],
        *,
        report: Report,
        options: ReadOptions | None = None,
        importer: str | None = None,
        copy_media: bool = True,
    ) -> ImportReport:
        """Imports one path after the other, parts of one archive at once; `index` makes them searchable by meaning.
        Tables with the columns of a saved mapping are read by it.

        Raises what core.importing.import_export raises for the first path that fails; those before it are stored.
        """
        from core.importing import Choices, import_export

        known = replace(options or ReadOptions(), saved_mappings=tuple(saved_mappings().values()))
        choices = Choices(known, importer, copy_media)
        total = ImportReport()
        for group in self.together(paths):
            one = import_export(self._archive, group if len(group) > 1 else group[0], choices, report)
            total.files += one.files
            total.new += one.new
            total.known += one.known
        return total

    def index(self, report: Report) -> int:
        """Makes everything new searchable; returns how many fragments were made. Resumable."""
        from app.session.chosen import models_in_use
        from core.indexing import index

        recall = self._open_recall()
        return index(self._archive, (models_in_use().segmenter(), recall.embedder), recall.dense, report)

    def read_pictures(self, report: Report) -> "PictureReading":
        """Reads the text in pictures that have not been read, the latest first. Resumable. Raises ArchiveError when
        another program is importing; what was read stays."""
        from app.session.chosen import models_in_use
        from core.picture_text import PictureTools, read_pictures

        recall = self._open_recall()
        reader = models_in_use().text_reader()
        return read_pictures(self._archive, PictureTools(reader, recall.embedder, recall.dense), report)

    def imports(self) -> list[ImportRecord]:
        """The history of imports, latest first."""
        return self._archive.history.all()

    def import_report(self, import_id: int) -> ImportReport | None:
        """What an import told when it ended; None for one that did not, or was undone. Raises ArchiveError when there
        is none with this id."""
        self._archive.history.one(import_id)
        return self._archive.history.report(import_id)

    def undo_import(self, import_id: int, report: Report) -> int:
        """Takes out what only this import brought, and returns how many messages that were. Raises ArchiveError."""
        from core.undoing import undo

        removed = undo(self._archive, import_id)
        self.index(report)
        return removed

    def guides(self) -> "list[Guide]":
        """How to get an export from each platform, and what is kept of it."""
        from app.guides import guides

        return guides()

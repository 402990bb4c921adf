"""This file is where a table is looked at before it is imported, and what was said of its columns is kept."""

from collections.abc import Sequence
from pathlib import Path

from app.mappings import save_mapping, saved_mappings
from core.mapping import ColumnMapping, Reading, Sheet


class Tables:
    """Needs no archive."""

    def sheet(self, paths: Sequence[Path], entry: str = "", mapping: ColumnMapping | None = None) -> Sheet:
        """The first rows of a table in what these paths are, and what its columns may be. entry: "" for the first one.

        mapping: what is known of its delimiter, header and place. Raises UnknownExport when there is no table, and
        BrokenExport.
        """
        from core.export import Export
        from core.importers.table.showing import sheet_of

        with Export(paths) as export:
            return sheet_of(export, entry or next(iter(export.names()), ""), mapping)

    def rows_read(self, paths: Sequence[Path], entry: str, mapping: ColumnMapping) -> list[Reading]:
        """The first rows of a table as a mapping reads them; none while it names a column that is not there."""
        from core.export import Export
        from core.importers.table.showing import rows_read

        with Export(paths) as export:
            return rows_read(export, entry, mapping)

    def mappings(self) -> dict[str, ColumnMapping]:
        """What was saved of earlier tables, by name. Raises SettingsError."""
        return saved_mappings()

    def save_mapping(self, name: str, mapping: ColumnMapping) -> None:
        """Keeps a mapping for tables with the same columns. Raises SettingsError."""
        save_mapping(name, mapping)

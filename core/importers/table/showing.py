"""This file is where a table is shown to a person who says what its columns are: its first rows, and how they read."""

from typing import Any

from core.beginning import Beginning
from core.errors import UnknownExport
from core.export import Export
from core.importers.table.choosing import ranked
from core.importers.table.contents import said, word
from core.importers.table.guessing import Guessed
from core.importers.table.questions import readings_of, whole_mapping
from core.importers.table.rows import Rows
from core.importers.table.source import Table
from core.mapping import ColumnMapping, Reading, Sheet

_ROWS = 50
_LONGEST = 500


def sheet_of(export: Export, entry: str, mapping: ColumnMapping | None = None) -> Sheet:
    """The table of an entry that looks most like messages, or the one that a mapping means. Raises UnknownExport when
    there is none."""
    table, found = _likeliest(export, entry, mapping)
    getters = [getter for name in table.columns if (getter := table.getter(name)) is not None]
    rows = tuple(tuple(_shown(getter(cells)) for getter in getters) for cells in table.sample[:_ROWS])
    base, *guesses = (whole_mapping(table, each).only_for(table.columns) for each in (ColumnMapping(), *found.mappings))
    sure = found.sure and found.claimed
    return Sheet(entry, table.columns, rows, base, tuple(guesses), sure, table.headed, isinstance(table, Rows))


def rows_read(export: Export, entry: str, mapping: ColumnMapping) -> list[Reading]:
    """The first rows of an entry as a mapping reads them; none when it names a column that is not there."""
    table, _ = _likeliest(export, entry, mapping)
    return readings_of(export, table, mapping)[:_ROWS]


def _likeliest(export: Export, entry: str, mapping: ColumnMapping | None) -> tuple[Table, Guessed]:
    found = ranked(Beginning(export, entry), mapping)
    if not found:
        raise UnknownExport(f"{entry}: there is no table in it.")
    return found[0]


def _shown(value: Any) -> str:
    """A cell as one looks at it."""
    return (word(value) or (str(value) if isinstance(value, bool | float) else said(value)[0]))[:_LONGEST]

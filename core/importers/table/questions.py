"""This file is where the person is asked which columns are what, with the first rows as each answer would read them."""

from dataclasses import replace
from itertools import islice

from core.export import Export
from core.importers.table.messages import Manner, MissingColumn, RowReader, cells_of
from core.importers.table.source import Record, Table
from core.importers.table.times import written_of
from core.instants import iso_utc
from core.mapping import ColumnMapping, Reading
from core.types import Ambiguity, ExportedMessage

_SAMPLES = 3
_SHOWN = 120
_COLUMNS = 30


def question_of(export: Export, table: Table, mappings: tuple[ColumnMapping, ...]) -> Ambiguity:
    """The candidate mappings, likeliest first, each with rows as it reads them."""
    readings: dict[str, tuple[str, ...]] = {}
    for guess in mappings:
        mapping = whole_mapping(table, guess)
        read = islice(readings_of(export, table, mapping), _SAMPLES)
        readings[str(mapping)] = tuple(_line(each) for each in read)
    columns = ", ".join(table.columns[:_COLUMNS])
    return Ambiguity(
        table.entry, f"Which columns are the time, the sender and the text? There are: {columns}", readings
    )


def _line(row: Reading) -> str:
    return f"{row.written}  {row.sender or '–'}: {' '.join(row.text[:_SHOWN].split())}".strip()


def whole_mapping(table: Table, mapping: ColumnMapping) -> ColumnMapping:
    """The mapping with where and how the rows of the table stand, so that it reads the same again."""
    told = table.setting
    return replace(mapping, place=told.place, delimiter=told.delimiter, header=told.header)


def readings_of(export: Export, table: Table, mapping: ColumnMapping) -> list[Reading]:
    """The first rows of a table as a mapping reads them; none when it names a column that is not there."""
    try:
        manner = Manner(cells_of(table, mapping), mapping.date_order)
    except MissingColumn:
        return []
    reader = RowReader(manner, (export, table.entry.rpartition("/")[0]))
    records = [Record(f"{table.entry}:{number}", cells) for number, cells in enumerate(table.sample, 1)]
    return [reading for record in records if (reading := _reading(reader, record, manner))]


def _reading(reader: RowReader, record: Record, manner: Manner) -> Reading | None:
    message = next((item for item in reader.read(record) if isinstance(item, ExportedMessage)), None)
    if message is None:
        return None
    when = message.local_time or iso_utc(message.sent_at) or ""
    written = written_of(manner.cells.times(record))
    return Reading(when, written, message.sender, message.text, tuple(each.name for each in message.attachments))

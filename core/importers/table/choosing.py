"""This file is where it is chosen how an entry is read: as which table, with which columns, or as a dialogue."""

from dataclasses import dataclass

import orjson

from core.beginning import Beginning
from core.importers.table.dialogues import is_dialogue, turn_of
from core.importers.table.guessing import NO_GUESS, Guessed, guessed
from core.importers.table.messages import Cells, MissingColumn, cells_of
from core.importers.table.records import Records, tables_of
from core.importers.table.rows import Rows
from core.importers.table.source import Table, columns_of
from core.mapping import ColumnMapping
from core.protocols import ReadOptions

_JSONL_SHARE = 0.5
_COMPARED = 3
"""So many lists of a file are counted to its end, those with the most records at its beginning."""


@dataclass(frozen=True, slots=True)
class Choice:
    """table: None for a dialogue. cells: None where no mapping could even be guessed. settled: no question is open.

    others: further tables of the entry that look like messages and are not read.
    """

    table: Table | None
    cells: Cells | None = None
    guess: Guessed = NO_GUESS
    settled: bool = True
    others: tuple[Table, ...] = ()


def is_known(beginning: Beginning) -> bool:
    """True when some table of the entry is surely or likely one of messages, or its text a dialogue."""
    if any(guess.claimed for _, guess in ranked(beginning)):
        return True
    return beginning.form == "text" and is_dialogue(beginning.lines)


def choice_of(beginning: Beginning, options: ReadOptions) -> Choice | None:
    """How the entry is read; None when it is neither table nor dialogue. Raises MissingColumn."""
    told = options.mapping
    for mapping in ((told,) if told else ()) + options.saved_mappings:
        tables = [table for table in tables_in(beginning, mapping) if mapping.fits(table.columns)]
        if tables and (mapping is told or mapping.columns):
            return _bound(tables, mapping)
    guesses = ranked(beginning)
    if beginning.form == "text" and is_dialogue(beginning.lines) and not any(guess.claimed for _, guess in guesses):
        return Choice(None)
    if guesses:
        return _guess(guesses)
    spoken = sum(turn_of(line) is not None for line in beginning.lines)
    return Choice(None) if beginning.form == "text" and spoken > 1 else None


def tables_in(beginning: Beginning, mapping: ColumnMapping | None = None) -> list[Table]:
    """Every table of the entry, parted as the mapping says, where it says so."""
    if beginning.form not in ("json", "text"):
        return []
    if tables := tables_of(beginning, mapping):
        return list(tables)
    if lines := _json_lines(beginning):
        return list(tables_of(beginning, mapping, lines))
    rows = Rows(beginning, mapping)
    return [rows] if rows.is_table else []


def ranked(beginning: Beginning, mapping: ColumnMapping | None = None) -> list[tuple[Table, Guessed]]:
    """The tables of an entry with what their columns are guessed to be, likeliest messages first."""
    tables = tables_in(beginning, mapping)
    found = [(table, _guess_of(table)) for table in tables]
    return sorted(found, key=lambda each: (each[1].claimed, each[1].sure, _begun(each[0])), reverse=True)


def _bound(tables: list[Table], mapping: ColumnMapping) -> Choice:
    """The table that has the columns; the first one's trouble is told when none has."""
    trouble: MissingColumn | None = None
    for table in sorted(tables, key=lambda table: len(table.sample), reverse=True):
        try:
            return Choice(table, cells_of(_whole(table), mapping))
        except MissingColumn as error:
            trouble = trouble or error
    assert trouble is not None
    raise trouble


def _guess(guesses: list[tuple[Table, Guessed]]) -> Choice:
    claimed = [(table, guess) for table, guess in guesses if guess.claimed]
    if len(claimed) > 1 and claimed[0][1].sure == claimed[1][1].sure:
        nearest = sorted(claimed[:_COMPARED], key=lambda found: (found[1].sure, _length(found[0])), reverse=True)
        claimed = nearest + claimed[_COMPARED:]
    table, guess = claimed[0] if claimed else guesses[0]
    again = _guess_of(_whole(table))
    guess = again if again.claimed or not guess.claimed else guess
    cells = cells_of(table, guess.mappings[0]) if guess.mappings else None
    others = tuple(other for other, _ in claimed[1:])
    return Choice(table, cells, guess, guess.claimed and guess.sure, others)


def _guess_of(table: Table) -> Guessed:
    return guessed(columns_of(table), table.headed, table.needs_time)


def _whole(table: Table) -> Table:
    """Keys that only later records have belong to the table as well."""
    if isinstance(table, Records):
        table.look_further()
    return table


def _begun(table: Table) -> int:
    return table.begun if isinstance(table, Records) else len(table.sample)


def _length(table: Table) -> int:
    return table.length() if isinstance(table, Records) else len(table.sample)


def _json_lines(beginning: Beginning) -> list[object]:
    """The values of JSONL whose first line is broken, so that it does not look like JSON."""
    lines = [line for line in beginning.lines[:100] if line.strip()]
    values = [value for line in lines if line.startswith("{") and (value := _loaded(line)) is not None]
    return values if values and len(values) >= _JSONL_SHARE * len(lines) else []


def _loaded(line: str) -> object:
    try:
        return orjson.loads(line)
    except (orjson.JSONDecodeError, RecursionError):
        return None

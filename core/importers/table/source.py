"""This file is where it is said what a table is to the rest of the importer, be it rows of cells or records of JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from core.importers.table.columns import Column, column
from core.mapping import ColumnMapping
from core.tally import Tally
from core.types import Problem, Repair

Getter = Callable[[Any], Any]
SAMPLE = 200
"""So many rows are looked at before the columns are guessed."""


class Record(NamedTuple):
    """One row: its place for reports, and its cells as the table's `getter` reads them."""

    where: str
    cells: Any


Item = Record | Problem | Repair


@dataclass
class Listed:
    """One list of rows, to be walked before the next one is asked for. tally: where its rows are counted, if they are.

    facts: what stands around the list in the file ("title", "id"); it may grow until the next list is reached.
    """

    position: int
    items: Iterator[Item]
    facts: dict[str, str] = field(default_factory=dict)
    tally: Tally | None = None


class Table(Protocol):
    """One table of an entry, which can be walked again and again.

    columns: their names, or their numbers from 1 where `headed` is False. sample: the cells of the first rows.
    needs_time: messages of such a table have times, or they are none. setting: where its rows are and how they are
    parted, in a mapping without columns. many: it has lists of its own for several conversations.
    """

    entry: str
    columns: tuple[str, ...]
    sample: Sequence[Any]
    headed: bool
    needs_time: bool
    setting: ColumnMapping
    many: bool

    def getter(self, name: str) -> Getter | None:
        """How the cell of a column is read from a row; None when there is no such column."""
        ...

    def lists(self, counted: bool) -> Iterator[Listed]:
        """Its lists of rows. Where they are counted, every row is told as read, and as what it is if it is no Record;
        damage between the lists is added to the problems of the export."""
        ...


def columns_of(table: Table) -> list[Column]:
    """The columns with the values of the first rows."""
    getters = ((name, table.getter(name)) for name in table.columns)
    return [column(name, [getter(cells) for cells in table.sample]) for name, getter in getters if getter is not None]

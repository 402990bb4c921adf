"""This file is where a row becomes a message, once it is known what its columns are."""

from dataclasses import dataclass, field

from core.export import Export
from core.importers.table.contents import attachments, said, word
from core.importers.table.source import Getter, Record, Table
from core.importers.table.times import NEVER, is_utc, is_written, moment, written_of
from core.mapping import ColumnMapping
from core.types import DateOrder, ExportedMessage, Problem, Repair

Told = ExportedMessage | Problem | Repair

_SHOWN = 40


class MissingColumn(ValueError):
    """A mapping names a column that the table has not; `str(error)` is for people."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The getters of the columns that a mapping names."""

    mapping: ColumnMapping
    time: tuple[Getter, ...]
    others: dict[str, Getter] = field(default_factory=dict)

    def get(self, role: str) -> Getter:
        """The getter of a role; one that always gives None where the mapping names no column."""
        return self.others.get(role, _nothing)

    def times(self, record: Record) -> list[object]:
        return [getter(record.cells) for getter in self.time]

    def written_time(self, record: Record) -> str:
        """The time of a row where day and month could be taken for one another."""
        return is_written(written_of(self.times(record)))


def cells_of(table: Table, mapping: ColumnMapping) -> Cells:
    """Raises MissingColumn."""
    found: dict[str, tuple[Getter, ...]] = {}
    for role, names in mapping.named().items():
        joined = "+".join(names)
        getters = (table.getter(joined),) if table.getter(joined) else tuple(table.getter(name) for name in names)
        if None in getters:
            known = ", ".join(table.columns[:50])
            raise MissingColumn(f"there is no column “{joined}” in it; its columns are: {known}")
        found[role] = tuple(getter for getter in getters if getter is not None)
    return Cells(mapping, found.pop("time", ()), {role: getters[0] for role, getters in found.items()})


@dataclass(frozen=True, slots=True)
class Manner:
    """How the rows of one table are read. asked: it is not settled, so that no times are told. ids: the id column names
    rows, so that ids and replies mean something."""

    cells: Cells
    order: DateOrder | None = None
    asked: bool = False
    ids: bool = True


class RowReader:
    """Reads the rows of one table. place: the export, and the folder of the table in it."""

    def __init__(self, manner: Manner, place: tuple[Export, str]) -> None:
        self._cells, self._manner, self._place = manner.cells, manner, place
        self._utc = is_utc(manner.cells.mapping.time)
        self._timed = bool(manner.cells.time) and not manner.asked
        self._text, self._sender, self._media = (manner.cells.get(role) for role in ("text", "sender", "media"))
        self._sender_id = manner.cells.get("sender_id")
        known = manner.cells if manner.ids else Cells(ColumnMapping(), ())
        self._id, self._reply_to = known.get("id"), known.get("reply_to")

    def read(self, record: Record) -> list[Told]:
        """The message of a row, after what had to be put right for it; nothing for a row that says nothing."""
        cells = record.cells
        text, files = said(self._text(cells))
        media = self._media(cells)
        if media:
            files.append(media)
        written = written_of(self._cells.times(record))
        if not files and not written and not text.strip():
            return []
        when = moment(written, self._manner.order, self._utc) if self._timed else NEVER
        sender = word(self._sender(cells)) or None
        made = ExportedMessage(
            word(self._id(cells)) or None,
            sender,
            when.sent_at,
            when.local_time,
            text,
            "message" if sender else "notice",
            tuple(each for value in files for each in attachments(value, *self._place)) if files else (),
            (word(self._sender_id(cells)) or None) if sender else None,
            word(self._reply_to(cells)) or None,
            where=record.where,
        )
        if when is not NEVER or not self._timed:
            return [made]
        return [Repair(record.where, f"the time {written[:_SHOWN]!r} is none: kept without a time"), made]


def _nothing(_: object) -> None:
    return None

"""This file is where a row becomes a message, once it is known what its columns are."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.export import Export
from core.importers.table.contents import attachments, said, word
from core.importers.table.source import Getter, Record, Table
from core.importers.table.times import NEVER, Moment, is_utc, is_written, moment
from core.mapping import Mapping
from core.tally import Tally
from core.types import DateOrder, ExportedMessage, Problem, Repair

_SHOWN = 40


class MissingColumn(ValueError):
    """A mapping names a column that the table has not; `str(error)` is for people."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The getters of the columns that a mapping names."""

    mapping: Mapping
    time: tuple[Getter, ...]
    others: dict[str, Getter] = field(default_factory=dict)

    def get(self, role: str, record: Record) -> object:
        getter = self.others.get(role)
        return getter(record.cells) if getter is not None else None

    def times(self, record: Record) -> list[object]:
        return [getter(record.cells) for getter in self.time]

    def written_time(self, record: Record) -> str:
        """The time of a row where day and month could be taken for one another."""
        return is_written(self.times(record)) if self.time else ""


def cells_of(table: Table, mapping: Mapping) -> Cells:
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
    rows; untimed: rows need no time."""

    cells: Cells
    order: DateOrder | None = None
    asked: bool = False
    ids: bool = True

    @property
    def utc(self) -> bool:
        return is_utc(self.cells.mapping.time)


def messages_of(
    record: Record, manner: Manner, place: tuple[Export, str], tally: Tally | None
) -> Iterator[ExportedMessage | Problem | Repair]:
    """The message of a row, after what had to be put right for it. place: the export, and the folder of the table."""
    cells = manner.cells
    text, files = said(cells.get("text", record))
    files += [cells.get("media", record)] if cells.get("media", record) not in (None, "", [], {}) else []
    times = cells.times(record)
    when = NEVER if manner.asked else moment(times, manner.order, manner.utc)
    written = " ".join(str(time) for time in times if time not in (None, ""))
    sender = word(cells.get("sender", record)) or None
    if not text.strip() and not files and not written:
        if tally is not None:
            tally.other("empty")
        return
    if cells.time and when == NEVER and not manner.asked:
        yield Repair(record.where, f"the time {written[:_SHOWN]!r} is none: kept without a time")
    if tally is not None:
        (tally.message if sender else tally.notice)()
    yield _message(record, manner, (sender, text, when))._replace(
        attachments=tuple(each for value in files for each in attachments(value, *place))
    )


def _message(record: Record, manner: Manner, facts: tuple[str | None, str, Moment]) -> ExportedMessage:
    sender, text, when = facts
    key = word(manner.cells.get("id", record)) if manner.ids else ""
    return ExportedMessage(
        key or None,
        sender,
        when.sent_at,
        when.local_time,
        text,
        "message" if sender else "notice",
        sender_key=word(manner.cells.get("sender_id", record)) or None if sender else None,
        reply_to=(word(manner.cells.get("reply_to", record)) or None) if manner.ids else None,
        where=record.where,
    )

"""This file is where a table becomes conversations: surveyed first, then read row by row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from core.export import Export
from core.importers.table.choosing import Choice
from core.importers.table.messages import Cells, Manner, RowReader, Told
from core.importers.table.parting import conversations_in
from core.importers.table.questions import question_of, whole_mapping
from core.importers.table.rows import Rows
from core.importers.table.source import Item, Listed, Record, Table
from core.importers.table.survey import Survey, survey_of
from core.mapping import ColumnMapping
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.tally import Tally
from core.types import Ambiguity, DateOrder, ExportedConversation, ExportedMessage, Problem, Repair

SOURCE = "table"


class Titles:
    """Keys from the titles of the conversations of one export, so that no two conversations share one by chance."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, title: str) -> str:
        self._seen[title] += 1
        return title if self._seen[title] == 1 else f"{title} ({self._seen[title]})"


def title_of(entry: str) -> str:
    """The file's name without its ending."""
    base = entry.rpartition("/")[2]
    return base.rpartition(".")[0] or base


@dataclass
class TableReading:
    """One table on its way to conversations."""

    export: Export
    choice: Choice
    table: Table
    options: ReadOptions
    notes: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = self.choice.cells or Cells(ColumnMapping(), ())
        self.mapping = self.cells.mapping
        self.survey = survey_of(self.table, self.cells)

    def conversations(self, titles: Titles) -> Iterator[ExportedConversation]:
        """Every conversation of the table, to be walked before the next one; with the question that is open, if any."""
        asked = self.options.date_order or self.mapping.date_order
        order = self.survey.vote.decide(self._modified, asked)
        questions = self._questions(order)
        manner = Manner(self.cells, order, bool(questions), not self.survey.repeated_ids)
        self.notes += _notes(self.choice, self.table, self.survey)
        for listed in self.table.lists(counted=True):
            for name, items in self._parted(listed):
                made = self._named(listed, name, titles)
                made.messages = self._messages(items, listed, manner)
                made.ambiguous = questions
                yield made

    def _questions(self, order: DateOrder | None) -> tuple[Ambiguity, ...]:
        if not self.choice.settled:
            return (question_of(self.export, self.table, self.choice.guess.mappings),)
        return (self.survey.vote.question(self.table.entry, self._modified),) if order is None else ()

    @property
    def _modified(self) -> int | None:
        return self.export.modified_of(self.table.entry)

    def _parted(self, listed: Listed) -> Iterator[tuple[str, Iterator[Item]]]:
        if "conversation" in self.cells.others:
            return conversations_in(listed.items, self.cells, self.survey.parted)
        return iter([("", listed.items)])

    def _named(self, listed: Listed, name: str, titles: Titles) -> ExportedConversation:
        told, own_key = self.survey.told.get(listed.position, ("", ""))
        file = title_of(self.table.entry)
        numbered = f"{file} {listed.position + 1}" if self.table.many else file
        made = ExportedConversation(SOURCE, name or own_key, name or told or numbered, ())
        made.has_id = bool(own_key) and not name
        made.key = made.key or ((told or file) if "conversation" in self.cells.others else titles.key(made.title))
        made.format = f"table-{blake2b(repr(self.mapping.named()).encode(), digest_size=4).hexdigest()}"
        return made

    def _messages(self, items: Iterator[Item], listed: Listed, manner: Manner) -> Iterator[Told]:
        """The notes on the whole table, once, and the rows, oldest first."""
        notes, self.notes = self.notes, []
        yield from notes
        yield from oldest_first(self._read(items, listed, manner))

    def _read(self, items: Iterator[Item], listed: Listed, manner: Manner) -> Iterator[Told]:
        tally = listed.tally
        assert tally is not None
        reader = RowReader(manner, (self.export, self.table.entry.rpartition("/")[0]))
        for item in items:
            record = self._whole(item) if isinstance(item, Record) else item
            if not isinstance(record, Record):
                tally.problems += record is not item
                yield record
            elif read := reader.read(record):
                _count(read[-1], tally)
                yield from read
            else:
                tally.other("empty")

    def _whole(self, record: Record) -> Record | Problem:
        """The row with as many cells as the table has columns."""
        if not isinstance(self.table, Rows) or len(record.cells) == self.table.width:
            return record
        cells = self.table.fitted(record.cells, self.mapping)
        if cells is None:
            reason = f"the row has {len(record.cells)} cells, the table has {self.table.width} columns"
            return Problem(record.where, reason)
        return Record(record.where, cells)


def _count(message: Told, tally: Tally) -> None:
    if isinstance(message, ExportedMessage) and message.kind == "notice":
        tally.notices += 1
    else:
        tally.messages += 1


def _notes(choice: Choice, table: Table, survey: Survey) -> Iterator[Problem | Repair]:
    """What the person should know about how the table is read."""
    if choice.settled and choice.cells:
        yield Repair(table.entry, f"columns taken as: {whole_mapping(table, choice.cells.mapping)}")
    if survey.repeated_ids and choice.cells:
        what = f"the column “{choice.cells.mapping.id}” has one value for different rows and names no message"
        yield Repair(table.entry, what)
    for other in choice.others:
        what = f'another list looks like messages and is not read: --mapping "list={other.setting.place}, ..."'
        yield Problem(table.entry, what)

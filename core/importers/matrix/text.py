"""This file is where Element's text export is read: a line for each event, and more where a message has more.

It has no ids and no zone. Files are in the zip as with the other exports; without them the line says so in words.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from core.errors import BrokenExport
from core.export import Export
from core.importers.matrix.lines import Header, header_of, sender_of
from core.importers.matrix.media import Files
from core.importers.matrix.names import room_of_name
from core.importers.matrix.said import Said, said_in
from core.protocols import ReadOptions
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import Ambiguity, DateOrder, ExportedConversation, ExportedMessage, Problem, Repair
from core.written_times import OrderVote, read_time

_NAMES = 100_000
_Items = Iterator[ExportedMessage | Problem | Repair]


class TextFile:
    """One text. All its times vote first for how its dates are to be read."""

    def __init__(self, export: Export, entry: str, options: ReadOptions) -> None:
        self._export, self._entry, self._options = export, entry, options
        self._names: set[str] = set()

    def conversation(self) -> ExportedConversation:
        """The room of the text, its messages lazily; with a question where its dates may be read in two ways."""
        title = room_of_name(self._export, self._entry)
        order = self._order
        ambiguous: tuple[Ambiguity, ...] = ()
        if order is None:
            ambiguous = (self._vote.question(self._entry, self._export.modified),)
        messages = self._messages(order)
        return ExportedConversation("matrix", title, title, messages, ambiguous=ambiguous, format="matrix-text")

    @cached_property
    def _order(self) -> DateOrder | None:
        return self._vote.decide(self._export.modified, self._options.date_order)

    @cached_property
    def _vote(self) -> OrderVote:
        """The times of all lines; the names of all who speak are noted on the way."""
        vote = OrderVote()
        try:
            for _, line in numbered_lines(self._export, self._entry):
                header = header_of(line)
                if header is None:
                    continue
                vote.add(header.time)
                if (name := sender_of(header.text)) and len(self._names) < _NAMES:
                    self._names.add(name)
        except BrokenExport:
            pass  # Reading comes to the same place, and tells.
        return vote

    def _messages(self, order: DateOrder | None) -> _Items:
        tally = self._export.tally(self._entry, "line")
        head: Header | None = None
        where, lines = "", [""]
        for number, line in numbered_lines(self._export, self._entry, tally):
            header = header_of(line)
            if header is None and head is not None:
                lines.append(line)
                continue
            if head is not None:
                yield from self._event(head.time, lines, (where, tally), order)
            head, where = header, f"{self._entry}:{number}"
            lines = [header.text if header else line]
            if header is None:
                yield from _before(line, where, tally)
        if head is not None:
            yield from self._event(head.time, lines, (where, tally), order)

    def _event(self, time: str, lines: list[str], place: tuple[str, Tally], order: DateOrder | None) -> _Items:
        where, tally = place
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
            tally.other("blank")
        tally.continuation(len(lines) - 1)
        moment = read_time(time, order) if order else None
        said = said_in("\n".join(lines), self._names)
        if said.kind == "notice":
            tally.notice()
        else:
            tally.message()
        yield self._exported(said, moment.wall if moment else None, where)

    def _exported(self, said: Said, local_time: str | None, where: str) -> ExportedMessage:
        files = tuple(self._files.at_wall_time(file, local_time) for file in said.files)
        return ExportedMessage(
            None, said.sender, None, local_time, said.text, said.kind, files, deleted=said.deleted, where=where
        )

    @cached_property
    def _files(self) -> Files:
        return Files(self._export, self._entry.rpartition("/")[0])


def _before(line: str, where: str, tally: Tally) -> _Items:
    """A line before the first event."""
    if re.fullmatch(r"\s*", line):
        tally.other("blank")
    else:
        tally.problem()
        yield Problem(where, "this line stands before the first message")

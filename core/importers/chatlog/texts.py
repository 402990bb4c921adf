"""This file is where chatlog's text is read: a first line with who and when, the body, and a blank line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import BrokenExport
from core.export import Export
from core.importers.chatlog.bodies import content_of_body
from core.importers.chatlog.headers import Form, Header, header
from core.importers.chatlog.years import Calendar, YearSurvey
from core.importers.wechat.content import notice
from core.importers.wechat.media import Files
from core.importers.wechat.people import clean_name, is_group
from core.importers.wechat.times import Clock, wall_time
from core.importers.wechat.titles import named
from core.importers.wechat.written import Chat, Item, Written, until_broken
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ConversationKind, Problem, Repair

_SEVERAL = 2


@dataclass
class _Facts:
    """What a first walk through a file tells. years: only where dates have no year."""

    form: Form = "full"
    people: set[str] = field(default_factory=set)
    years: YearSurvey = field(default_factory=YearSurvey)

    @property
    def kind(self) -> ConversationKind:
        return "group" if len(self.people) >= _SEVERAL else "unknown"


@dataclass
class _Block:
    """A message: its first line and its body."""

    number: int
    head: Header
    lines: list[str] = field(default_factory=list)


class TextReading:
    """One chatlog text."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files = Files(export, entry)
        self._calendar = Calendar()
        self._year: int | None = None

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; what was made of times without a year or a zone comes first."""
        facts = self._survey()
        yield from self._told(facts)
        title, key = named(self._export, self._entry)
        chat = Chat("", title, facts.kind, key)
        for block in _blocks(self._export, self._entry, (facts.form, tally)):
            yield self._written(block, chat, tally) if isinstance(block, _Block) else block

    def _survey(self) -> _Facts:
        facts = _Facts()
        is_first, after_blank = True, True
        for _, line in until_broken(numbered_lines(self._export, self._entry), []):
            head = header(line) if after_blank else None
            if head is not None and is_first:
                facts.form, is_first = head.form, False
            if head is not None and head.form == facts.form:
                if facts.form == "day":
                    facts.years.take_day(head.day)
                if head.sender_id and len(facts.people) <= _SEVERAL:
                    facts.people.add(head.sender_id)
            elif facts.form == "day":
                facts.years.take_line(line)
            after_blank = not line
        return facts

    def _told(self, facts: _Facts) -> Iterator[Repair]:
        if facts.form == "clock":
            said = "the file has only the clock times of one day, not the day: kept without times, in order"
            yield Repair(self._entry, said)
            return
        if facts.form == "day":
            original = self._export.original(self._entry)
            modified = int(original.stat().st_mtime * 1000) if original else self._export.modified
            self._year, told = facts.years.first_year(modified, self._entry)
            yield told
        if facts.form == "full" or self._year is not None:
            yield from self._clock.told(self._entry)

    def _written(self, block: _Block, chat: Chat, tally: Tally) -> Item:
        head, where = block.head, f"{self._entry}:{block.number}"
        content = content_of_body("\n".join(block.lines), self._files)
        content = notice(content.shown) if head.is_nobody else content
        local_time = self._local_time(head)
        (tally.notice if content.kind == "notice" else tally.message)()
        if head.room_id:
            kind: ConversationKind = "group" if is_group(head.room_id) else "private"
            chat = Chat(head.room_id, clean_name(head.room) or head.room_id, kind)
        return Written(
            where,
            chat,
            content,
            sender=head.sender,
            sender_id=head.sender_id,
            is_self=head.is_self and content.kind != "notice",
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )

    def _local_time(self, head: Header) -> str | None:
        if head.form == "full":
            return wall_time(f"{head.year}-{head.day} {head.clock}")
        if head.form == "clock" or self._year is None:
            return None
        return wall_time(f"{self._year + self._calendar.take(head.day)}-{head.day} {head.clock}")


def _blocks(export: Export, entry: str, told: tuple[Form, Tally]) -> Iterator[_Block | Problem]:
    form, tally = told
    block: _Block | None = None
    blanks, after_blank = 0, True
    damage: list[BrokenExport] = []
    for number, line in until_broken(numbered_lines(export, entry, tally), damage):
        head = header(line) if after_blank else None
        after_blank = not line
        if head is not None and head.form == form:
            if block is not None:
                yield block
            tally.other("blank", blanks)
            block, blanks = _Block(number, head), 0
        elif not line:
            blanks += 1
        elif block is None:
            tally.problem()
            yield Problem(f"{entry}:{number}", "a line before the first message")
        else:
            tally.continuation(blanks + 1)
            block.lines += [""] * blanks + [line]
            blanks = 0
    tally.other("blank", blanks)
    if block is not None:
        yield block
    yield from (Problem(entry, f"reading stopped here: {error}") for error in damage)

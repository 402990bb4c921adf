"""This file is where text copied from WeChat for the desktop, or mailed by the app, is read message by message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.content import Content, notice
from core.importers.wechat.labels import answer_or_text, meaning_of
from core.importers.wechat.media import Files
from core.importers.wechat.notices import is_by_app
from core.importers.wechat.people import clean_name
from core.importers.wechat.times import Clock
from core.importers.wechat.titles import named
from core.importers.wechat.written import Chat, Item, Written, until_broken
from core.importers.wechat_copied.headers import Head, day_of, head_of
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import AttachmentKind, ConversationKind, ExportedAttachment, Problem

_IN_MAIL = re.compile(
    r"\[([^\[\]:：\n]{1,20})[:：] ?([^\[\]\n]{1,300}?)"
    r"[(（](?:请在附件中查看|[^()（）\n]{0,40}attachment[^()（）\n]{0,20})[)）]\]\s*"
)
_KINDS: tuple[AttachmentKind, ...] = ("image", "video", "file", "voice", "sticker")


@dataclass
class _Message:
    number: int
    head: Head
    lines: list[str] = field(default_factory=list)


class CopiedReading:
    """One text."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        self._files = Files(export, entry)
        title, key = named(export, entry)
        people: set[str] = set()
        day: str | None = None
        for line in Beginning(export, entry).lines:
            day = day_of(line) or day
            if head := head_of(line, day):
                people.add(clean_name(head.name))
        kind: ConversationKind = "group" if len(people) > len(("self", "other")) else "unknown"
        self._chat = Chat("", title, kind, key)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; wall times."""
        yield from self._clock.told(self._entry)
        for message in self._messages(tally):
            yield self._written(message, tally) if isinstance(message, _Message) else message

    def _messages(self, tally: Tally) -> Iterator[_Message | Problem]:
        message: _Message | None = None
        day: str | None = None
        blanks = 0
        damage: list[BrokenExport] = []
        for number, line in until_broken(numbered_lines(self._export, self._entry, tally), damage):
            new_day = day_of(line)
            head = head_of(line, day)
            if head is None and new_day is None and line.strip():
                if message is None:
                    tally.other("title")
                    continue
                # Blank lines above the text of a message are part of how it is written down, not of the text.
                message.lines += [""] * (blanks if message.lines else 0) + [line]
                tally.continuation(blanks + 1)
                blanks = 0
            elif head is None and new_day is None:
                blanks += 1
            else:
                if message is not None:
                    yield message
                _told_blank(tally, blanks)
                blanks, message, day = 0, _Message(number, head) if head else None, new_day or day
                if head is None:
                    tally.other("day")
        _told_blank(tally, blanks)
        if message is not None:
            yield message
        yield from (Problem(self._entry, f"reading stopped here: {error}") for error in damage)

    def _written(self, message: _Message, tally: Tally) -> Written:
        body = "\n".join(message.lines)
        is_notice = is_by_app(body)
        (tally.notice if is_notice else tally.message)()
        return Written(
            f"{self._entry}:{message.number}",
            self._chat,
            notice(body) if is_notice else self._content(body),
            sender=message.head.name,
            sent_at=self._clock.instant(message.head.time),
            local_time=message.head.time,
        )

    def _content(self, body: str) -> Content:
        """What a message says; in mails media are attached, and named on lines of their own."""
        lines, attached = list[str](), list[ExportedAttachment]()
        for line in body.split("\n"):
            if medium := self._medium(line):
                attached.append(medium)
            else:
                lines.append(line)
        if not attached:
            return answer_or_text(body)
        return Content("\n".join(lines).strip("\n"), attachments=tuple(attached))

    def _medium(self, line: str) -> ExportedAttachment | None:
        match = _IN_MAIL.fullmatch(line) if line.startswith("[") else None
        meaning = meaning_of(match[1]) if match else None
        kind = next((kind for kind in _KINDS if kind == meaning), None)
        return None if match is None or kind is None else self._files.attachment(kind, match[2].strip())


def _told_blank(tally: Tally, count: int) -> None:
    if count:
        tally.other("blank", count)
